import { rootCertificates } from 'node:tls'
import { Pool, type Dispatcher } from 'undici'
import { BodyPieces } from './body-pieces'
import { parseProxyList, routeName, type Route } from './proxy'
import { tunnelConnector, type ProxyCredentials } from './tunnel'
import {
  failureFrom,
  TransportFailure,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from './transport'

export interface UndiciTransportOptions {
  /** Sockets per server; at least the scheduler's highest concurrency. Default 32. */
  readonly connections?: number
  /** Wait for a connection, default 10 s. */
  readonly connectTimeoutMs?: number
  /** Wait for the head of the answer, and between two pieces of its body. Default 30 s. */
  readonly timeoutMs?: number
  /** The whole request at most, so that an answer that drips for ever ends. Default 90 s. */
  readonly totalTimeoutMs?: number
  /** Default 64 MiB: a page of 1,000 workflows may be large. */
  readonly maxResponseBytes?: number
  /** Told to every proxy on the way: only to be given where the proxy was named by the supervisor. */
  readonly proxyCredentials?: ProxyCredentials
  /** Which way a URL takes, as PAC text (`session.resolveProxy`). Left out: straight to the server. */
  readonly resolveProxy?: (url: string) => Promise<string>
  /** PEM certificates trusted besides the built-in ones. */
  readonly extraCa?: readonly string[]
  /** Goes the ways that this transport cannot: SOCKS, and proxies that want NTLM or Kerberos. */
  readonly fallback?: Transport
}

/** How long one answer of the system about its proxy is believed. */
const PROXY_MEMORY_MS = 30_000

/** The default transport: keep-alive pools over undici, one per server and way to it. */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const pools = new Map<string, Pool>()
  const resolved = new Map<string, { readonly routes: readonly Route[]; readonly until: number }>()
  const ca = options.extraCa === undefined ? undefined : [...rootCertificates, ...options.extraCa]
  let closed = false

  async function routesTo(origin: string): Promise<readonly Route[]> {
    if (options.resolveProxy === undefined) return [{ via: 'direct' }]
    const known = resolved.get(origin)
    if (known !== undefined && known.until > performance.now()) return known.routes
    let list: string
    try {
      list = await options.resolveProxy(`${origin}/`)
    } catch {
      throw new TransportFailure('proxy', false, 'lookup')
    }
    const routes = parseProxyList(list)
    resolved.set(origin, { routes, until: performance.now() + PROXY_MEMORY_MS })
    return routes
  }

  function poolFor(origin: string, route: Exclude<Route, { via: 'unsupported' }>): Pool {
    const key = `${origin} ${routeName(route)}`
    const existing = pools.get(key)
    if (existing !== undefined) return existing
    const timeoutMs = options.connectTimeoutMs ?? 10_000
    const pool = new Pool(origin, {
      connections: options.connections ?? 32,
      headersTimeout: options.timeoutMs ?? 30_000,
      bodyTimeout: options.timeoutMs ?? 30_000,
      keepAliveTimeout: 15_000,
      keepAliveMaxTimeout: 60_000,
      connect:
        route.via === 'proxy'
          ? tunnelConnector({ route, credentials: options.proxyCredentials, ca, timeoutMs })
          : { timeout: timeoutMs, ...(ca === undefined ? {} : { ca }) },
    })
    pools.set(key, pool)
    return pool
  }

  async function along(route: Route, request: TransportRequest): Promise<TransportResponse> {
    if (route.via === 'unsupported') {
      if (options.fallback === undefined) throw new TransportFailure('proxy', false, route.scheme)
      return options.fallback.request(request)
    }
    const url = new URL(request.url)
    try {
      return await dispatchOnce(poolFor(url.origin, route), url, request, options)
    } catch (error) {
      const failure = failureFrom(error, true)
      const wantsOtherScheme =
        failure.reason === 'proxy' && /HTTP 407 (NTLM|Negotiate)/i.test(failure.detail ?? '')
      if (wantsOtherScheme && !failure.sent && options.fallback !== undefined)
        return options.fallback.request(request)
      throw failure
    }
  }

  return {
    async request(request) {
      if (closed) throw new TransportFailure('aborted', false)
      const routes = await routesTo(new URL(request.url).origin)
      let failure = new TransportFailure('proxy', false)
      for (const route of routes) {
        try {
          return await along(route, request)
        } catch (error) {
          failure = failureFrom(error, true)
          // The next way is tried only where this one certainly did not carry the request.
          if (failure.sent || failure.reason === 'aborted' || failure.reason === 'tls') break
        }
      }
      throw failure
    },
    async close() {
      closed = true
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
      pools.clear()
      await options.fallback?.close()
    },
  }
}

/**
 * undici's low-level interface, because it alone tells when a request was given to a socket: before that moment a failure
 * means "not sent".
 */
function dispatchOnce(
  pool: Pool,
  url: URL,
  { method, headers, body, signal }: TransportRequest,
  { maxResponseBytes = 64 * 1024 * 1024, totalTimeoutMs = 90_000 }: UndiciTransportOptions,
): Promise<TransportResponse> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new TransportFailure('aborted', false))
      return
    }
    let sent = false
    let settled = false
    let abort: (() => void) | null = null
    let status = 0
    let received = 0
    let responseHeaders: ReadonlyMap<string, string> = new Map()
    let pieces = new BodyPieces()

    const settle = (finish: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      finish()
    }
    const stop = (reason: 'aborted' | 'timeout' | 'tooLarge') => {
      settle(() => reject(new TransportFailure(reason, sent)))
      abort?.()
    }
    const giveUp = () => stop('aborted')
    const timer = setTimeout(() => stop('timeout'), totalTimeoutMs)
    signal.addEventListener('abort', giveUp, { once: true })

    const handler: Dispatcher.DispatchHandlers = {
      onConnect(abortRequest) {
        abort = abortRequest
        if (settled) abortRequest()
        else sent = true
      },
      onHeaders(statusCode, rawHeaders) {
        if (statusCode >= 200) {
          status = statusCode
          responseHeaders = readHeaders(rawHeaders)
          pieces = new BodyPieces(announced(responseHeaders), maxResponseBytes)
        }
        return true
      },
      onData(chunk) {
        received += chunk.length
        if (received > maxResponseBytes) {
          stop('tooLarge')
          return false
        }
        pieces.add(chunk)
        return true
      },
      onComplete() {
        settle(() => resolve({ status, headers: responseHeaders, body: pieces.whole() }))
      },
      onError(error) {
        settle(() => reject(failureFrom(error, sent)))
      },
    }
    try {
      pool.dispatch({ path: url.pathname + url.search, method, headers: { ...headers }, body }, handler)
    } catch (error) {
      settle(() => reject(failureFrom(error, false)))
    }
  })
}

function readHeaders(raw: readonly (Buffer | string)[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.set(String(raw[i]).toLowerCase(), String(raw[i + 1]))
  }
  return headers
}

/** Bytes of the body as announced; null where it comes in chunks of unknown number. */
function announced(headers: ReadonlyMap<string, string>): number | null {
  const length = headers.get('content-length') ?? ''
  return /^\d{1,15}$/.test(length) ? Number(length) : null
}
