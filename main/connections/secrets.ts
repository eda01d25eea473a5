import type { ConnectionSummary } from '../../preload/contract/connection'
import type { Problem } from '../../preload/contract/envelope'
import type { CredentialVault, VaultTrouble } from '../vault/api'
import { ProblemError, problemError } from './problem-error'

export type Keeping = ConnectionSummary['keeping']

/** What identifies a secret: the user of the request and the region its credentials belong to. */
export interface SecretOwner {
  readonly accountSid: string
  readonly keySid: string | null
  readonly region: string
}

/** One item per credential, shared by all connections that use it: workspaces of one account have one key. */
const secretName = (owner: SecretOwner): string =>
  [owner.accountSid, ...(owner.keySid === null ? [] : [owner.keySid]), owner.region].join('/')

export const sameSecret = (one: SecretOwner, other: SecretOwner): boolean =>
  secretName(one) === secretName(other)

const PROBLEMS: Readonly<Record<VaultTrouble['kind'], Problem>> = {
  locked: {
    code: 'keychainLocked',
    message: 'The keychain of this computer is locked or did not answer. Unlock it and try again.',
  },
  unavailable: {
    code: 'keychainUnavailable',
    message:
      'This computer has no keychain that the console can use. Enter the credentials again for this session.',
  },
  failed: { code: 'keychainFailed', message: 'The keychain of this computer refused to work.' },
}

/** What the window is told of a keychain's trouble. */
export const vaultProblem = ({ kind }: Pick<VaultTrouble, 'kind'>): ProblemError =>
  new ProblemError(PROBLEMS[kind])

export interface FoundSecret {
  readonly secret: string
  readonly keeping: Keeping
}

export type KeychainState = 'available' | 'unavailable' | 'unknown'

export interface SecretsOptions {
  readonly keychain: CredentialVault
  readonly memory: CredentialVault
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/** Keeps secrets in the keychain, and where there is none in memory for this session; never in a file. */
export class Secrets {
  readonly #options: SecretsOptions
  #keychainState: KeychainState = 'unknown'

  constructor(options: SecretsOptions) {
    this.#options = options
  }

  /** What the keychain has shown of itself so far. */
  keychainState(): KeychainState {
    return this.#keychainState
  }

  /** Asks the keychain for an item that cannot exist, to learn whether there is one. */
  async probe(): Promise<KeychainState> {
    this.#observe(await this.#options.keychain.read('probe'))
    return this.#keychainState
  }

  /** @returns where the secret is kept now. Rejects with ProblemError when the keychain is there but locked or broken. */
  keep(owner: SecretOwner, secret: string): Promise<Keeping> {
    return this.keepAs(secretName(owner), secret)
  }

  /** Rejects with ProblemError: locked, unavailable, failed, or `notSignedIn` when there is no such secret any more. */
  async find(owner: SecretOwner): Promise<FoundSecret> {
    const found = await this.findAs(secretName(owner))
    if (found === null)
      throw problemError(
        'notSignedIn',
        'The secret of this connection is no longer in the keychain. Enter it again.',
      )
    return found
  }

  /** Forgets the secret in memory and in the keychain. Rejects with ProblemError when the keychain still holds it. */
  forget(owner: SecretOwner): Promise<void> {
    return this.forgetAs(secretName(owner))
  }

  /** As `keep`, for a secret that belongs to no connection. */
  async keepAs(name: string, secret: string): Promise<Keeping> {
    const written = await this.#options.keychain.write(name, secret)
    this.#observe(written)
    if (written.kind === 'stored') {
      await this.#options.memory.remove(name)
      return 'keychain'
    }
    if (written.kind === 'tooLarge')
      throw problemError('keychainFailed', 'The secret is too long for a keychain.')
    this.#options.log('keychain.writeFailed', { kind: written.kind, detail: written.detail })
    if (written.kind !== 'unavailable') throw vaultProblem(written)
    await this.#options.memory.write(name, secret)
    return 'sessionOnly'
  }

  /** Null: there is none of that name. Rejects with ProblemError: locked, unavailable, failed. */
  async findAs(name: string): Promise<FoundSecret | null> {
    const remembered = await this.#options.memory.read(name)
    if (remembered.kind === 'found') return { secret: remembered.secret, keeping: 'sessionOnly' }
    const read = await this.#options.keychain.read(name)
    this.#observe(read)
    if (read.kind === 'found') return { secret: read.secret, keeping: 'keychain' }
    if (read.kind === 'absent') return null
    this.#options.log('keychain.readFailed', { kind: read.kind, detail: read.detail })
    throw vaultProblem(read)
  }

  /** As `forget`. */
  async forgetAs(name: string): Promise<void> {
    const inMemory = await this.#options.memory.remove(name)
    const removed = await this.#options.keychain.remove(name)
    this.#observe(removed)
    if (removed.kind === 'removed' || removed.kind === 'absent') return
    this.#options.log('keychain.removeFailed', { kind: removed.kind, detail: removed.detail })
    // Without a keychain the secret was only ever in memory, and is gone from there.
    if (removed.kind === 'unavailable' && inMemory.kind === 'removed') return
    throw vaultProblem(removed)
  }

  #observe(outcome: { readonly kind: string }): void {
    if (outcome.kind === 'unavailable') this.#keychainState = 'unavailable'
    else if (['found', 'absent', 'stored', 'removed'].includes(outcome.kind))
      this.#keychainState = 'available'
  }
}
