import type { Message } from '../../../main/shell/dbus/message'
import type { SessionBus } from '../../../main/shell/dbus/session-bus'
import type { DBusValue } from '../../../main/shell/dbus/values'
import { openSessionBus } from '../../../main/shell/tray-host'

/** Values of an answer and their signature; null = no such method. */
export type Answer = { readonly signature: string; readonly body: readonly DBusValue[] } | null

export const NOTHING: Answer = { signature: '', body: [] }

/** What a test desktop offers on the session bus under a well-known name. */
export interface Service {
  readonly bus: SessionBus
  close(): void
}

/** The test desktop's session bus. @throws when there is none, or the name is taken */
export async function offerService(name: string, answer: (call: Message) => Answer): Promise<Service> {
  const bus = await openSessionBus(process.env)
  bus.onMessage = (call) => {
    if (call.type !== 'call') return
    const said = answer(call)
    const { sender, serial } = call
    const to = { replySerial: serial, ...(sender === undefined ? {} : { destination: sender }) }
    if (said !== null) bus.send({ type: 'answer', ...to, ...said })
    else bus.send({ type: 'error', ...to, errorName: 'org.freedesktop.DBus.Error.UnknownMethod', body: [] })
  }
  const [outcome] = await bus.ask('RequestName', 'su', [name, 4])
  if (outcome !== 1) throw new Error(`${name} is taken on this bus.`)
  return {
    bus,
    close: () => {
      bus.close()
    },
  }
}

/** The value inside a variant, or the value itself. */
export function plain(value: DBusValue | undefined): DBusValue | undefined {
  return typeof value === 'object' && 'value' in value ? value.value : value
}

/** A dictionary `a{sv}` as a map of plain values. */
export function dictionary(value: DBusValue | undefined): ReadonlyMap<string, DBusValue> {
  const pairs = Array.isArray(value) ? (value as readonly (readonly [string, DBusValue])[]) : []
  return new Map(pairs.map(([key, each]) => [key, plain(each) ?? '']))
}
