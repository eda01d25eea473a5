import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { CheckStep, CheckStepId } from '../../preload/contract/connection'
import type { Pages, TaskRouterClient, WorkspaceApi } from './api'
import { TaskRouterError, isTaskRouterError } from './errors'
import { toProblem } from './problem'
import { parseProxyList, routeName } from './transport/proxy'

export interface ConnectionCheckOptions {
  /** Its credentials are what is checked; the caller closes it. */
  readonly client: TaskRouterClient
  /** `https://taskrouter.twilio.com` and the like: where the client goes. */
  readonly origin: string
  /** Null: no workspace was chosen yet, so its permissions are skipped. */
  readonly workspaceSid: string | null
  /** PAC text for an address, as the transport gets it; left out: straight to the server. */
  readonly resolveProxy?: (url: string) => Promise<string>
  readonly lookup?: (hostname: string) => Promise<unknown>
  readonly monotonic?: () => number
  readonly signal?: AbortSignal
  /** Called with each step as soon as it is known. */
  readonly onStep?: (step: CheckStep) => void
}

const PERMISSIONS = [
  'tasks',
  'reservations',
  'workers',
  'activities',
  'taskQueues',
  'workflows',
  'taskChannels',
  'events',
  'statistics',
] as const

/** Which step a request stumbled over that got no answer. Whatever is neither name nor proxy is the connection itself. */
function stepOf({ networkCause }: TaskRouterError): 'dns' | 'proxy' | 'tls' {
  return networkCause === 'dns' || networkCause === 'proxy' ? networkCause : 'tls'
}

/**
 * Looks one by one at everything a connection needs: name, proxy, secure connection, sign-in, and each permission. Reads only:
 * whether the key may update cannot be seen without acting, and is reported as unknown. Never rejects.
 */
export async function checkConnection(options: ConnectionCheckOptions): Promise<readonly CheckStep[]> {
  const { client, workspaceSid, onStep } = options
  const monotonic = options.monotonic ?? (() => performance.now())
  const steps: CheckStep[] = []
  const note = (id: CheckStepId, state: CheckStep['state'], since: number, error?: unknown) => {
    const step: CheckStep = {
      id,
      state,
      milliseconds: Math.round(monotonic() - since),
      ...(error === undefined ? {} : { problem: toProblem(error) }),
    }
    steps.push(step)
    onStep?.(step)
  }
  const skip = (...ids: readonly CheckStepId[]) => {
    for (const id of ids) note(id, 'skipped', monotonic())
  }
  const finish = () => {
    note('updates', 'unknown', monotonic())
    return steps
  }

  const startedAt = monotonic()
  const way = await findWay(options)
  const signedIn = await attempt(() => firstOf(client.listWorkspaces({}, listOptions(options))))
  const lost = signedIn.error?.kind === 'network' ? stepOf(signedIn.error) : null

  if (way.nameError !== null) note('dns', 'failed', startedAt, way.nameError)
  else if (lost === 'dns') note('dns', 'failed', startedAt, signedIn.error)
  else note('dns', way.resolved ? 'ok' : 'skipped', startedAt)

  if (way.proxyError !== null) note('proxy', 'failed', startedAt, way.proxyError)
  else if (lost === 'proxy') note('proxy', 'failed', startedAt, signedIn.error)
  else note('proxy', way.proxy === null ? 'skipped' : lost === null ? 'ok' : 'unknown', startedAt)

  if (lost === 'tls') note('tls', 'failed', startedAt, signedIn.error)
  else note('tls', lost === null && options.origin.startsWith('https:') ? 'ok' : 'skipped', startedAt)

  if (lost !== null || signedIn.error?.kind === 'cancelled') {
    skip('signIn', 'workspaces', ...PERMISSIONS)
    return finish()
  }
  if (signedIn.error?.kind === 'notSignedIn') {
    note('signIn', 'failed', startedAt, signedIn.error)
    skip('workspaces', ...PERMISSIONS)
    return finish()
  }
  // A key that may not list workspaces is signed in all the same; an answer that is no answer proves nothing.
  const answered = signedIn.error === null || signedIn.error.kind === 'notAllowed'
  note('signIn', answered ? 'ok' : 'unknown', startedAt)
  if (signedIn.error === null) note('workspaces', 'ok', startedAt)
  else note('workspaces', 'failed', startedAt, signedIn.error)

  if (workspaceSid === null) {
    skip(...PERMISSIONS)
    return finish()
  }
  await checkPermissions(client.workspace(workspaceSid), options, monotonic, note)
  return finish()
}

type Note = (id: CheckStepId, state: CheckStep['state'], since: number, error?: unknown) => void

async function checkPermissions(
  api: WorkspaceApi,
  options: ConnectionCheckOptions,
  monotonic: () => number,
  note: Note,
): Promise<void> {
  const list = listOptions(options)
  const probe = async <T>(id: CheckStepId, ask: () => Promise<T>): Promise<T | null> => {
    const since = monotonic()
    const { value, error } = await attempt(ask)
    if (error === null) note(id, 'ok', since)
    else note(id, 'failed', since, error)
    return value
  }
  const task = await probe('tasks', () => firstOf(api.listTasks({}, list)))
  const worker = await probe('workers', () => firstOf(api.listWorkers({}, list)))
  if (task != null) await probe('reservations', () => firstOf(api.listTaskReservations(task.sid, {}, list)))
  else if (worker != null) {
    await probe('reservations', () => firstOf(api.listWorkerReservations(worker.sid, {}, list)))
  } else note('reservations', 'unknown', monotonic())
  await probe('activities', () => firstOf(api.listActivities({}, list)))
  await probe('taskQueues', () => firstOf(api.listTaskQueues({}, list)))
  await probe('workflows', () => firstOf(api.listWorkflows({}, list)))
  await probe('taskChannels', () => firstOf(api.listTaskChannels(list)))
  await probe('events', () => firstOf(api.listEvents({ minutes: 1 }, list)))
  await probe('statistics', () => api.realTimeStatistics({ of: 'workspace' }, {}, list))
}

interface Way {
  /** The name was looked up here; false where a proxy does that, or where there is no name. */
  readonly resolved: boolean
  readonly nameError: TaskRouterError | null
  readonly proxy: string | null
  readonly proxyError: TaskRouterError | null
}

async function findWay({
  origin,
  resolveProxy,
  lookup = systemLookup,
}: ConnectionCheckOptions): Promise<Way> {
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

function wayError(networkCause: 'dns' | 'proxy', message: string): TaskRouterError {
  return new TaskRouterError({
    kind: 'network',
    status: null,
    code: null,
    message,
    requestId: null,
    request: '',
    applied: 'no',
    networkCause,
  })
}

const listOptions = ({ signal }: ConnectionCheckOptions) => ({
  pageSize: 1,
  priority: 'detail' as const,
  ...(signal === undefined ? {} : { signal }),
})

/** The first row of a list, or null when it is empty. Asks for one page only. */
async function firstOf<T>(pages: Pages<T>): Promise<T | null> {
  for await (const page of pages) return page.items[0] ?? null
  return null
}

interface Attempted<T> {
  readonly value: T | null
  readonly error: TaskRouterError | null
}

async function attempt<T>(ask: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { value: await ask(), error: null }
  } catch (error) {
    if (isTaskRouterError(error)) return { value: null, error }
    throw error
  }
}
