import { isTooLarge, type CredentialVault, type VaultRead, type VaultRemove, type VaultWrite } from './api'

/** Secrets of this session only: practice workspaces, and machines without a keychain. Gone when the program ends. */
export class MemoryVault implements CredentialVault {
  readonly #secrets = new Map<string, string>()

  read(name: string): Promise<VaultRead> {
    const secret = this.#secrets.get(name)
    return Promise.resolve(secret === undefined ? { kind: 'absent' } : { kind: 'found', secret })
  }

  write(name: string, secret: string): Promise<VaultWrite> {
    if (isTooLarge(secret)) return Promise.resolve({ kind: 'tooLarge' })
    this.#secrets.set(name, secret)
    return Promise.resolve({ kind: 'stored' })
  }

  remove(name: string): Promise<VaultRemove> {
    return Promise.resolve({ kind: this.#secrets.delete(name) ? 'removed' : 'absent' })
  }
}
