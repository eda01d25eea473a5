import { TransportFailure, type Transport, type TransportCause } from './transport'

/** As much of `fetch` as is needed; Electron's `net.fetch` fits. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: string
    readonly signal: AbortSignal
    readonly redirect: 'error'
    readonly credentials: 'omit'
    readonly cache: 'no-store'
  },
) => Promise<{
  readonly status: number
  readonly headers: { forEach(callback: (value: string, name: string) => void): void }
  arrayBuffer(): Promise<ArrayBuffer>
}>

export interface FetchTransportOptions {
  /** The whole request at most. Default 60 s. */
  readonly timeoutMs?: number
  /** Default 64 MiB. */
  readonly maxResponseBytes?: number
}

/**
 * The fall-back over Chromium's network stack, for proxies that want NTLM or Kerberos and for certificates that only the
 * operating system knows. Slower than undici (six sockets per server), but it goes wherever the browser goes.
 */
export function fetchTransport(fetch: FetchLike, options: FetchTransportOptions = {}): Transport {
  const { timeoutMs = 60_000, maxResponseBytes = 64 * 1024 * 1024 } = options
  const closing = new AbortController()
  return {
    async request({ method, url, headers, body, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs)
      const stop = new AbortController()
      const giveUp = () => stop.abort()
      for (const source of [signal, timeout, closing.signal]) {
        if (source.aborted) stop.abort()
        source.addEventListener('abort', giveUp, { once: true })
      }
      if (stop.signal.aborted) throw new TransportFailure('aborted', false)
      try {
        const response = await fetch(url, {
          method,
          headers: { ...headers },
          ...(body === null ? {} : { body }),
          signal: stop.signal,
          redirect: 'error',
          credentials: 'omit',
          cache: 'no-store',
        })
        const names = new Map<string, string>()
        response.headers.forEach((value, name) => names.set(name.toLowerCase(), value))
        const bytes = new Uint8Array(await response.arrayBuffer())
        if (bytes.byteLength > maxResponseBytes) throw new TransportFailure('tooLarge', true)
        return { status: response.status, headers: names, body: bytes }
      } catch (error) {
        if (error instanceof TransportFailure) throw error
        if (signal.aborted || closing.signal.aborted) throw new TransportFailure('aborted', true)
        if (timeout.aborted) throw new TransportFailure('timeout', true)
        throw failureFromChromium(error)
      } finally {
        for (const source of [signal, timeout, closing.signal]) source.removeEventListener('abort', giveUp)
      }
    },
    close() {
      closing.abort()
      return Promise.resolve()
    },
  }
}

/** Chromium's own words for failures that happen before a request leaves, and what they mean. */
const BEFORE_SENDING: readonly (readonly [pattern: RegExp, cause: TransportCause])[] = [
  [/ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_ICANN_NAME_COLLISION/, 'dns'],
  [/ERR_(PROXY|TUNNEL|SOCKS|MANDATORY_PROXY|NO_SUPPORTED_PROXIES|UNEXPECTED_PROXY)\w*/, 'proxy'],
  [/ERR_(CERT|SSL|BAD_SSL)\w*/, 'tls'],
  [/ERR_(CONNECTION_REFUSED|CONNECTION_FAILED|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED)/, 'refused'],
  [/ERR_CONNECTION_TIMED_OUT/, 'timeout'],
]

function failureFromChromium(error: unknown): TransportFailure {
  const text = error instanceof Error ? error.message : ''
  const word = /ERR_[A-Z0-9_]+/.exec(text)?.[0] ?? null
  if (word !== null) {
    for (const [pattern, cause] of BEFORE_SENDING) {
      if (pattern.test(word)) return new TransportFailure(cause, false, word)
    }
    if (/ERR_(CONNECTION|EMPTY_RESPONSE|NETWORK)/.test(word)) return new TransportFailure('reset', true, word)
    if (/TIMED_OUT/.test(word)) return new TransportFailure('timeout', true, word)
  }
  return new TransportFailure('other', true, word)
}
