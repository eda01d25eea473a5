import type { AlertDesk } from '../alerts/desk'
import type { BoardFeed, Pusher } from '../bridge'
import type { Connections } from '../connections/connections'
import type { Network } from '../connections/network'
import type { Lock } from '../lock'
import type { SettingsStore } from '../settings/settings-store'
import type { Desktop } from '../shell/desktop'
import type { Log } from '../shell/log'
import type { UpdateDesk } from '../updates'

/** Tells every part that must know of another connection, session or job. */
export function followConnections(parts: {
  readonly connections: Connections
  readonly pusher: Pusher
  readonly feed: BoardFeed
  readonly alerts: AlertDesk
  readonly desktop: Desktop
  readonly lock: Lock
}): void {
  const { connections, pusher, feed, alerts, desktop, lock } = parts
  connections.onState((state) => {
    pusher.push('connection/changed', state)
    desktop.refresh()
  })
  connections.onSession((session) => {
    feed.follow(session)
    const { workspaceSid = null, practice = true } = session?.connection ?? {}
    alerts.follow(session?.board ?? null, practice ? null : workspaceSid)
    session?.board.onStatus(() => {
      desktop.refresh()
    })
    session?.bulk.onJob(() => {
      lock.jobsChanged()
      desktop.refresh()
    })
    session?.bulk.onRecords((records) => {
      pusher.push('bulk/recordsChanged', records)
    })
  })
}

/** Tells every part that a setting may have changed that it works by. */
export function followSettings(parts: {
  readonly settings: SettingsStore
  readonly connections: Connections
  readonly network: Network
  readonly pusher: Pusher
  readonly alerts: AlertDesk
  readonly updates: UpdateDesk
  readonly desktop: Desktop
  readonly applyLoginItem: () => void
  readonly log: Log
}): void {
  const { settings, connections, network, pusher, alerts, updates, desktop, applyLoginItem, log } = parts
  settings.onChange((state) => {
    applyLoginItem()
    network.settingsChanged()
    pusher.push('settings/changed', state)
    const board = connections.session()?.board
    board?.setRules(state.settings)
    board?.setCallCheck(state.settings.callCheck)
    board?.setRejectionLimit(state.settings.rejectionLimit)
    const history = connections.session()?.history
    history?.applyRetention().catch((error: unknown) => {
      log('history.retentionFailed', { error: error instanceof Error ? error.message : String(error) })
    })
    alerts.settingsChanged()
    updates.settingsChanged()
    desktop.settingsChanged()
  })
}
