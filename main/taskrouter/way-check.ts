import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { CheckStep } from '../../preload/contract/connection'
import { isTaskRouterError, unsentError, type TaskRouterError } from './errors'
import { errorFromAnswer, errorFromFailure } from './http/error-answer'
import { textOf } from './pages/envelope'
import { toProblem } from './problem'
import { parseProxyList, routeName } from './transport/proxy'
import { failureFrom, type Transport } from './transport/transport'

export interface WayOptions {
  /** `https://taskrouter.twilio.com` and the like: where the client goes. */
  readonly origin: string
  /** PAC text for an address, as the transport gets it; left out: straight to the server. */
  readonly resolveProxy?: (url: string) => Promise<string>
  readonly lookup?: (hostname: string) => Promise<unknown>
  readonly monotonic?: () => number
}

export interface CheckedWay {
  /** Name, proxy and encryption, in this order. */
  readonly steps: readonly CheckStep[]
  /** Why the server was not reached; null when it was, whatever it then said. */
  readonly lost: TaskRouterError | null
  /** What came of the probe. */
  readonly error: TaskRouterError | null
}

/**
 * Looks at the way to the server: name, proxy, secure connection.
 * @param probe sends any request along it, and says what came of it: null where it was answered well.
 */
export async function checkWay(
  options: WayOptions,
  probe: () => Promise<TaskRouterError | null>,
): Promise<CheckedWay> {
  const monotonic = options.monotonic ?? (() => performance.now())
  const startedAt = monotonic()
  const way = await findWay(options)
  const error = await probe()
  const lost = error?.kind === 'network' ? error : null
  const lostAt = lost === null ? null : stepOf(lost)

  const step = (
    id: CheckStep['id'],
    state: CheckStep['state'],
    facts: { readonly error?: unknown; readonly detail?: string | null } = {},
  ): CheckStep => ({
    id,
    state,
    milliseconds: Math.round(monotonic() - startedAt),
    ...(facts.error === undefined ? {} : { problem: toProblem(facts.error) }),
    ...(facts.detail == null ? {} : { detail: facts.detail }),
  })

  const dns = () => {
    if (way.nameError !== null) return step('dns', 'failed', { error: way.nameError })
    if (lostAt === 'dns') return step('dns', 'failed', { error: lost })
    return step('dns', way.resolved ? 'ok' : 'skipped')
  }
  const proxy = () => {
    const detail = way.proxy
    if (way.proxyError !== null) return step('proxy', 'failed', { error: way.proxyError })
    if (lostAt === 'proxy') return step('proxy', 'failed', { error: lost, detail })
    return step('proxy', detail === null ? 'skipped' : lost === null ? 'ok' : 'unknown', { detail })
  }
  const tls = () => {
    if (lostAt === 'tls') return step('tls', 'failed', { error: lost })
    return step('tls', lost === null && options.origin.startsWith('https:') ? 'ok' : 'skipped')
  }
  return { steps: [dns(), proxy(), tls()], lost, error }
}

/** One request without credentials, for ways that nobody has signed in on yet: a refusal is an answer too. */
export async function knock(
  transport: Transport,
  {
    origin,
    userAgent,
    signal,
  }: { readonly origin: string; readonly userAgent: string; readonly signal: AbortSignal },
): Promise<TaskRouterError | null> {
  const asked = { method: 'GET', path: '/v1/Workspaces', unspeakable: [] } as const
  try {
    const answer = await transport.request({
      method: asked.method,
      url: origin + asked.path,
      headers: { accept: 'application/json', 'user-agent': userAgent },
      body: null,
      signal,
    })
    const { status, body } = answer
    return status < 300 ? null : errorFromAnswer(asked, { status, text: textOf(body) }, null)
  } catch (error) {
    return isTaskRouterError(error) ? error : errorFromFailure(asked, failureFrom(error, true))
  }
}

/** Which step a request stumbled over that got no answer. Whatever is neither name nor proxy is the connection itself. */
function stepOf({ networkCause }: TaskRouterError): 'dns' | 'proxy' | 'tls' {
  return networkCause === 'dns' || networkCause === 'proxy' ? networkCause : 'tls'
}

interface Way {
  /** The name was looked up here; false where a proxy does that, or where there is no name. */
  readonly resolved: boolean
  readonly nameError: TaskRouterError | null
  readonly proxy: string | null
  readonly proxyError: TaskRouterError | null
}

async function findWay({ origin, resolveProxy, lookup = systemLookup }: WayOptions): Promise<Way> {
  let proxy: string | null = null
  if (resolveProxy !== undefined) {
    try {
      const [route] = parseProxyList(await resolveProxy(`${origin}/`))
      proxy = route === undefined || route.via === 'direct' ? null : routeName(route)
    } catch {
      const proxyError = wayError('proxy', 'The system did not say which proxy to use')
      return { resolved: false, nameError: null, proxy: null, proxyError }
    }
  }
  const hostname = new URL(origin).hostname.replace(/^\[|\]$/g, '')
  if (proxy !== null || isIP(hostname) !== 0)
    return { resolved: false, nameError: null, proxy, proxyError: null }
  try {
    await lookup(hostname)
    return { resolved: true, nameError: null, proxy, proxyError: null }
  } catch {
    const nameError = wayError('dns', 'The name of the server could not be resolved')
    return { resolved: false, nameError, proxy, proxyError: null }
  }
}

const wayError = (networkCause: 'dns' | 'proxy', message: string): TaskRouterError =>
  unsentError({ kind: 'network', networkCause, message, request: '' })
