/**
 * Values of D-Bus in JavaScript, by signature: `y n q i u d` number · `x t` bigint · `b` boolean · `s o g` string ·
 * `a…` array (a dictionary is an array of pairs) · `(…)` array · `v` Variant.
 */
export type DBusValue = string | number | bigint | boolean | Variant | readonly DBusValue[]

export interface Variant {
  readonly signature: string
  readonly value: DBusValue
}

export const variant = (signature: string, value: DBusValue): Variant => ({ signature, value })

/** The bytes are no D-Bus value, or the value is not of its signature. */
export class DBusFormatError extends Error {}

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
}
const LONGEST_ARRAY = 64 * 1024 * 1024

function alignmentOf(type: string): number {
  const alignment = ALIGNMENT[type.charAt(0)]
  if (alignment === undefined) throw new DBusFormatError(`No such type: ${type}`)
  return alignment
}

/** The complete types that a signature consists of: `sa{sv}` is `s` and `a{sv}`. */
export function typesOf(signature: string): readonly string[] {
  const types: string[] = []
  for (let at = 0; at < signature.length;) {
    const end = endOfType(signature, at)
    types.push(signature.slice(at, end))
    at = end
  }
  return types
}

function endOfType(signature: string, start: number): number {
  const first = signature.charAt(start)
  if (first === 'a') return endOfType(signature, start + 1)
  if (first !== '(' && first !== '{') {
    alignmentOf(first)
    return start + 1
  }
  const close = first === '(' ? ')' : '}'
  let at = start + 1
  while (at < signature.length && signature.charAt(at) !== close) at = endOfType(signature, at)
  if (at >= signature.length) throw new DBusFormatError(`Not closed: ${signature}`)
  return at + 1
}

const inside = (type: string): readonly string[] => typesOf(type.slice(1, -1))

/** Writes values, little-endian, aligned from its beginning. */
export class Writer {
  private buffer = Buffer.alloc(256)
  private length = 0

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  /** @throws DBusFormatError when there are not as many values as types, or one is of another type */
  all(signature: string, values: readonly DBusValue[]): void {
    const types = typesOf(signature)
    if (types.length !== values.length) throw new DBusFormatError(`${values.length} values for ${signature}`)
    types.forEach((type, index) => {
      this.value(type, values[index])
    })
  }

  align(to: number): void {
    const end = Math.ceil(this.length / to) * to
    this.room(end - this.length)
    this.length = end
  }

  append(bytes: Buffer): void {
    this.room(bytes.length)
    bytes.copy(this.buffer, this.length)
    this.length += bytes.length
  }

  private value(type: string, value: DBusValue | undefined): void {
    this.align(alignmentOf(type))
    switch (type.charAt(0)) {
      case 'a':
        this.array(type.slice(1), value)
        return
      case '(':
      case '{':
        if (!Array.isArray(value)) throw new DBusFormatError(`No array for ${type}`)
        this.all(type.slice(1, -1), value as readonly DBusValue[])
        return
      case 'v':
        if (typeof value !== 'object' || !('signature' in value)) throw new DBusFormatError('No variant')
        this.text(value.signature, 'g')
        this.value(value.signature, value.value)
        return
      case 's':
      case 'o':
      case 'g':
        if (typeof value !== 'string') throw new DBusFormatError(`No text for ${type}`)
        this.text(value, type)
        return
      default:
        this.number(type, value)
    }
  }

