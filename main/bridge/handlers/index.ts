import { alertHandlers } from './alerts'
import { appHandlers, type AppHandlerParts } from './app'
import { boardHandlers, type BoardHandlerParts } from './board'
import { bulkHandlers, type BulkHandlerParts } from './bulk'
import { connectionHandlers } from './connection'
import { lockHandlers, type LockSeam } from './lock'
import { historyHandlers, type HistoryHandlerParts } from './history'
import { noteHandlers } from './notes'
import { networkHandlers, type NetworkSeam } from './network'
import { presetHandlers, type PresetHandlerParts } from './presets'
import { practiceHandlers } from './practice'
import { settingsHandlers } from './settings'
import { updateHandlers, type UpdateSeam } from './updates'
import { viewHandlers, type ViewHandlerParts } from './views'
import type { AlertDesk } from '../../alerts/desk'
import type { Connections } from '../../connections/connections'
import type { SettingsStore } from '../../settings/settings-store'
import type { BoardFeed } from '../board-feed'
import { requireExport } from '../export-permission'
import type { Pusher } from '../pusher'
import type { Handlers } from '../register'

export interface HandlerParts {
  readonly app: AppHandlerParts
  readonly connections: Connections
  readonly lock: LockSeam
  readonly network: NetworkSeam
  readonly settings: Pick<SettingsStore, 'state' | 'set'>
  readonly pusher: Pusher
  readonly feed: BoardFeed
  readonly alerts: AlertDesk
  readonly updates: UpdateSeam
  readonly exportOutcomes: BulkHandlerParts['exportOutcomes']
  readonly exportHistory: HistoryHandlerParts['exportHistory']
  /** Workstation clock, ms since 1970. */
  readonly now: () => number
  readonly exportRows: BoardHandlerParts['exportRows']
  readonly views: ViewHandlerParts
  readonly savePresets: PresetHandlerParts['savePresets']
  readonly openPresets: PresetHandlerParts['openPresets']
}

/** A handler for every channel of the contract. */
export function allHandlers(parts: HandlerParts): Handlers {
  const { connections, feed, pusher } = parts
  const session = () => connections.requireSession()
  const mayExport = () => {
    requireExport(parts.settings.state().settings)
  }
  return {
    ...appHandlers(parts.app),
    ...connectionHandlers(connections, () => {
      pusher.pageListens()
    }),
    ...boardHandlers({
      session,
      stream: () => {
        feed.subscribe()
      },
      now: parts.now,
      exportRows: async (...what) => {
        mayExport()
        return parts.exportRows(...what)
      },
    }),
    ...noteHandlers(session),
    ...bulkHandlers({
      session,
      onPlanProgress: (progress) => {
        pusher.push('bulk/planProgress', progress)
      },
      exportOutcomes: async (...what) => {
        mayExport()
        return parts.exportOutcomes(...what)
      },
    }),
    ...historyHandlers({
      session,
      exportHistory: async (...what) => {
        mayExport()
        return parts.exportHistory(...what)
      },
    }),
    ...lockHandlers(parts.lock),
    ...networkHandlers(parts.network),
    ...presetHandlers({
      session,
      savePresets: async (text) => {
        mayExport()
        return parts.savePresets(text)
      },
      openPresets: parts.openPresets,
    }),
    ...practiceHandlers({
      control: () => connections.requirePractice(),
      refresh: () => {
        session().board.refresh()
      },
      restart: () => connections.restartPractice(),
    }),
    ...alertHandlers(parts.alerts),
    ...settingsHandlers(parts.settings),
    ...updateHandlers(parts.updates),
    ...viewHandlers({
      ...parts.views,
      exportViews: async (ids) => {
        mayExport()
        return parts.views.exportViews(ids)
      },
    }),
  }
}
