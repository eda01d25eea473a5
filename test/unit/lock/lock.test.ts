import { describe, expect, it } from 'vitest'
import { Lock, openPins, type LockOptions } from '../../../main/lock'
import { PIN_NAME } from '../../../main/lock/lock'
import { waitAfter } from '../../../main/lock/tries'
import { problemError } from '../../../main/connections/problem-error'
import type { LockMemory } from '../../../main/settings/document'
import type { CredentialVault, VaultTrouble } from '../../../main/vault/api'
import { MemoryVault } from '../../../main/vault/memory-vault'
import type { LockState } from '../../../preload/contract/lock'
import { createVirtualClock } from '../../support/virtual-clock'

const PIN = '2468'
const NEW = 'a longer passphrase'

/** A keychain that can fall ill. */
function sickly(): CredentialVault & { trouble: VaultTrouble | null } {
  const well = new MemoryVault()
  const keychain = {
    trouble: null as VaultTrouble | null,
    read: (name: string) => (keychain.trouble === null ? well.read(name) : Promise.resolve(keychain.trouble)),
    write: (name: string, secret: string) =>
      keychain.trouble === null ? well.write(name, secret) : Promise.resolve(keychain.trouble),
    remove: (name: string) =>
      keychain.trouble === null ? well.remove(name) : Promise.resolve(keychain.trouble),
  }
  return keychain
}

function desk() {
  const clock = createVirtualClock()
  const keychain = sickly()
  const logged: string[] = []
  const told: LockState[] = []
  const world = {
    memory: { pinSet: false, wrong: 0 } as LockMemory,
    required: false,
    jobs: 0,
    fell: 0,
    forgotten: 0,
    keeps: false,
  }
  const options: LockOptions = {
    keychain,
    pins: openPins(10),
    clock,
    memory: {
      lockMemory: () => world.memory,
      setLockMemory: (memory) => {
        world.memory = memory
      },
    },
    settings: () => ({ lockRequired: world.required, theme: 'dark', density: 'compact', language: 'es' }),
    locale: () => 'es-ES',
    jobs: () => world.jobs,
    onLock: () => {
      world.fell += 1
    },
    changed: (state) => told.push(state),
    forgetConnections: () => {
      if (world.keeps) return Promise.reject(problemError('keychainLocked', 'locked'))
      world.forgotten += 1
      return Promise.resolve()
    },
    log: (event, facts) => logged.push(JSON.stringify({ event, ...facts })),
  }
  return {
    clock,
    keychain,
    world,
    told,
    logged,
    /** A start of the program. */
    start: async () => {
      const lock = new Lock(options)
      await lock.start()
      return lock
    },
  }
}

const code = (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'fine',
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  )

