import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SECRET_LIMIT, type CredentialVault } from '../../../main/vault/api'
import { KeytarVault, type Keytar } from '../../../main/vault/keytar-vault'
import { MemoryVault } from '../../../main/vault/memory-vault'

class FakeKeytar implements Keytar {
  readonly items = new Map<string, string>()
  getPassword(service: string, account: string) {
    return Promise.resolve(this.items.get(`${service} ${account}`) ?? null)
  }
  setPassword(service: string, account: string, password: string) {
    this.items.set(`${service} ${account}`, password)
    return Promise.resolve()
  }
  deletePassword(service: string, account: string) {
    return Promise.resolve(this.items.delete(`${service} ${account}`))
  }
}

const twins: readonly (readonly [string, () => CredentialVault])[] = [
  ['KeytarVault', () => new KeytarVault({ load: () => Promise.resolve(new FakeKeytar()) })],
  ['MemoryVault', () => new MemoryVault()],
]

describe.each(twins)('%s', (_name, create) => {
  it('keeps, finds and forgets', async () => {
    const vault = create()
    expect(await vault.read('a')).toEqual({ kind: 'absent' })
    expect(await vault.write('a', 'secret')).toEqual({ kind: 'stored' })
    expect(await vault.read('a')).toEqual({ kind: 'found', secret: 'secret' })
    expect(await vault.read('b')).toEqual({ kind: 'absent' })
    expect(await vault.remove('a')).toEqual({ kind: 'removed' })
    expect(await vault.remove('a')).toEqual({ kind: 'absent' })
  })

  it('refuses more bytes than every platform can keep', async () => {
    const vault = create()
    expect(await vault.write('a', 'x'.repeat(SECRET_LIMIT))).toEqual({ kind: 'stored' })
    expect(await vault.write('a', 'é'.repeat(SECRET_LIMIT / 2 + 1))).toEqual({ kind: 'tooLarge' })
  })
})

describe('KeytarVault', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('takes a keychain that does not answer for locked', async () => {
    const silent = new FakeKeytar()
    silent.getPassword = () => new Promise(() => undefined)
    const answer = new KeytarVault({ load: () => Promise.resolve(silent) }).read('a')
    await vi.advanceTimersByTimeAsync(4999)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toMatchObject({ kind: 'locked' })
  })

  it('never rejects, and never takes an error for "there is none"', async () => {
    const broken = new FakeKeytar()
    broken.getPassword = () => Promise.reject(new Error('something new'))
    broken.setPassword = () => Promise.reject(new Error('Prompt was dismissed'))
    const vault = new KeytarVault({ load: () => Promise.resolve(broken) })
    expect(await vault.read('a')).toEqual({ kind: 'failed', detail: 'something new' })
    expect(await vault.write('a', 's')).toMatchObject({ kind: 'locked' })
  })

  it('says unavailable when the module cannot be loaded, and tries again the next time', async () => {
    const load = vi
      .fn<() => Promise<Keytar>>()
      .mockRejectedValueOnce(new Error('libsecret-1.so.0: cannot open shared object file'))
      .mockResolvedValue(new FakeKeytar())
    const vault = new KeytarVault({ load })
    expect(await vault.read('a')).toMatchObject({ kind: 'unavailable' })
    expect(await vault.read('a')).toEqual({ kind: 'absent' })
    expect(load).toHaveBeenCalledTimes(2)
  })
})
