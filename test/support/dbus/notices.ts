import { NOTHING, offerService, type Service } from './service'

const NAME = 'org.freedesktop.Notifications'
const PATH = '/org/freedesktop/Notifications'

/** A desktop notification as the desktop was told to show it. */
export interface Notice {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly actions: readonly string[]
}

/** The desktop's notification service: keeps what it is told to show, and clicks on it. */
export class NoticeService {
  readonly shown: Notice[] = []
  private service: Service | null = null

  static async open(): Promise<NoticeService> {
    const notices = new NoticeService()
    notices.service = await offerService(NAME, ({ member, body }) => {
      switch (member) {
        case 'GetCapabilities':
          return { signature: 'as', body: [['body', 'actions', 'sound']] }
        case 'GetServerInformation':
          return { signature: 'ssss', body: ['Test desktop', 'tests', '1', '1.2'] }
        case 'Notify': {
          const id = notices.shown.length + 1
          const [, , , title, text, actions] = body
          notices.shown.push({
            id,
            title: String(title),
            body: String(text),
            actions: Array.isArray(actions) ? (actions as readonly string[]) : [],
          })
          return { signature: 'u', body: [id] }
        }
        case 'CloseNotification':
          return NOTHING
        default:
          return null
      }
    })
    return notices
  }

  /** The supervisor clicks on it. */
  click({ id }: Notice): void {
    const signal = (member: string, signature: string, body: readonly (number | string)[]) =>
      this.service?.bus.send({ type: 'signal', path: PATH, interface: NAME, member, signature, body })
    signal('ActionInvoked', 'us', [id, 'default'])
    signal('NotificationClosed', 'uu', [id, 2])
  }

  close(): void {
    this.service?.close()
  }
}
