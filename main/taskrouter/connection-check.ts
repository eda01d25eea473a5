import type { CheckStep, CheckStepId } from '../../preload/contract/connection'
import type { Pages, TaskRouterClient, WorkspaceApi } from './api'
import { isTaskRouterError, type TaskRouterError } from './errors'
import { toProblem } from './problem'
import { checkWay, type WayOptions } from './way-check'

export interface ConnectionCheckOptions extends WayOptions {
  /** Its credentials are what is checked; the caller closes it. */
  readonly client: TaskRouterClient
  /** Null: no workspace was chosen yet, so its permissions are skipped. */
  readonly workspaceSid: string | null
  readonly signal?: AbortSignal
  /** Whether calls are to be looked at, and so that permission as well. */
  readonly callCheck?: boolean
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
  const way = await checkWay(
    options,
    async () => (await attempt(() => firstOf(client.listWorkspaces({}, listOptions(options))))).error,
  )
  for (const step of way.steps) {
    steps.push(step)
    onStep?.(step)
  }
  const { error } = way
  if (way.lost !== null || error?.kind === 'cancelled') {
    skip('signIn', 'workspaces', ...PERMISSIONS, 'calls')
    return finish()
  }
  if (error?.kind === 'notSignedIn') {
    note('signIn', 'failed', startedAt, error)
    skip('workspaces', ...PERMISSIONS, 'calls')
    return finish()
  }
  // A key that may not list workspaces is signed in all the same; an answer that is no answer proves nothing.
  const answered = error === null || error.kind === 'notAllowed'
  note('signIn', answered ? 'ok' : 'unknown', startedAt)
  if (error === null) note('workspaces', 'ok', startedAt)
  else note('workspaces', 'failed', startedAt, error)

  if (workspaceSid === null) {
    skip(...PERMISSIONS, 'calls')
    return finish()
  }
  await checkPermissions(client.workspace(workspaceSid), options, monotonic, note)
  if (options.callCheck === true) await checkCalls(options, monotonic(), note)
  else skip('calls')
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

/** A call that does not exist: whoever may look is told so, whoever may not is refused. */
const NO_CALL = `CA${'0'.repeat(32)}`

async function checkCalls(options: ConnectionCheckOptions, since: number, note: Note): Promise<void> {
  const { error } = await attempt(() => options.client.fetchCall(NO_CALL, signalOf(options)))
  if (error === null || error.kind === 'gone') note('calls', 'ok', since)
  else note('calls', 'failed', since, error)
}

const signalOf = ({ signal }: ConnectionCheckOptions) => (signal === undefined ? {} : { signal })

const listOptions = (options: ConnectionCheckOptions) => ({
  pageSize: 1,
  priority: 'detail' as const,
  ...signalOf(options),
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
