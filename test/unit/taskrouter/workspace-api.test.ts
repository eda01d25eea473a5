import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Page, WorkspaceApi } from '../../../main/taskrouter/api'
import { createTaskRouterClient } from '../../../main/taskrouter/client'
import type { TaskRouterClient } from '../../../main/taskrouter/api'
import { instructionOf } from '../../../preload/contract/instructions'
import { startScriptedServer, type ScriptedServer } from '../../support/http-scripted-server'

const sid = (prefix: string) => prefix + '2'.repeat(32)
const ROOT = `/v1/Workspaces/${sid('WS')}`
const ROW = {
  sid: sid('WR'),
  task_sid: sid('WT'),
  event_type: 'task.created',
  event_date_ms: 1,
  friendly_name: 'x',
}

let server: ScriptedServer
let client: TaskRouterClient
let api: WorkspaceApi

beforeEach(async () => {
  server = await startScriptedServer(({ method, path }) => {
    if (method === 'DELETE') return { status: 204 }
    // An odd number of steps behind /v1 names a list, unless it is about statistics.
    const steps = path.split('/').slice(2)
    const list = steps.length % 2 === 1 && !path.endsWith('Statistics')
    return { json: list ? { rows: [ROW], meta: { key: 'rows', next_page_url: null } } : ROW }
  })
  client = createTaskRouterClient({
    credentials: { user: sid('SK'), password: 'secret' },
    baseUrl: server.url,
  })
  api = client.workspace(sid('WS'))
})
afterEach(async () => {
  await client.close()
  await server.close()
})

async function pages<T>(list: AsyncIterable<Page<T>>): Promise<readonly Page<T>[]> {
  const read: Page<T>[] = []
  for await (const page of list) read.push(page)
  return read
}

const AT = Date.UTC(2031, 1, 3, 9, 0, 0, 999)
const DATE = '2031-02-03T09%3A00%3A00Z'
const inTask = { taskSid: sid('WT'), sid: sid('WR') }
const ofWorker = { workerSid: sid('WK'), sid: sid('WR') }
const TASK_RESERVATION = `${ROOT}/Tasks/${sid('WT')}/Reservations/${sid('WR')}`
const WORKER_RESERVATION = `${ROOT}/Workers/${sid('WK')}/Reservations/${sid('WR')}`

describe('every list goes to its address with its filters', () => {
  test.each<[string, () => AsyncIterable<Page<unknown>>, string]>([
    [
      'listWorkspaces',
      () => client.listWorkspaces({ friendlyName: 'A b' }),
      '/v1/Workspaces?FriendlyName=A+b&',
    ],
    [
      'listTasks',
      () => api.listTasks({ queueSid: sid('WQ'), priority: 0 }),
      `${ROOT}/Tasks?Priority=0&TaskQueueSid=${sid('WQ')}&`,
    ],
    [
      'listTaskReservations',
      () => api.listTaskReservations(sid('WT'), { status: 'pending', workerSid: sid('WK') }),
      `${ROOT}/Tasks/${sid('WT')}/Reservations?ReservationStatus=pending&WorkerSid=${sid('WK')}&`,
    ],
    [
      'listWorkerReservations',
      () => api.listWorkerReservations(sid('WK'), { status: 'accepted' }),
      `${ROOT}/Workers/${sid('WK')}/Reservations?ReservationStatus=accepted&`,
    ],
    ['listWorkers', () => api.listWorkers({ available: false }), `${ROOT}/Workers?Available=false&`],
    ['listWorkerChannels', () => api.listWorkerChannels(sid('WK')), `${ROOT}/Workers/${sid('WK')}/Channels?`],
    ['listActivities', () => api.listActivities({ available: true }), `${ROOT}/Activities?Available=true&`],
    [
      'listTaskQueues',
      () => api.listTaskQueues({ workerSid: sid('WK') }),
      `${ROOT}/TaskQueues?WorkerSid=${sid('WK')}&`,
    ],
    ['listWorkflows', () => api.listWorkflows(), `${ROOT}/Workflows?`],
    ['listTaskChannels', () => api.listTaskChannels(), `${ROOT}/TaskChannels?`],
    [
      'listEvents',
      () => api.listEvents({ eventType: 'task.created', startAt: AT, endAt: AT }),
      `${ROOT}/Events?EventType=task.created&StartDate=${DATE}&EndDate=${DATE}&`,
    ],
  ])('%s', async (_name, list, address) => {
    const read = await pages(list())
    expect(read).toMatchObject([{ index: 0, last: true, items: [{ sid: ROW.sid }] }])
    expect(server.seen[0]).toMatchObject({ method: 'GET', target: `${address}PageSize=1000` })
  })
})

describe('every single resource', () => {
  test.each<[string, () => Promise<{ value: unknown }>, string]>([
    ['workspace', () => api.workspace(), ROOT],
    ['fetchTask', () => api.fetchTask(sid('WT')), `${ROOT}/Tasks/${sid('WT')}`],
    ['fetchReservation of a task', () => api.fetchReservation(inTask), TASK_RESERVATION],
    ['fetchReservation of a worker', () => api.fetchReservation(ofWorker), WORKER_RESERVATION],
    ['fetchWorker', () => api.fetchWorker(sid('WK')), `${ROOT}/Workers/${sid('WK')}`],
    ['fetchEvent', () => api.fetchEvent(sid('EV')), `${ROOT}/Events/${sid('EV')}`],
    ['realTimeStatistics', () => api.realTimeStatistics({ of: 'workspace' }), `${ROOT}/RealTimeStatistics`],
    [
      'realTimeStatistics of a queue',
      () => api.realTimeStatistics({ of: 'queue', sid: sid('WQ') }, { taskChannel: 'voice' }),
      `${ROOT}/TaskQueues/${sid('WQ')}/RealTimeStatistics?TaskChannel=voice`,
    ],
    [
      'realTimeStatistics of workers',
      () => api.realTimeStatistics({ of: 'workers' }),
      `${ROOT}/Workers/RealTimeStatistics`,
    ],
    [
      'cumulativeStatistics of a workflow',
      () => api.cumulativeStatistics({ of: 'workflow', sid: sid('WW') }, { minutes: 60 }),
      `${ROOT}/Workflows/${sid('WW')}/CumulativeStatistics?Minutes=60`,
    ],
  ])('%s', async (_name, ask, target) => {
    expect((await ask()).value).not.toBeNull()
    expect(server.seen[0]).toMatchObject({ method: 'GET', target })
  })
})

