import { variant, type DBusValue } from '../../../main/shell/dbus/values'
import { dictionary, NOTHING, offerService, plain, type Service } from './service'

const WATCHER = 'org.kde.StatusNotifierWatcher'
const ITEM = 'org.kde.StatusNotifierItem'
const MENU = 'com.canonical.dbusmenu'
const PROPERTIES = 'org.freedesktop.DBus.Properties'

/** A tray icon as a panel sees it. */
export interface PanelItem {
  readonly service: string
  readonly path: string
  /** When it was put there, ms since the epoch. */
  readonly since: number
}

export interface MenuEntry {
  readonly id: number
  readonly label: string
  readonly enabled: boolean
  readonly separator: boolean
}

export interface IconPicture {
  readonly width: number
  readonly height: number
  /** ARGB, one byte each. */
  readonly bytes: readonly number[]
}

/** A panel that shows tray icons: what the desktop's own would be, with everything it is told open to a test. */
export class Panel {
  private constructor(
    private readonly service: Service,
    readonly items: readonly PanelItem[],
  ) {}

  static async open(): Promise<Panel> {
    const items: PanelItem[] = []
    const service = await offerService(WATCHER, ({ member, body, sender }) => {
      if (member === 'Get' || member === 'GetAll') return property(String(body[1] ?? ''), member)
      if (member === 'RegisterStatusNotifierHost') return NOTHING
      if (member !== 'RegisterStatusNotifierItem') return null
      const told = String(body[0])
      // A name on the bus, or a path of whoever calls.
      const path = told.startsWith('/') ? told : '/StatusNotifierItem'
      items.push({ service: told.startsWith('/') ? (sender ?? '') : told, path, since: Date.now() })
      return NOTHING
    })
    return new Panel(service, items)
  }

  /** The icon that was put into the tray last. */
  get item(): PanelItem {
    const item = this.items.at(-1)
    if (item === undefined) throw new Error('Nothing is in the tray.')
    return item
  }

  async properties(item = this.item): Promise<ReadonlyMap<string, DBusValue>> {
    const { service: destination, path } = item
    const call = { destination, path, interface: PROPERTIES, member: 'GetAll', signature: 's', body: [ITEM] }
    const [all] = await this.service.bus.call(call)
    return dictionary(all)
  }

  async tooltip(): Promise<string> {
    const value = (await this.properties()).get('ToolTip')
    const [, , title, text] = Array.isArray(value) ? (value as readonly DBusValue[]) : []
    return [title, text].filter((part) => typeof part === 'string' && part !== '').join('\n')
  }

  /** The largest picture of the icon. */
  async picture(): Promise<IconPicture | null> {
    const value = (await this.properties()).get('IconPixmap')
    const pictures = Array.isArray(value) ? (value as readonly (readonly [number, number, number[]])[]) : []
    const largest = [...pictures].sort(([a], [b]) => b - a)[0]
    return largest === undefined ? null : { width: largest[0], height: largest[1], bytes: largest[2] }
  }

  async menu(): Promise<readonly MenuEntry[]> {
    const [, layout] = await this.callMenu('GetLayout', 'iias', [0, -1, []])
    const [, , children] = Array.isArray(layout) ? (layout as readonly DBusValue[]) : []
    return (Array.isArray(children) ? (children as readonly DBusValue[]) : []).map((child) => {
      const [id, facts] = plain(child) as readonly [number, DBusValue]
      const properties = dictionary(facts)
      return {
        id,
        label: String(properties.get('label') ?? '').replace(/_(?!_)/g, ''),
        enabled: properties.get('enabled') !== false,
        separator: properties.get('type') === 'separator',
      }
    })
  }

  /** Chooses an entry as a click would. */
  async choose(entry: MenuEntry): Promise<void> {
    await this.callMenu('Event', 'isvu', [entry.id, 'clicked', variant('s', ''), 0])
  }

  /** The panel goes away, as when the desktop's shell crashes. */
  close(): void {
    this.service.close()
  }

  private async callMenu(
    member: string,
    signature: string,
    body: readonly DBusValue[],
  ): Promise<readonly DBusValue[]> {
    const path = String((await this.properties()).get('Menu') ?? '')
    const { service: destination } = this.item
    return this.service.bus.call({ destination, path, interface: MENU, member, signature, body })
  }
}

function property(name: string, member: 'Get' | 'GetAll') {
  const values: Readonly<Record<string, readonly [string, DBusValue]>> = {
    IsStatusNotifierHostRegistered: ['b', true],
    ProtocolVersion: ['i', 0],
    RegisteredStatusNotifierItems: ['as', []],
  }
  if (member === 'Get') {
    const [signature, value] = values[name] ?? ['s', '']
    return { signature: 'v', body: [variant(signature, value)] }
  }
  const all = Object.entries(values).map(([key, [signature, value]]) => [key, variant(signature, value)])
  return { signature: 'a{sv}', body: [all] }
}
