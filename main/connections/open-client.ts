import type { CheckStep } from '../../preload/contract/connection'
import type { TaskRouterClient } from '../taskrouter/api'
import { createTaskRouterClient } from '../taskrouter/client'
import { checkConnection } from '../taskrouter/connection-check'
import { originOf, type HostOptions } from '../taskrouter/http/hosts'
import { fetchTransport, type FetchLike } from '../taskrouter/transport/fetch-transport'
import { undiciTransport } from '../taskrouter/transport/undici-transport'
import type { Access } from './access'

export interface ClientOptions {
  /** `TASKROUTER_BASE_URL`: for tests and private proxies; https, or http on loopback. The client refuses others. */
  readonly baseUrl: string | null
  readonly userAgent: string
  /** `session.resolveProxy`: what the operating system says about the way to an address. */
  readonly resolveProxy: (url: string) => Promise<string>
  /** `net.fetch`: for the ways that only Chromium can go. */
  readonly fetch: FetchLike
  readonly log: (event: string, facts: Readonly<Record<string, string | number | null>>) => void
}

/** The server that an access leads to, as the client options name it. */
export function hostOf(access: Pick<Access, 'region' | 'practiceUrl'>, baseUrl: string | null): HostOptions {
  const address = access.practiceUrl ?? baseUrl
  return { region: access.region, ...(address === null ? {} : { baseUrl: address }) }
}

/** Opens clients; nothing is sent until one is asked something. */
export function clientOpener(options: ClientOptions): (access: Access) => TaskRouterClient {
  const { resolveProxy, userAgent } = options
  return (access) =>
    createTaskRouterClient({
      credentials: { user: access.keySid ?? access.accountSid, password: access.secret },
      ...hostOf(access, options.baseUrl),
      // The practice workspace is in this very program: no proxy lies between.
      transport:
        access.practiceUrl === null
          ? undiciTransport({ resolveProxy, fallback: fetchTransport(options.fetch) })
          : undiciTransport(),
      userAgent,
      onAnomaly: (anomaly) => {
        options.log('taskrouter.anomaly', { ...anomaly })
      },
    })
}

/** Checks everything that a connection needs, with a client of its own. */
export function connectionChecker(
  openClient: (access: Access) => TaskRouterClient,
  { baseUrl, resolveProxy }: Pick<ClientOptions, 'baseUrl' | 'resolveProxy'>,
): (access: Access, signal: AbortSignal) => Promise<readonly CheckStep[]> {
  return async (access, signal) => {
    const client = openClient(access)
    const origin = originOf(hostOf(access, baseUrl))
    try {
      return await checkConnection({
        client,
        origin,
        workspaceSid: access.workspaceSid,
        resolveProxy,
        signal,
      })
    } finally {
      await client.close()
    }
  }
}