  private number(type: string, value: DBusValue | undefined): void {
    const size = alignmentOf(type)
    this.room(size)
    const { buffer, length } = this
    if (type === 'b' && typeof value === 'boolean') buffer.writeUInt32LE(value ? 1 : 0, length)
    else if (type === 'x' && typeof value === 'bigint') buffer.writeBigInt64LE(value, length)
    else if (type === 't' && typeof value === 'bigint') buffer.writeBigUInt64LE(value, length)
    else if (typeof value !== 'number') throw new DBusFormatError(`No number for ${type}`)
    else if (type === 'y') buffer.writeUInt8(value, length)
    else if (type === 'n') buffer.writeInt16LE(value, length)
    else if (type === 'q') buffer.writeUInt16LE(value, length)
    else if (type === 'i') buffer.writeInt32LE(value, length)
    else if (type === 'u') buffer.writeUInt32LE(value, length)
    else if (type === 'd') buffer.writeDoubleLE(value, length)
    else throw new DBusFormatError(`No number for ${type}`)
    this.length += size
  }

  private text(text: string, type: string): void {
    const bytes = Buffer.from(`${text}\0`, 'utf8')
    this.number(type === 'g' ? 'y' : 'u', bytes.length - 1)
    this.append(bytes)
  }

  private array(element: string, value: DBusValue | undefined): void {
    if (!Array.isArray(value)) throw new DBusFormatError(`No array for a${element}`)
    const lengthAt = this.length
    this.number('u', 0)
    this.align(alignmentOf(element))
    const start = this.length
    for (const each of value as readonly DBusValue[]) this.value(element, each)
    this.buffer.writeUInt32LE(this.length - start, lengthAt)
  }

  private room(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = Buffer.alloc(Math.max(this.buffer.length * 2, this.length + more))
    this.buffer.copy(larger)
    this.buffer = larger
  }
}

/** Reads what a peer wrote, in its byte order. Every method @throws DBusFormatError beyond the end. */
export class Reader {
  private readonly view: DataView

  constructor(
    private readonly buffer: Buffer,
    private readonly littleEndian: boolean,
    private at = 0,
  ) {
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  }

  all(signature: string): DBusValue[] {
    return typesOf(signature).map((type) => this.value(type))
  }

  align(to: number): void {
    this.at = Math.ceil(this.at / to) * to
  }

  get position(): number {
    return this.at
  }

  value(type: string): DBusValue {
    this.align(alignmentOf(type))
    switch (type.charAt(0)) {
      case 'a':
        return this.array(type.slice(1))
      case '(':
      case '{':
        return inside(type).map((each) => this.value(each))
      case 'v': {
        const signature = this.text(this.take(1, (at) => this.view.getUint8(at)))
        return { signature, value: this.value(signature) }
      }
      case 's':
      case 'o':
        return this.text(this.uint32())
      case 'g':
        return this.text(this.take(1, (at) => this.view.getUint8(at)))
      case 'b':
        return this.uint32() !== 0
      default:
        return this.number(type)
    }
  }

  private number(type: string): number | bigint {
    const { view, littleEndian: little } = this
    return this.take(alignmentOf(type), (at) => {
      if (type === 'y') return view.getUint8(at)
      if (type === 'n') return view.getInt16(at, little)
      if (type === 'q') return view.getUint16(at, little)
      if (type === 'i') return view.getInt32(at, little)
      if (type === 'u') return view.getUint32(at, little)
      if (type === 'x') return view.getBigInt64(at, little)
      return type === 't' ? view.getBigUint64(at, little) : view.getFloat64(at, little)
    })
  }

  private uint32(): number {
    return this.take(4, (at) => this.view.getUint32(at, this.littleEndian))
  }

  private text(length: number): string {
    return this.take(length + 1, (at) => this.buffer.toString('utf8', at, at + length))
  }

  private array(element: string): DBusValue {
    const length = this.uint32()
    if (length > LONGEST_ARRAY) throw new DBusFormatError('Array too long')
    this.align(alignmentOf(element))
    const end = this.at + length
    const values: DBusValue[] = []
    while (this.at < end) values.push(this.value(element))
    return values
  }

  private take<T>(size: number, read: (at: number) => T): T {
    const { at } = this
    if (at + size > this.buffer.length) throw new DBusFormatError('Ends too early')
    this.at = at + size
    return read(at)
  }
}
