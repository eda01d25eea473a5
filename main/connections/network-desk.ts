import type { CheckStep } from '../../preload/contract/connection'
import { MAX_CERTIFICATE_FILES, type NetworkState } from '../../preload/contract/network'
import type { SettingsState } from '../../preload/contract/settings'
import { readCertificates, type ReadFile } from './certificates'
import type { Network } from './network'
import { problemError } from './problem-error'
import type { ProxyPassword } from './proxy-password'

export interface NetworkDeskOptions {
  readonly settings: {
    state(): SettingsState
    set(change: { readonly extraCa: readonly string[] }): SettingsState
  }
  readonly network: Pick<Network, 'rebuild'>
  readonly password: ProxyPassword
  /** Asks the supervisor for a certificate file; null when they changed their mind. */
  readonly chooseFile: () => Promise<string | null>
  readonly readFile: ReadFile
  /** Tries the way to TaskRouter without signing in. */
  readonly check: () => Promise<readonly CheckStep[]>
}

/** What the window may ask about the way to TaskRouter. Secrets and file choices end here. */
export class NetworkDesk {
  readonly #options: NetworkDeskOptions

  constructor(options: NetworkDeskOptions) {
    this.#options = options
  }

  async state(): Promise<NetworkState> {
    const { proxy, extraCa } = this.#settings()
    const [{ keeping }, certificates] = await Promise.all([
      this.#options.password.find(proxy),
      readCertificates(extraCa, this.#options.readFile),
    ])
    return { password: keeping, certificates: certificates.map(({ file }) => file) }
  }

  /** Rejects with ProblemError: `invalid` without a proxy and user to go with it, or as the keychain fails. */
  async setPassword(password: string): Promise<NetworkState> {
    await this.#options.password.keep(this.#settings().proxy, password)
    this.#options.network.rebuild()
    return this.state()
  }

  /** Rejects with ProblemError when the keychain still holds it. */
  async forgetPassword(): Promise<NetworkState> {
    await this.#options.password.forget(this.#settings().proxy)
    this.#options.network.rebuild()
    return this.state()
  }

  /** Rejects with ProblemError: `policy` where an administrator decides, `invalid` for a file that is no certificate. */
  async addCertificate(): Promise<NetworkState> {
    this.#requireOwnChoice()
    const path = await this.#options.chooseFile()
    if (path === null || this.#settings().extraCa.includes(path)) return this.state()
    const [read] = await readCertificates([path], this.#options.readFile)
    if (read?.file.state === 'expired')
      throw problemError('invalid', 'The certificate in this file has expired.')
    if (read?.file.state !== 'ok')
      throw problemError('invalid', 'This file holds no certificate in PEM or DER form.')
    const { extraCa } = this.#settings()
    if (extraCa.length >= MAX_CERTIFICATE_FILES)
      throw problemError('invalid', 'No more certificate files can be added.')
    this.#options.settings.set({ extraCa: [...extraCa, path] })
    return this.state()
  }

  /** Rejects with ProblemError `policy` where an administrator decides. */
  async removeCertificate(path: string): Promise<NetworkState> {
    this.#requireOwnChoice()
    this.#options.settings.set({ extraCa: this.#settings().extraCa.filter((each) => each !== path) })
    return this.state()
  }

  check(): Promise<readonly CheckStep[]> {
    return this.#options.check()
  }

  #settings() {
    return this.#options.settings.state().settings
  }

  #requireOwnChoice(): void {
    if (this.#options.settings.state().locked.includes('extraCa'))
      throw problemError('policy', 'Certificates are chosen by your administrator.')
  }
}
