import type { CheckStep } from '../../preload/contract/connection'
import type { TaskRouterClient } from '../taskrouter/api'
import { createTaskRouterClient } from '../taskrouter/client'
import { checkConnection } from '../taskrouter/connection-check'
import { originOf, type HostOptions } from '../taskrouter/http/hosts'
import type { PageWorker } from '../taskrouter/pages/page-thread'
import { undiciTransport } from '../taskrouter/transport/undici-transport'
import { checkWay, knock } from '../taskrouter/way-check'
import type { Access } from './access'
import type { Network } from './network'

type Facts = Readonly<Record<string, string | number | null>>

export interface ClientOptions {
  /** `TASKROUTER_BASE_URL`: for tests and private proxies; https, or http on loopback. The client refuses others. */
  readonly baseUrl: string | null
  readonly userAgent: string
  readonly network: Pick<Network, 'openTransport' | 'resolveProxy'>
  /** Starts the thread that parses large answers. */
  readonly startPageWorker?: () => PageWorker
  readonly log: (event: string, facts: Facts) => void
  /** Told of every request: method, path, status, time; never of queries, bodies or credentials. */
  readonly logRequest: (event: string, facts: Facts) => void
}

/** The server that an access leads to, as the client options name it. */
export function hostOf(access: Pick<Access, 'region' | 'practiceUrl'>, baseUrl: string | null): HostOptions {
  const address = access.practiceUrl ?? baseUrl
  return { region: access.region, ...(address === null ? {} : { baseUrl: address }) }
}

/** Opens clients; nothing is sent until one is asked something. */
export function clientOpener(options: ClientOptions): (access: Access) => TaskRouterClient {
  const { startPageWorker } = options
  return (access) =>
    createTaskRouterClient({
      credentials: { user: access.keySid ?? access.accountSid, password: access.secret },
      accountSid: access.accountSid,
      ...hostOf(access, options.baseUrl),
      // The practice workspace is in this very program: no proxy lies between.
      transport: access.practiceUrl === null ? options.network.openTransport() : undiciTransport(),
      userAgent: options.userAgent,
      log: (line) => {
        options.logRequest('taskrouter.request', { ...line })
      },
      ...(startPageWorker === undefined ? {} : { startPageWorker }),
      onAnomaly: (anomaly) => {
        options.log('taskrouter.anomaly', { ...anomaly })
      },
    })
}

/** Checks everything that a connection needs, with a client of its own. */
export function connectionChecker(
  openClient: (access: Access) => TaskRouterClient,
  { baseUrl, network }: Pick<ClientOptions, 'baseUrl' | 'network'>,
  callCheck: () => boolean,
): (access: Access, signal: AbortSignal) => Promise<readonly CheckStep[]> {
  return async (access, signal) => {
    const client = openClient(access)
    try {
      return await checkConnection({
        client,
        origin: originOf(hostOf(access, baseUrl)),
        workspaceSid: access.workspaceSid,
        callCheck: callCheck(),
        resolveProxy: (url) => network.resolveProxy(url),
        signal,
      })
    } finally {
      await client.close()
    }
  }
}

/** Patience for an answer to a knock, ms. */
const KNOCK_TIMEOUT_MS = 20_000

/**
 * Checks the way alone, without signing in: for settings that are changed before there is a connection.
 * @param region of the connection in use, if there is one
 */
export function wayChecker({
  baseUrl,
  network,
  userAgent,
}: Pick<ClientOptions, 'baseUrl' | 'network' | 'userAgent'>): (
  region: string,
) => Promise<readonly CheckStep[]> {
  return async (region) => {
    const origin = originOf(hostOf({ region, practiceUrl: null }, baseUrl))
    const transport = network.openTransport()
    try {
      const signal = AbortSignal.timeout(KNOCK_TIMEOUT_MS)
      const way = await checkWay({ origin, resolveProxy: (url) => network.resolveProxy(url) }, () =>
        knock(transport, { origin, userAgent, signal }),
      )
      return way.steps
    } finally {
      await transport.close()
    }
  }
}
