// What disks, crashes and curious people do to files.
import fc from 'fast-check'

/** One thing that happens to a file's bytes. */
export type Damage = (bytes: Buffer) => Buffer

const at = (share: number, length: number): number =>
  Math.min(Math.floor(share * length), Math.max(length - 1, 0))
const share = fc.double({ min: 0, max: 1, noNaN: true })

const flip: fc.Arbitrary<Damage> = fc
  .tuple(share, fc.integer({ min: 1, max: 255 }))
  .map(([where, mask]) => (bytes) => {
    const copy = Buffer.from(bytes)
    const index = at(where, copy.length)
    const found = copy[index]
    if (found !== undefined) copy[index] = found ^ mask
    return copy
  })
const cut: fc.Arbitrary<Damage> = share.map((where) => (bytes) => bytes.subarray(0, at(where, bytes.length)))
const zeroes: fc.Arbitrary<Damage> = fc
  .tuple(share, fc.integer({ min: 1, max: 200 }))
  .map(([where, length]) => (bytes) => {
    const copy = Buffer.from(bytes)
    const from = at(where, copy.length)
    copy.fill(0, from, Math.min(from + length, copy.length))
    return copy
  })
const insert: fc.Arbitrary<Damage> = fc
  .tuple(share, fc.uint8Array({ minLength: 1, maxLength: 40 }))
  .map(([where, extra]) => (bytes) => {
    const index = at(where, bytes.length)
    return Buffer.concat([bytes.subarray(0, index), extra, bytes.subarray(index)])
  })
const lines = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n')
const joined = (parts: readonly string[]): Buffer => Buffer.from(parts.join('\n'), 'latin1')
const lineGone: fc.Arbitrary<Damage> = share.map((where) => (bytes) => {
  const all = lines(bytes)
  return joined(all.toSpliced(at(where, all.length), 1))
})
const lineTwice: fc.Arbitrary<Damage> = share.map((where) => (bytes) => {
  const all = lines(bytes)
  const index = at(where, all.length)
  return joined(all.toSpliced(index, 0, all[index] ?? ''))
})
const rubbish: fc.Arbitrary<Damage> = fc
  .uint8Array({ maxLength: 300 })
  .map((found) => () => Buffer.from(found))

/** One to three kinds of damage, one after the other. */
export const damage: fc.Arbitrary<Damage> = fc
  .array(fc.oneof(flip, flip, cut, zeroes, insert, lineGone, lineTwice, rubbish), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => (bytes) => all.reduce((sofar, next) => next(sofar), bytes))
