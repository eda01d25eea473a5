import { describe, expect, it } from 'vitest'
import { openPins } from '../../../main/lock/pin'
import { SECRET_LIMIT } from '../../../main/vault/api'
import { PIN_MAX } from '../../../preload/contract/lock'
import { requestSchemas } from '../../../preload/contract/schemas'

const { hash, matches } = openPins()
const cheap = openPins(10)

describe('the hash of a PIN', () => {
  it('is matched by the PIN and by nothing near it, and fits every keychain', async () => {
    const kept = await hash('2468')
    expect(await matches('2468', kept)).toBe(true)
    for (const other of ['2469', '2468 ']) expect(await matches(other, kept)).toBe(false)
    expect(kept).not.toContain('2468')
    expect((await cheap.hash('é'.repeat(PIN_MAX))).length).toBeLessThan(SECRET_LIMIT)
  })

  it('is another one each time: two people with one PIN do not show it', async () => {
    expect(await cheap.hash('2468')).not.toBe(await cheap.hash('2468'))
  })

  it('is the same for a letter however a keyboard composes it', async () => {
    const kept = await cheap.hash('contraseña')
    expect(await cheap.matches('contrasen\u0303a', kept)).toBe(true)
  })

  it('is opened by a lock of another cost', async () => {
    expect(await cheap.matches('2468', await openPins(11).hash('2468'))).toBe(true)
  })

  it.each(['', '2468', 'scrypt-16-8-1::', 'scrypt-30-8-1:AAAAAAAAAAAAAAAAAAAAAA==:AAAA'])(
    'matches nothing where the keychain holds %j',
    async (kept) => {
      for (const pin of ['', '2468', kept]) expect(await cheap.matches(pin, kept)).toBe(false)
    },
  )
})

describe('what may be a PIN', () => {
  const allows = (pin: string) => requestSchemas['lock/setPin'].safeParse({ current: null, pin }).success

  it('is counted in characters as people see them', () => {
    expect(
      ['2468', 'ñañá', '🔒🔑🗝️🚪', 'a longer passphrase with spaces', 'x'.repeat(PIN_MAX)].map(allows),
    ).toEqual([true, true, true, true, true])
    expect(['', '246', '🔒🔑', 'x'.repeat(PIN_MAX + 1), 'line\nbreak'].map(allows)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
