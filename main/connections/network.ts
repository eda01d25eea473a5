import type { ProxySetting } from '../../preload/contract/settings'
import { parseProxyAddress } from '../../preload/contract/network'
import { fetchTransport, type FetchLike } from '../taskrouter/transport/fetch-transport'
import { switchingTransport, type SwitchingTransport } from '../taskrouter/transport/switching-transport'
import type { Transport } from '../taskrouter/transport/transport'
import type { ProxyCredentials } from '../taskrouter/transport/tunnel'
import { undiciTransport } from '../taskrouter/transport/undici-transport'
import { readCertificates, type ReadFile } from './certificates'
import type { ProxyPassword } from './proxy-password'

export interface NetworkSettings {
  readonly proxy: ProxySetting
  readonly extraCa: readonly string[]
}

export interface NetworkOptions {
  readonly settings: () => NetworkSettings
  readonly password: ProxyPassword
  /** `session.resolveProxy`: what the operating system says about the way to an address, as PAC text. */
  readonly systemProxy: (url: string) => Promise<string>
  /** `net.fetch`: for the ways that only Chromium can go. */
  readonly fetch: FetchLike
  /** Lets Chromium go the same way, for the fall-back. */
  readonly tellBrowser: (proxy: ProxySetting) => Promise<void>
  readonly readFile: ReadFile
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/** The way from this computer to TaskRouter, as chosen in the settings. A change reaches every open transport at once. */
export class Network {
  readonly #options: NetworkOptions
  readonly #transports = new Set<SwitchingTransport>()
  #followed: NetworkSettings

  constructor(options: NetworkOptions) {
    this.#options = options
    this.#followed = options.settings()
    this.#tellBrowser()
  }

  /** PAC text for an address: which way a request to it takes. */
  resolveProxy(url: string): Promise<string> {
    const { proxy } = this.#options.settings()
    return proxy.mode === 'system' ? this.#options.systemProxy(url) : Promise.resolve(proxyListOf(proxy, url))
  }

  /** A transport that goes the chosen way, and another way as soon as another is chosen. */
  openTransport(): Transport {
    const transport = switchingTransport(() => this.#build())
    this.#transports.add(transport)
    return {
      request: (request) => transport.request(request),
      close: async () => {
        this.#transports.delete(transport)
        await transport.close()
      },
    }
  }

  /** To be called when the settings may have changed. */
  settingsChanged(): void {
    const before = this.#followed
    const chosen = this.#options.settings()
    this.#followed = chosen
    if (wordingOf(before) === wordingOf(chosen)) return
    if (before.proxy.address !== chosen.proxy.address || before.proxy.user !== chosen.proxy.user)
      this.#forgetPassword(before.proxy)
    this.#tellBrowser()
    this.rebuild()
  }

  /** Takes up a changed password or certificate file. */
  rebuild(): void {
    for (const transport of this.#transports) transport.rebuild()
  }

  async #build(): Promise<Transport> {
    const { proxy, extraCa } = this.#options.settings()
    const [proxyCredentials, certificates] = await Promise.all([
      this.#credentialsFor(proxy),
      readCertificates(extraCa, this.#options.readFile),
    ])
    const trusted = certificates.flatMap(({ pem }) => pem)
    for (const { file } of certificates)
      if (file.state !== 'ok') this.#options.log('network.certificate', { state: file.state })
    return undiciTransport({
      resolveProxy: (url) => this.resolveProxy(url),
      fallback: fetchTransport(this.#options.fetch),
      ...(proxyCredentials === null ? {} : { proxyCredentials }),
      ...(trusted.length === 0 ? {} : { extraCa: trusted }),
    })
  }

  /** Only the proxy that was named in the settings is told the password: a script of strangers can name any other. */
  async #credentialsFor(proxy: ProxySetting): Promise<ProxyCredentials | null> {
    if (proxy.mode !== 'explicit' || proxy.user === '') return null
    const { password } = await this.#options.password.find(proxy)
    return password === null ? null : { username: proxy.user, password }
  }

  /** Of a proxy that is no longer used. */
  #forgetPassword(proxy: ProxySetting): void {
    this.#options.password.forget(proxy).catch((error: unknown) => {
      this.#options.log('network.passwordKept', { error: textOf(error) })
    })
  }

  #tellBrowser(): void {
    this.#options.tellBrowser(this.#options.settings().proxy).catch((error: unknown) => {
      this.#options.log('network.browserFailed', { error: textOf(error) })
    })
  }
}

const wordingOf = ({ proxy, extraCa }: NetworkSettings): string => JSON.stringify([proxy, extraCa])

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What a proxy script would say for a setting other than `system`. */
export function proxyListOf(proxy: ProxySetting, url: string): string {
  if (proxy.mode !== 'explicit') return 'DIRECT'
  if (proxy.bypassLoopback && isLoopback(new URL(url).hostname)) return 'DIRECT'
  const address = parseProxyAddress(proxy.address)
  // An address that cannot be read must not turn into "no proxy": the request then fails at this one.
  if (address === null) return 'PROXY invalid.invalid:1'
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return `${address.secure ? 'HTTPS' : 'PROXY'} ${host}:${address.port}`
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
