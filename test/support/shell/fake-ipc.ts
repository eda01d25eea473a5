// Electron's two ends of the wall: what crosses is cloned as Electron clones it, so that a value that cannot cross fails.
import { deserialize, serialize } from 'node:v8'
import { WIRE_PREFIX, type Channel, type Topic } from '../../../preload/contract/channels'
import type { Result } from '../../../preload/contract/envelope'
import type { IncomingCall, SenderFrame } from '../../../main/bridge/sender'

type Listener = (call: IncomingCall, request: unknown) => Promise<unknown>

export const OUR_FRAME: SenderFrame = {
  parent: null,
  origin: 'app://console',
  url: 'app://console/index.html',
}
export const OUR_CALL: IncomingCall = { sender: { id: 7 }, senderFrame: OUR_FRAME }

const clone = (value: unknown): unknown => deserialize(serialize(value))

export class FakeIpc {
  readonly listeners = new Map<string, Listener>()
  /** Everything that reached the window, answers and pushes, as it arrived there. */
  readonly arrived: unknown[] = []

  handle(wire: string, listener: Listener): void {
    if (this.listeners.has(wire)) throw new Error(`Attempted to register a second handler for '${wire}'`)
    this.listeners.set(wire, listener)
  }

  removeHandler(wire: string): void {
    this.listeners.delete(wire)
  }

  async invoke(channel: Channel, request: unknown, call: IncomingCall = OUR_CALL): Promise<Result<unknown>> {
    const listener = this.listeners.get(WIRE_PREFIX + channel)
    if (listener === undefined) throw new Error(`No handler registered for '${channel}'`)
    const answer = clone(await listener(call, clone(request))) as Result<unknown>
    this.arrived.push(answer)
    return answer
  }

  /** A window for the Pusher. */
  readonly target = {
    destroyed: false,
    isDestroyed: (): boolean => this.target.destroyed,
    send: (wire: string, payload: unknown): void => {
      this.arrived.push({ topic: wire.slice(WIRE_PREFIX.length), payload: clone(payload) })
    },
  }

  pushes(topic: Topic): unknown[] {
    return this.arrived.flatMap((item) =>
      typeof item === 'object' &&
      item !== null &&
      'topic' in item &&
      item.topic === topic &&
      'payload' in item
        ? [item.payload]
        : [],
    )
  }
}
