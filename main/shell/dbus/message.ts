import { DBusFormatError, Reader, variant, Writer, type DBusValue, type Variant } from './values'

const MESSAGE_TYPES = { call: 1, answer: 2, error: 3, signal: 4 } as const
export type MessageType = keyof typeof MESSAGE_TYPES

/** One message of the bus, as far as it is used here. */
export interface Message {
  readonly type: MessageType
  readonly serial: number
  readonly path?: string
  readonly interface?: string
  readonly member?: string
  readonly errorName?: string
  readonly replySerial?: number
  readonly destination?: string
  readonly sender?: string
  readonly signature?: string
  readonly body: readonly DBusValue[]
}

/** Header fields by number (D-Bus specification, "Header Fields"). */
const FIELDS = [
  [1, 'path', 'o'],
  [2, 'interface', 's'],
  [3, 'member', 's'],
  [4, 'errorName', 's'],
  [5, 'replySerial', 'u'],
  [6, 'destination', 's'],
  [7, 'sender', 's'],
  [8, 'signature', 'g'],
] as const

const LITTLE_ENDIAN = 0x6c
const VERSION = 1
const FIXED_HEADER = 16
const LONGEST_MESSAGE = 128 * 1024 * 1024

export function encodeMessage(message: Message): Buffer {
  const body = new Writer()
  body.all(message.signature ?? '', message.body)
  const fields = FIELDS.flatMap(([code, name, type]): DBusValue[] => {
    const value = message[name]
    return value === undefined ? [] : [[code, variant(type, value)]]
  })
  const whole = new Writer()
  const type = MESSAGE_TYPES[message.type]
  whole.all('yyyyuua(yv)', [LITTLE_ENDIAN, type, 0, VERSION, body.bytes().length, message.serial, fields])
  whole.align(8)
  whole.append(body.bytes())
  return whole.bytes()
}

/** Length in bytes of the message that begins here; null while too little of it has come. @throws DBusFormatError */
export function messageLength(bytes: Buffer): number | null {
  if (bytes.length < FIXED_HEADER) return null
  const little = bytes[0] === LITTLE_ENDIAN
  const [bodyLength, fieldsLength] = [4, 12].map((at) =>
    little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at),
  )
  const length = Math.ceil((FIXED_HEADER + (fieldsLength ?? 0)) / 8) * 8 + (bodyLength ?? 0)
  if (length > LONGEST_MESSAGE) throw new DBusFormatError('Message too long')
  return length
}

/** @param bytes exactly one message @throws DBusFormatError */
export function decodeMessage(bytes: Buffer): Message {
  const reader = new Reader(bytes, bytes[0] === LITTLE_ENDIAN)
  const [, typeCode, , , , serial, fields] = reader.all('yyyyuua(yv)')
  const type = typeNames.get(Number(typeCode))
  if (type === undefined || typeof serial !== 'number') throw new DBusFormatError('No message')
  reader.align(8)
  const header = headerOf(fields)
  return { type, serial, ...header, body: reader.all(header.signature ?? '') }
}

const typeNames: ReadonlyMap<number, MessageType> = new Map([
  [MESSAGE_TYPES.call, 'call'],
  [MESSAGE_TYPES.answer, 'answer'],
  [MESSAGE_TYPES.error, 'error'],
  [MESSAGE_TYPES.signal, 'signal'],
])

type Header = Omit<Message, 'type' | 'serial' | 'body'>

function headerOf(fields: DBusValue | undefined): Header {
  const header: Record<string, string | number> = {}
  for (const field of Array.isArray(fields) ? (fields as readonly (readonly [number, Variant])[]) : []) {
    const [code, { value }] = field
    const name = FIELDS.find(([known]) => known === code)?.[1]
    if (name !== undefined && (typeof value === 'string' || typeof value === 'number')) header[name] = value
  }
  return header as Header
}