describe('the lock', () => {
  it('is open where no PIN is set, and cannot be locked', async () => {
    const { start, world } = desk()
    const lock = await start()
    expect(lock.state()).toMatchObject({ phase: 'open', pinSet: false, trouble: null })
    expect(lock.lock()).toBe(false)
    expect(() => lock.lockNow()).toThrow(/No PIN/)
    expect(world.fell).toBe(0)
  })

  it('falls once, opens with the PIN alone, and tells how the window is to look meanwhile', async () => {
    const { start, world, told } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    expect(lock.phase()).toBe('open')
    expect([lock.lock(), lock.lock()]).toEqual([true, true])
    expect(world.fell).toBe(1)
    expect(told.at(-1)).toMatchObject({
      phase: 'locked',
      look: { theme: 'dark', language: 'es', locale: 'es-ES' },
    })
    expect(await code(lock.unlock('2469'))).toBe('wrongPin')
    expect(lock.phase()).toBe('locked')
    expect((await lock.unlock(PIN)).phase).toBe('open')
    expect(told.at(-1)).toMatchObject({ phase: 'open', wrong: 0 })
  })

  it('starts locked again, whichever of keychain and memory knows of the PIN', async () => {
    const { start, world, keychain } = desk()
    const first = await start()
    await first.setPin(null, PIN)
    expect(world.memory).toEqual({ pinSet: true, wrong: 0 })
    expect((await start()).state()).toMatchObject({ phase: 'locked', trouble: null })

    world.memory = { pinSet: false, wrong: 0 }
    const cheated = await start()
    expect([cheated.phase(), world.fell, world.memory.pinSet]).toEqual(['locked', 1, true])

    await keychain.remove(PIN_NAME)
    const lost = await start()
    expect(lost.state()).toMatchObject({ phase: 'locked', trouble: 'pinLost' })
    expect(await code(lost.unlock(PIN))).toBe('wrongPin')
  })

  it('is locked before the keychain has answered', () => {
    const other = desk()
    other.world.memory = { pinSet: true, wrong: 0 }
    const pending = new Promise<never>(() => undefined)
    const lock = new Lock({
      keychain: { read: () => pending, write: () => pending, remove: () => pending },
      pins: openPins(10),
      clock: other.clock,
      memory: { lockMemory: () => other.world.memory, setLockMemory: () => undefined },
      settings: () => ({ lockRequired: false, theme: 'dark', density: 'compact', language: 'en' }),
      locale: () => 'en',
      jobs: () => 0,
      onLock: () => undefined,
      changed: () => undefined,
      forgetConnections: () => Promise.resolve(),
      log: () => undefined,
    })
    void lock.start()
    expect(lock.phase()).toBe('locked')
  })

  it('makes whoever guesses wait longer each time, through a new start, and looks at nothing meanwhile', async () => {
    const { start, clock, world } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    lock.lock()
    const waits: number[] = []
    for (let wrong = 0; wrong < 5; wrong += 1) {
      await clock.advance(lock.state().waitMs)
      expect(await code(lock.unlock('0000'))).toBe('wrongPin')
      waits.push(lock.state().waitMs)
    }
    expect(waits).toEqual([0, 0, 5_000, 10_000, 20_000])
    expect(await code(lock.unlock(PIN))).toBe('tryLater')
    await clock.advance(19_999)
    expect(await code(lock.unlock(PIN))).toBe('tryLater')

    expect(world.memory.wrong).toBe(5)
    const again = await start()
    expect(again.state()).toMatchObject({ wrong: 5, waitMs: 20_000 })
    await clock.advance(20_000)
    expect(await code(again.unlock(PIN))).toBe('fine')
    expect(world.memory).toEqual({ pinSet: true, wrong: 0 })
    expect([6, 8, 9, 50].map(waitAfter)).toEqual([40_000, 160_000, 300_000, 300_000])
  })

  it('lets nobody escape the wait by trying many at once', async () => {
    const { start } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    lock.lock()
    const tries = await Promise.all(
      ['0000', '1111', '2222', '3333', PIN].map((pin) => code(lock.unlock(pin))),
    )
    expect(tries).toEqual(['wrongPin', 'wrongPin', 'wrongPin', 'tryLater', 'tryLater'])
    expect(lock.phase()).toBe('locked')
  })

  it('changes and removes the PIN for those who know it, with the same wait for those who guess', async () => {
    const { start, clock, keychain } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    expect(await code(lock.setPin(null, NEW))).toBe('wrongPin')
    expect(await code(lock.setPin('0000', NEW))).toBe('wrongPin')
    expect(await code(lock.removePin('0000'))).toBe('wrongPin')
    expect(await code(lock.removePin(PIN))).toBe('tryLater')
    await clock.advance(5_000)
    await lock.setPin(PIN, NEW)
    lock.lock()
    expect(await code(lock.unlock(PIN))).toBe('wrongPin')
    await lock.unlock(NEW)
    expect(await lock.removePin(NEW)).toMatchObject({ pinSet: false, phase: 'open' })
    expect(await keychain.read(PIN_NAME)).toEqual({ kind: 'absent' })
    expect(lock.lock()).toBe(false)
  })

  it('cannot be given another PIN while locked, right or wrong', async () => {
    const { start } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    lock.lock()
    expect(await code(lock.setPin(PIN, NEW))).toBe('locked')
    expect(await code(lock.removePin(PIN))).toBe('locked')
    expect((await lock.unlock(PIN)).phase).toBe('open')
  })

  it.each([
    ['unavailable', 'keychainUnavailable'],
    ['locked', 'keychainLocked'],
    ['failed', 'keychainFailed'],
  ] as const)('keeps no PIN where the keychain is %s, and says so', async (kind, trouble) => {
    const { start, keychain, world } = desk()
    keychain.trouble = { kind, detail: 'none here' }
    const lock = await start()
    expect(lock.state()).toMatchObject({ phase: 'open', pinSet: false, trouble })
    expect(await code(lock.setPin(null, PIN))).toBe(trouble)
    expect([lock.pinSet(), lock.lock(), world.memory.pinSet]).toEqual([false, false, false])
    keychain.trouble = null
    expect(await lock.setPin(null, PIN)).toMatchObject({ pinSet: true, trouble: null })
  })

  it('stays locked while the keychain cannot be asked, without counting that as a wrong try', async () => {
    const { start, keychain } = desk()
    await (await start()).setPin(null, PIN)
    keychain.trouble = { kind: 'locked', detail: 'no answer' }
    const lock = await start()
    expect(lock.state()).toMatchObject({ phase: 'locked', trouble: 'keychainLocked' })
    expect(await code(lock.unlock(PIN))).toBe('keychainLocked')
    keychain.trouble = null
    expect(await lock.unlock(PIN)).toMatchObject({ phase: 'open', trouble: null, wrong: 0 })
  })

  it('lets go of a forgotten PIN only with every connection', async () => {
    const { start, world, keychain } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    await lock.giveUp()
    expect(world.forgotten).toBe(0)
    lock.lock()
    world.keeps = true
    expect(await code(lock.giveUp())).toBe('keychainLocked')
    expect([lock.phase(), (await keychain.read(PIN_NAME)).kind]).toEqual(['locked', 'found'])
    world.keeps = false
    expect(await lock.giveUp()).toMatchObject({ phase: 'open', pinSet: false })
    expect([world.forgotten, (await keychain.read(PIN_NAME)).kind]).toEqual([1, 'absent'])
    expect((await start()).phase()).toBe('open')
  })

  it('opens nothing before a PIN is chosen where an administrator requires one', async () => {
    const { start, world, keychain } = desk()
    world.required = true
    keychain.trouble = { kind: 'unavailable', detail: '' }
    const lock = await start()
    expect(lock.state()).toMatchObject({ phase: 'choose', required: true, trouble: 'keychainUnavailable' })
    keychain.trouble = null
    expect((await lock.setPin(null, PIN)).phase).toBe('open')
    expect(await code(lock.removePin(PIN))).toBe('policy')
    lock.lock()
    expect((await lock.giveUp()).phase).toBe('choose')
  })

  it('tells the lock screen when a job begins or ends, and an open window nothing', async () => {
    const { start, world, told } = desk()
    const lock = await start()
    await lock.setPin(null, PIN)
    const before = told.length
    world.jobs = 2
    lock.jobsChanged()
    expect(told).toHaveLength(before)
    lock.lock()
    expect(told.at(-1)?.jobs).toBe(2)
    world.jobs = 1
    lock.jobsChanged()
    lock.jobsChanged()
    expect(told.slice(before).map(({ jobs }) => jobs)).toEqual([2, 1])
  })

  it('says nothing of the PIN or its hash to window, log or memory', async () => {
    const { start, world, told, logged, keychain } = desk()
    const lock = await start()
    await lock.setPin(null, NEW)
    lock.lock()
    await code(lock.unlock('not this one'))
    await lock.unlock(NEW)
    const kept = await keychain.read(PIN_NAME)
    const hash = kept.kind === 'found' ? kept.secret : ''
    expect(hash).toMatch(/^scrypt-/)
    const said = JSON.stringify([told, logged, world, lock])
    for (const secret of [NEW, 'not this one', hash, ...hash.split(':').slice(1)])
      expect(said).not.toContain(secret)
  })
})
