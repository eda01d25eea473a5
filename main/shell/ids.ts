import { randomBytes } from 'node:crypto'

/** An id that sorts by the time it was made (ms since 1970, base 36) and is unique all the same. */
export function timeOrderedId(now: number = Date.now()): string {
  return `${now.toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`
}
