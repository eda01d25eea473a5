import type { BudgetSnapshot, TaskRouterClient } from './api'
import { answered, createCalls } from './calls'
import { systemClock, type Clock } from './clock'
import { decodeCall } from './decode/call'
import { decodeWorkspace } from './decode/resources'
import { invalidError } from './http/error-answer'
import { callOriginOf, callPath, originOf, type HostOptions } from './http/hosts'
import type { Anomaly } from './http/paging'
import { createRequester, type RequestLog } from './http/requester'
import { DEFAULT_RETRY_LIMITS, type RetryLimits } from './http/retry'
import { createServerClock } from './http/server-clock'
import { parseJson } from './pages/envelope'
import { createPageReader } from './pages/page-reader'
import type { PageWorker } from './pages/page-thread'
import { pairsOf } from './queries'
import { createLanePacer } from './scheduler/lanes'
import { createScheduler, DEFAULT_SCHEDULER_SETTINGS, type SchedulerSettings } from './scheduler/scheduler'
import type { Transport } from './transport/transport'
import { undiciTransport } from './transport/undici-transport'
import { createWorkspaceApi } from './workspace-api'

export interface Credentials {
  /** `AC…` with an auth token, or `SK…` with the key's secret. */
  readonly user: string
  readonly password: string
}

export interface TaskRouterClientOptions extends HostOptions {
  readonly credentials: Credentials
  /** `AC…`: where calls are looked up. Left out: no call can be. */
  readonly accountSid?: string
  /** Default: undici, straight to the server. The client closes it. */
  readonly transport?: Transport
  readonly clock?: Clock
  /** 0…1, for the jitter of retries. */
  readonly random?: () => number
  readonly scheduler?: Partial<SchedulerSettings>
  readonly retry?: Partial<RetryLimits>
  readonly userAgent?: string
  /** Starts the thread that parses large pages. Default: they are parsed here. */
  readonly startPageWorker?: () => PageWorker
  readonly log?: (line: RequestLog) => void
  readonly onAnomaly?: (anomaly: Anomaly) => void
}

/**
 * Opens a client for one account and region. Nothing is sent yet. Throws a TaskRouterError of kind `invalid` for a host that
 * may not be used. The password lives in a closure: it is on no object that could be printed, cloned or sent to the window.
 */
export function createTaskRouterClient(options: TaskRouterClientOptions): TaskRouterClient {
  const origin = originOf(options)
  const { user, password } = options.credentials
  const basic = Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
  const clock = options.clock ?? systemClock
  const transport = options.transport ?? undiciTransport()
  const scheduler = createScheduler(clock, { ...DEFAULT_SCHEDULER_SETTINGS, ...options.scheduler })
  const serverClock = createServerClock()
  const closing = new AbortController()

  const requesting = {
    authorization: () => `Basic ${basic}`,
    secrets: [password, basic],
    transport,
    scheduler,
    lanes: createLanePacer(clock),
    serverClock,
    clock,
    random: options.random ?? Math.random,
    retry: { ...DEFAULT_RETRY_LIMITS, ...options.retry },
    userAgent: options.userAgent ?? 'taskrouter-supervisor-console',
    closing: closing.signal,
    log: options.log,
  }
  const send = createRequester({ ...requesting, origin })
  const voice = createRequester({ ...requesting, origin: callOriginOf(options) })
  const { startPageWorker } = options
  const reader = createPageReader({
    startWorker: startPageWorker,
    onThreadLost: (reason) => options.onAnomaly?.({ kind: 'pageThreadLost', reason }),
    monotonic: () => clock.monotonic(),
  })
  const calls = createCalls({
    send,
    origin,
    reader,
    onAnomaly: options.onAnomaly,
  })

  return {
    listWorkspaces: (filter = {}, listOptions) =>
      calls.list(
        {
          path: '/v1/Workspaces',
          key: 'workspaces',
          filter: pairsOf({ FriendlyName: filter.friendlyName }),
          decode: decodeWorkspace,
        },
        listOptions,
      ),
    workspace: (sid) => createWorkspaceApi(calls, sid),
    async fetchCall(callSid, { priority = 'detail', signal } = {}) {
      const path = callPath(options.accountSid ?? '', callSid)
      if (path === null) throw invalidError('GET call', 'Not the SID of a call, or no account is known.')
      const request = { method: 'GET', path, priority, signal, lane: 'calls' } as const
      return answered(await voice(request, parseJson), decodeCall)
    },
    budget: () => scheduler.snapshot(),
    onBudget: (listener: (budget: BudgetSnapshot) => void) => scheduler.onChange(listener),
    clockOffset: () => serverClock.offset(),
    async close() {
      closing.abort()
      scheduler.close()
      reader.close()
      await transport.close()
    },
  }
}
