import {
  isTooLarge,
  type CredentialVault,
  type VaultRead,
  type VaultRemove,
  type VaultTrouble,
  type VaultWrite,
} from './api'
import { troubleOf } from './trouble'

export const KEYCHAIN_SERVICE = 'com.supervisorconsole.taskrouter'

/** The part of keytar that is used. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

export interface KeytarVaultOptions {
  /** Loads the native module; called once, at the first use, so that a missing library cannot stop the start. */
  readonly load: () => Promise<Keytar>
  readonly service?: string
  /** A keychain that has not answered by then is taken for locked, ms. */
  readonly timeoutMs?: number
}

/** The operating system's keychain: Keychain, Credential Manager, or the Secret Service. */
export class KeytarVault implements CredentialVault {
  readonly #load: () => Promise<Keytar>
  readonly #service: string
  readonly #timeoutMs: number
  #keytar: Promise<Keytar> | null = null

  constructor(options: KeytarVaultOptions) {
    this.#load = options.load
    this.#service = options.service ?? KEYCHAIN_SERVICE
    this.#timeoutMs = options.timeoutMs ?? 5000
  }

  read(name: string): Promise<VaultRead> {
    return this.#ask<VaultRead>(async (keytar) => {
      const secret = await keytar.getPassword(this.#service, name)
      return secret === null ? { kind: 'absent' } : { kind: 'found', secret }
    })
  }

  async write(name: string, secret: string): Promise<VaultWrite> {
    if (isTooLarge(secret)) return { kind: 'tooLarge' }
    return this.#ask<VaultWrite>(async (keytar) => {
      await keytar.setPassword(this.#service, name, secret)
      return { kind: 'stored' }
    })
  }

  remove(name: string): Promise<VaultRemove> {
    return this.#ask<VaultRemove>(async (keytar) =>
      (await keytar.deletePassword(this.#service, name)) ? { kind: 'removed' } : { kind: 'absent' },
    )
  }

  async #ask<T>(question: (keytar: Keytar) => Promise<T>): Promise<T | VaultTrouble> {
    const loaded = await this.#loaded()
    if ('kind' in loaded) return loaded
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<VaultTrouble>((resolve) => {
      timer = setTimeout(() => {
        resolve({ kind: 'locked', detail: `no answer within ${this.#timeoutMs} ms` })
      }, this.#timeoutMs)
    })
    try {
      return await Promise.race([question(loaded.keytar), late])
    } catch (error) {
      return troubleOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  async #loaded(): Promise<{ readonly keytar: Keytar } | VaultTrouble> {
    try {
      this.#keytar ??= this.#load()
      return { keytar: await this.#keytar }
    } catch (error) {
      // Tried again at the next use: the library may have been installed meanwhile.
      this.#keytar = null
      return { kind: 'unavailable', detail: troubleOf(error).detail }
    }
  }
}
