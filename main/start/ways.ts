import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, net, session as electronSession, type Session } from 'electron'
import { Network } from '../connections/network'
import type { ClientOptions } from '../connections/open-client'
import { ProxyPassword } from '../connections/proxy-password'
import type { Secrets } from '../connections/secrets'
import type { SettingsStore } from '../settings/settings-store'
import { browserProxy } from '../shell/browser-proxy'
import type { Log } from '../shell/log'
import { startPageWorker } from '../taskrouter/pages/page-thread'
import type { FetchLike } from '../taskrouter/transport/fetch-transport'
import { UPDATE_PARTITION } from '../updates'

export interface Ways {
  readonly network: Network
  readonly password: ProxyPassword
  /** What a client of TaskRouter is opened with. */
  readonly way: ClientOptions
}

/** The ways to TaskRouter: proxy, certificates, host, and the thread that parses large pages. */
export function openWays(parts: {
  readonly settings: SettingsStore
  readonly secrets: Secrets
  /** The window's session: it knows the system's proxy. */
  readonly window: Session
  /** The built main process. */
  readonly folder: string
  readonly baseUrl: string | null
  readonly log: Log
  readonly logRequest: Log
}): Ways {
  const { settings, window, log } = parts
  const password = new ProxyPassword(parts.secrets)
  const network = new Network({
    settings: () => settings.state().settings,
    password,
    systemProxy: (url) => window.resolveProxy(url),
    fetch: (url: string, init: Parameters<FetchLike>[1]) => net.fetch(url, init),
    tellBrowser: async (proxy) => {
      const updating = electronSession.fromPartition(UPDATE_PARTITION, { cache: false })
      await Promise.all([window, updating].map((each) => each.setProxy(browserProxy(proxy))))
    },
    readFile,
    log,
  })
  const way = {
    baseUrl: parts.baseUrl,
    userAgent: `taskrouter-supervisor-console/${app.getVersion()}`,
    network,
    startPageWorker: () => startPageWorker(join(parts.folder, 'page-thread.cjs'), log),
    log,
    logRequest: parts.logRequest,
  }
  return { network, password, way }
}
