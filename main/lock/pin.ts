import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Makes what may be kept of a PIN, and knows a PIN again by it. */
export interface Pins {
  hash(pin: string): Promise<string>
  /** Nothing matches a text that `hash` has not made. */
  matches(pin: string, kept: string): Promise<boolean>
}

/** Power of two of scrypt's cost: 64 MiB and about a fifth of a second for one try, on a thread of its own. */
const USUAL_POWER = 16
const BLOCK = 8
const SALT_BYTES = 16
const HASH_BYTES = 32
/** The cost stands in what is kept, so that a later version can raise it and still open an older lock. */
const KEPT = /^scrypt-(1[0-7])-8-1:([A-Za-z0-9+/]{22}==):([A-Za-z0-9+/]{43}=)$/

/** @param power 10 to 17; less than usual is for tests of what lies above */
export function openPins(power = USUAL_POWER): Pins {
  return {
    async hash(pin) {
      const salt = randomBytes(SALT_BYTES)
      const hash = await derive(pin, salt, power)
      const text = `scrypt-${power}-${BLOCK}-1:${salt.toString('base64')}:${hash.toString('base64')}`
      hash.fill(0)
      return text
    },
    async matches(pin, kept) {
      const [, keptPower, salt, wanted] = KEPT.exec(kept) ?? []
      if (keptPower === undefined || salt === undefined || wanted === undefined) return false
      const expected = Buffer.from(wanted, 'base64')
      const hash = await derive(pin, Buffer.from(salt, 'base64'), Number(keptPower))
      try {
        return timingSafeEqual(hash, expected)
      } finally {
        hash.fill(0)
        expected.fill(0)
      }
    },
  }
}

/** Two keyboards may write one letter in two ways; both must open the same lock. The bytes are wiped once they are used. */
async function derive(pin: string, salt: Buffer, power: number): Promise<Buffer> {
  const typed = Buffer.from(pin.normalize('NFKC'), 'utf8')
  const N = 2 ** power
  // What the function needs itself, and as much again for its own bookkeeping.
  const options = { N, r: BLOCK, p: 1, maxmem: 256 * N * BLOCK }
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(typed, salt, HASH_BYTES, options, (error, hash) => {
        if (error === null) resolve(hash)
        else reject(error)
      })
    })
  } finally {
    typed.fill(0)
  }
}
