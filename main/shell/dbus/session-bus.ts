import { connect as connectSocket, type Socket } from 'node:net'
import { decodeMessage, encodeMessage, messageLength, type Message } from './message'
import type { DBusValue } from './values'

/** The bus cannot be reached, hung up, or answered with an error. */
export class DBusError extends Error {}

export interface Call {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  readonly body?: readonly DBusValue[]
}

const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const
const PATIENCE_MS = 3_000

/**
 * Where the session bus listens, as a path; null where there is none that can be reached (Node 18 knows no abstract sockets).
 * @param environment with DBUS_SESSION_BUS_ADDRESS or XDG_RUNTIME_DIR
 */
export function sessionBusPath(environment: NodeJS.ProcessEnv): string | null {
  const runtime = environment['XDG_RUNTIME_DIR']
  const usual = runtime === undefined ? null : `${runtime}/bus`
  const address = environment['DBUS_SESSION_BUS_ADDRESS']
  if (address === undefined || address === '') return usual
  for (const each of address.split(';')) {
    const [transport, parameters = ''] = each.split(':', 2)
    if (transport !== 'unix') continue
    const keys = new Map(
      parameters.split(',').map((pair) => pair.split('=', 2) as [string, string | undefined]),
    )
    const path = keys.get('path')
    if (path !== undefined) return decodeURIComponent(path)
    if (keys.get('runtime') === 'yes') return usual
  }
  return null
}

interface Waiting {
  readonly resolve: (body: readonly DBusValue[]) => void
  readonly reject: (error: DBusError) => void
}

/** A connection to the session bus: calls with their answers, and everything else that comes to `onMessage`. */
export class SessionBus {
  /** Signals, and calls to us. */
  onMessage: (message: Message) => void = () => undefined
  onClosed: () => void = () => undefined
  private readonly waiting = new Map<number, Waiting>()
  private serial = 0
  private received = Buffer.alloc(0)
  private open = true

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes: Buffer) => {
      this.take(bytes)
    })
    socket.on('close', () => {
      this.end()
    })
  }

  /** @param uid of this process's user @throws DBusError */
  static async connect(path: string, uid: number): Promise<SessionBus> {
    const socket = connectSocket(path)
    try {
      await greeted(socket, uid)
      const bus = new SessionBus(socket)
      await bus.call({ ...DAEMON, member: 'Hello' })
      return bus
    } catch (error) {
      socket.destroy()
      throw error instanceof DBusError ? error : new DBusError('The session bus cannot be reached')
    }
  }

  /** @returns the values of the answer @throws DBusError for an error, a hang-up, or no answer in 3 s */
  async call(call: Call): Promise<readonly DBusValue[]> {
    if (!this.open) throw new DBusError('The session bus hung up')
    const serial = this.send({ type: 'call', body: [], ...call })
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(serial)
        reject(new DBusError(`No answer to ${call.member}`))
      }, PATIENCE_MS)
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer)
          done(value)
        }
      this.waiting.set(serial, { resolve: settle(resolve), reject: settle(reject) })
    })
  }

  /** A call to the bus itself. */
  ask(member: string, signature: string, body: readonly DBusValue[]): Promise<readonly DBusValue[]> {
    return this.call({ ...DAEMON, member, signature, body })
  }

  /** Sends a message and does not wait. @returns its serial number */
  send(message: Omit<Message, 'serial'>): number {
    this.serial += 1
    this.socket.write(encodeMessage({ ...message, serial: this.serial }))
    return this.serial
  }

  close(): void {
    this.socket.destroy()
  }

  private take(bytes: Buffer): void {
    this.received = Buffer.concat([this.received, bytes])
    try {
      for (;;) {
        const length = messageLength(this.received)
        if (length === null || this.received.length < length) return
        const message = decodeMessage(this.received.subarray(0, length))
        this.received = this.received.subarray(length)
        this.deliver(message)
      }
    } catch {
      // What follows a message that cannot be read cannot be found.
      this.close()
    }
  }

  private deliver(message: Message): void {
    if (message.type !== 'answer' && message.type !== 'error') {
      this.onMessage(message)
      return
    }
    const waiting = this.waiting.get(message.replySerial ?? 0)
    this.waiting.delete(message.replySerial ?? 0)
    if (message.type === 'answer') waiting?.resolve(message.body)
    else waiting?.reject(new DBusError(message.errorName ?? 'error'))
  }

  private end(): void {
    if (!this.open) return
    this.open = false
    for (const { reject } of this.waiting.values()) reject(new DBusError('The session bus hung up'))
    this.waiting.clear()
    this.onClosed()
  }
}

/** The way in: our user, by the socket's own credentials. */
function greeted(socket: Socket, uid: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      reject(new DBusError('The session bus cannot be reached'))
    }
    const timer = setTimeout(fail, PATIENCE_MS)
    socket.once('error', fail)
    socket.once('close', fail)
    socket.once('connect', () => {
      socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(uid)).toString('hex')}\r\n`)
    })
    socket.once('data', (answer: Buffer) => {
      clearTimeout(timer)
      socket.off('close', fail)
      if (!answer.toString('latin1').startsWith('OK ')) {
        fail()
        return
      }
      socket.write('BEGIN\r\n')
      resolve()
    })
  })
}
