import { userInfo } from 'node:os'
import { DBusError, SessionBus, sessionBusPath, type Call } from './dbus/session-bus'
import type { DBusValue } from './dbus/values'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const PROPERTY: Call = {
  destination: WATCHER,
  path: '/StatusNotifierWatcher',
  interface: 'org.freedesktop.DBus.Properties',
  member: 'Get',
  signature: 'ss',
  body: [WATCHER, 'IsStatusNotifierHostRegistered'],
}
/** A panel that starts anew is gone for a moment. */
const SETTLE_MS = 500

export interface TrayHostOptions {
  /** Opens the session bus. */
  readonly connect: () => Promise<Pick<SessionBus, 'ask' | 'call' | 'close' | 'onMessage' | 'onClosed'>>
  /** Whether the desktop shows tray icons, at first and whenever that changes; null = it cannot be told. */
  readonly told: (shown: boolean | null) => void
}

/**
 * Whether a Linux desktop shows tray icons. Electron makes a tray without a word where nothing will ever show it, and a
 * program that hides into such a tray cannot be found again. Asked on the bus by which panels offer the place (StatusNotifier).
 */
export class TrayHost {
  private closed = false
  private bus: Awaited<ReturnType<TrayHostOptions['connect']>> | null = null
  private timer: NodeJS.Timeout | null = null
  private last: boolean | null | undefined

  constructor(private readonly options: TrayHostOptions) {}

  /** Resolves when it has been told for the first time. Never rejects. */
  async start(): Promise<void> {
    try {
      const bus = await this.options.connect()
      this.bus = bus
      bus.onMessage = () => {
        this.askSoon()
      }
      bus.onClosed = () => {
        this.tell(null)
      }
      const watch = (rule: string) => bus.ask('AddMatch', 's', [rule])
      await watch(`type='signal',member='NameOwnerChanged',arg0='${WATCHER}'`)
      await watch(`type='signal',interface='${WATCHER}',member='StatusNotifierHostRegistered'`)
      await watch(`type='signal',interface='${WATCHER}',member='StatusNotifierHostUnregistered'`)
      this.tell(await this.ask())
    } catch {
      this.tell(null)
    }
  }

  close(): void {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
    this.bus?.close()
  }

  private askSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = null
      this.ask().then(
        (shown) => {
          this.tell(shown)
        },
        () => {
          this.tell(null)
        },
      )
    }, SETTLE_MS)
  }

  private async ask(): Promise<boolean> {
    const { bus } = this
    if (bus === null) return false
    const [owned] = await bus.ask('NameHasOwner', 's', [WATCHER])
    if (owned !== true) return false
    const [answer] = await bus.call(PROPERTY)
    return valueOf(answer) === true
  }

  private tell(shown: boolean | null): void {
    if (this.closed || shown === this.last) return
    this.last = shown
    this.options.told(shown)
  }
}

/** The session bus of this user. @throws DBusError */
export async function openSessionBus(environment: NodeJS.ProcessEnv): Promise<SessionBus> {
  const path = sessionBusPath(environment)
  if (path === null) throw new DBusError('There is no session bus')
  return SessionBus.connect(path, userInfo().uid)
}

function valueOf(answer: DBusValue | undefined): DBusValue | null {
  return typeof answer === 'object' && 'value' in answer ? answer.value : null
}