describe('every change', () => {
  const activity = sid('WA')
  test.each<[string, () => Promise<unknown>, string, string]>([
    [
      'accept',
      () => api.updateReservation(inTask, instructionOf('accept')),
      TASK_RESERVATION,
      'ReservationStatus=accepted',
    ],
    [
      'reject',
      () => api.updateReservation(inTask, instructionOf('reject', { WorkerActivitySid: activity })),
      TASK_RESERVATION,
      `ReservationStatus=rejected&WorkerActivitySid=${activity}`,
    ],
    [
      'wrapUp',
      () => api.updateReservation(ofWorker, instructionOf('wrapUp')),
      WORKER_RESERVATION,
      'ReservationStatus=wrapping',
    ],
    [
      'complete',
      () => api.updateReservation(ofWorker, instructionOf('complete')),
      WORKER_RESERVATION,
      'ReservationStatus=completed',
    ],
    [
      'conference',
      () =>
        api.updateReservation(
          inTask,
          instructionOf('conference', {
            From: '+15550100',
            Record: true,
            StatusCallbackEvent: ['ringing', 'answered'],
          }),
        ),
      TASK_RESERVATION,
      'Instruction=conference&From=%2B15550100&Record=true&StatusCallbackEvent=ringing&StatusCallbackEvent=answered',
    ],
    [
      'dequeue',
      () => api.updateReservation(inTask, instructionOf('dequeue', { DequeueFrom: '+15550100' })),
      TASK_RESERVATION,
      'Instruction=dequeue&DequeueFrom=%2B15550100',
    ],
    [
      'call',
      () =>
        api.updateReservation(
          inTask,
          instructionOf('call', { CallFrom: '+15550100', CallUrl: 'https://a.example/', CallAccept: true }),
        ),
      TASK_RESERVATION,
      'Instruction=call&CallFrom=%2B15550100&CallUrl=https%3A%2F%2Fa.example%2F&CallAccept=true',
    ],
    [
      'redirect',
      () =>
        api.updateReservation(
          inTask,
          instructionOf('redirect', { RedirectCallSid: sid('CA'), RedirectUrl: 'https://a.example/' }),
        ),
      TASK_RESERVATION,
      `Instruction=redirect&RedirectCallSid=${sid('CA')}&RedirectUrl=https%3A%2F%2Fa.example%2F`,
    ],
    [
      'supervise',
      () =>
        api.updateReservation(
          inTask,
          instructionOf('supervise', { Supervisor: sid('WK'), SupervisorMode: 'whisper' }),
        ),
      TASK_RESERVATION,
      `Instruction=supervise&Supervisor=${sid('WK')}&SupervisorMode=whisper`,
    ],
    [
      'updateTask',
      () =>
        api.updateTask(sid('WT'), {
          status: 'canceled',
          reason: 'gone',
          virtualStartAt: AT,
          attributes: '{}',
        }),
      `${ROOT}/Tasks/${sid('WT')}`,
      `AssignmentStatus=canceled&Reason=gone&Attributes=%7B%7D&VirtualStartTime=${DATE}`,
    ],
    [
      'updateWorker',
      () => api.updateWorker(sid('WK'), { activitySid: activity, rejectPendingReservations: true }),
      `${ROOT}/Workers/${sid('WK')}`,
      `ActivitySid=${activity}&RejectPendingReservations=true`,
    ],
    [
      'updateWorkerChannel',
      () => api.updateWorkerChannel(sid('WK'), sid('WC'), { capacity: 0, available: false }),
      `${ROOT}/Workers/${sid('WK')}/Channels/${sid('WC')}`,
      'Capacity=0&Available=false',
    ],
  ])('%s', async (_name, change, path, body) => {
    await change()
    expect(server.seen).toMatchObject([{ method: 'POST', path, body }])
  })

  test('deleteTask', async () => {
    expect(await api.deleteTask(sid('WT'), { ifMatch: '2' })).toMatchObject({ value: null, attempts: 1 })
    expect(server.seen[0]).toMatchObject({ method: 'DELETE', path: `${ROOT}/Tasks/${sid('WT')}`, body: '' })
    expect(server.seen[0]?.headers['if-match']).toBe('2')
  })
})

test('lists with an expression keep to their own limit of three a second and slow nothing else', async () => {
  const startedAt = performance.now()
  await Promise.all([0, 1, 2].map(() => pages(api.listWorkers({ targetWorkersExpression: 'a == 1' }))))
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(600)
  expect(client.budget().ratePerSecond).toBeNull()
})

test('what would lead elsewhere is only ever a piece of the path', async () => {
  await api.fetchTask('../../x?y#z')
  expect(server.seen[0]?.target).toBe(`${ROOT}/Tasks/..%2F..%2Fx%3Fy%23z`)
  await expect(api.fetchTask('..')).rejects.toMatchObject({ kind: 'invalid' })
})
