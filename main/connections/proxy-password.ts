import type { PasswordKeeping } from '../../preload/contract/network'
import type { ProxySetting } from '../../preload/contract/settings'
import { ProblemError, problemError } from './problem-error'
import type { Secrets } from './secrets'

type Proxy = Pick<ProxySetting, 'address' | 'user'>

/**
 * The password belongs to one user of one proxy: whoever changes the address in the settings gets nothing of what was
 * entered for another.
 */
const nameOf = ({ address, user }: Proxy): string => `proxy/${user}@${address.toLowerCase()}`

const isNamed = ({ address, user }: Proxy): boolean => address !== '' && user !== ''

/** Keeps the password of the explicit proxy where the connections' secrets are: keychain, else this session's memory. */
export class ProxyPassword {
  readonly #secrets: Pick<Secrets, 'keepAs' | 'findAs' | 'forgetAs'>

  constructor(secrets: Pick<Secrets, 'keepAs' | 'findAs' | 'forgetAs'>) {
    this.#secrets = secrets
  }

  /** Never rejects; a keychain that does not answer is `locked`. */
  async find(proxy: Proxy): Promise<{ readonly password: string | null; readonly keeping: PasswordKeeping }> {
    if (!isNamed(proxy)) return { password: null, keeping: 'none' }
    try {
      const found = await this.#secrets.findAs(nameOf(proxy))
      return found === null
        ? { password: null, keeping: 'none' }
        : { password: found.secret, keeping: found.keeping }
    } catch (error) {
      return { password: null, keeping: isWithoutKeychain(error) ? 'none' : 'locked' }
    }
  }

  /** Rejects with ProblemError: `invalid` where the settings name no proxy or user, or as the keychain fails. */
  async keep(proxy: Proxy, password: string): Promise<void> {
    if (!isNamed(proxy))
      throw problemError('invalid', 'Enter the address of the proxy and the user name first.')
    await this.#secrets.keepAs(nameOf(proxy), password)
  }

  /** Rejects with ProblemError when the keychain still holds it. */
  async forget(proxy: Proxy): Promise<void> {
    if (!isNamed(proxy)) return
    try {
      await this.#secrets.forgetAs(nameOf(proxy))
    } catch (error) {
      if (!isWithoutKeychain(error)) throw error
    }
  }
}

const isWithoutKeychain = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'keychainUnavailable'
