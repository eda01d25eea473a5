import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import type { ReservationPath, TaskRouterClient, WorkspaceApi } from '../../main/taskrouter/api'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import { undiciTransport } from '../../main/taskrouter/transport/undici-transport'
import type { Transport } from '../../main/taskrouter/transport/transport'
import { INSTRUCTIONS, PARAMETERS } from '../../preload/contract/instructions'
import type { Instruction } from '../../preload/contract/instructions'
import { findApiDescription, loadApiDescription, type SeenExchange } from '../support/openapi'
import { collect } from '../support/pages'
import { stageAccepted, stageOffer, type StagedRow } from '../support/staged-rows'

/**
 * Our client and the practice workspace, which share no code: every operation over real HTTP, every instruction with its
 * effect. What went over the wire is then held against TaskRouter's own API description where it is at hand.
 */

let practice: PracticeServer
let client: TaskRouterClient
let api: WorkspaceApi
const exchanges: SeenExchange[] = []

/** The real transport, listened to. */
function recording(inner: Transport): Transport {
  return {
    close: () => inner.close(),
    async request(request) {
      const response = await inner.request(request)
      exchanges.push({
        method: request.method,
        url: request.url,
        form: request.body,
        status: response.status,
        body: response.body.length === 0 ? null : JSON.parse(Buffer.from(response.body).toString()),
      })
      return response
    },
  }
}

beforeAll(async () => {
  practice = await startPracticeServer({ scenario: 'quiet', speed: 0, seed: 3 })
  client = createTaskRouterClient({
    credentials: { user: practice.keySid, password: practice.keySecret },
    baseUrl: practice.url,
    transport: recording(undiciTransport()),
  })
  api = client.workspace(practice.workspaceSid)
})
beforeEach(() => {
  practice.control.reset()
})
afterAll(async () => {
  await client.close()
  await practice.close()
})

const offer = () => stageOffer(practice)
const accepted = () => stageAccepted(practice)

const SCOPES: readonly (readonly [string, (row: StagedRow) => ReservationPath])[] = [
  ['task', ({ sid, taskSid }) => ({ sid, taskSid })],
  ['worker', ({ sid, workerSid }) => ({ sid, workerSid })],
]

const FROM = '+18005550123'
const call = { CallFrom: FROM, CallUrl: 'https://console.example/agent' }

describe.each(SCOPES)('reservations through their %s', (_, path) => {
  async function send(row: StagedRow, instruction: Instruction): Promise<string> {
    await api.updateReservation(path(row), instruction)
    practice.control.advance(60_000)
    return (await api.fetchReservation(path(row))).value.status
  }

  it('accept, reject, wrap up and complete', async () => {
    expect(await send(offer(), { kind: 'accept', parameters: {} })).toBe('accepted')
    expect(await send(offer(), { kind: 'reject', parameters: {} })).toBe('rejected')
    const row = accepted()
    expect(await send(row, { kind: 'wrapUp', parameters: {} })).toBe('wrapping')
    expect(await send(row, { kind: 'complete', parameters: {} })).toBe('completed')
  })

  it('reject moves the worker to the activity it is given', async () => {
    const row = offer()
    const [away] = await collect(api.listActivities({ available: false }))
    await send(row, { kind: 'reject', parameters: { WorkerActivitySid: away!.sid } })
    expect((await api.fetchWorker(row.workerSid)).value.activitySid).toBe(away!.sid)
  })

  it('conference and dequeue end in accepted', async () => {
    const events = ['start', 'end', 'join', 'leave', 'mute', 'hold']
    const conference = {
      From: FROM,
      ConferenceStatusCallback: 'https://console.example/events',
      ConferenceStatusCallbackEvent: events,
      EndConferenceOnExit: true,
      Timeout: 30,
    }
    expect(await send(offer(), { kind: 'conference', parameters: conference })).toBe('accepted')
    expect(await send(offer(), { kind: 'dequeue', parameters: { DequeueFrom: FROM } })).toBe('accepted')
  })

  it('call and redirect leave it pending unless they accept', async () => {
    const row = offer()
    expect(await send(row, { kind: 'call', parameters: call })).toBe('pending')
    const { attributes } = (await api.fetchTask(row.taskSid)).value
    const redirect = {
      RedirectCallSid: String(attributes.parsed?.call_sid),
      RedirectUrl: 'https://console.example/voicemail',
    }
    expect(await send(row, { kind: 'redirect', parameters: redirect })).toBe('pending')
    const accepting = { ...redirect, RedirectAccept: true }
    expect(await send(row, { kind: 'redirect', parameters: accepting })).toBe('accepted')
    expect(await send(offer(), { kind: 'call', parameters: { ...call, CallAccept: true } })).toBe('accepted')
  })

  it('lists with its filters', async () => {
    const row = offer()
    const ofTask = await collect(
      api.listTaskReservations(row.taskSid, { status: 'pending', workerSid: row.workerSid }),
    )
    const ofWorker = await collect(api.listWorkerReservations(row.workerSid, { status: 'pending' }))
    expect(ofTask.map(({ sid }) => sid)).toEqual([row.sid])
    expect(ofWorker.map(({ sid }) => sid)).toEqual([row.sid])
    expect(await collect(api.listTaskReservations(row.taskSid, { status: 'accepted' }))).toEqual([])
  })
})

describe('guards', () => {
  it('supervise works on an accepted reservation through its task', async () => {
    const row = accepted()
    const parameters = { SupervisorMode: 'monitor', Supervisor: row.workerSid }
    const { value } = await api.updateReservation(row, { kind: 'supervise', parameters })
    expect(value.status).toBe('accepted')
  })

  it('a version that is no longer true changes nothing', async () => {
    const row = offer()
    const { value } = await api.fetchReservation(row)
    await api.updateReservation(row, { kind: 'accept', parameters: {} }, { ifMatch: value.version })
    const again = api.updateReservation(row, { kind: 'complete', parameters: {} }, { ifMatch: value.version })
    await expect(again).rejects.toMatchObject({ kind: 'changed', status: 412, code: 20412, applied: 'no' })
    expect((await api.fetchReservation(row)).value.status).toBe('accepted')
  })

  it('what has ended is refused, what is gone is gone', async () => {
    const row = offer()
    await api.updateReservation(row, { kind: 'reject', parameters: {} })
    const twice = api.updateReservation(row, { kind: 'accept', parameters: {} })
    await expect(twice).rejects.toMatchObject({ kind: 'refused', status: 400 })
    const nowhere = api.fetchReservation({ sid: `WR${'0'.repeat(32)}`, taskSid: row.taskSid })
    await expect(nowhere).rejects.toMatchObject({ kind: 'gone', code: 20404 })
  })
})

describe('everything around reservations', () => {
  it('tasks: list, fetch, update, complete, delete', async () => {
    const row = offer()
    const live = await collect(
      api.listTasks({ statuses: ['reserved', 'assigned'], ordering: 'Priority:desc' }),
    )
    expect(live.map(({ sid }) => sid)).toContain(row.taskSid)
    expect((await api.updateTask(row.taskSid, { priority: 4 })).value.priority).toBe(4)
    expect((await api.updateTask(row.taskSid, { status: 'canceled', reason: 'test' })).value.status).toBe(
      'canceled',
    )
    const done = accepted()
    const completed = await api.updateTask(done.taskSid, { status: 'completed', reason: 'test' })
    expect(completed.value.status).toBe('completed')
    const other = offer()
    await api.deleteTask(other.taskSid)
    await expect(api.fetchTask(other.taskSid)).rejects.toMatchObject({ kind: 'gone' })
  })

  it('workers and their channels', async () => {
    const row = offer()
    const [away] = await collect(api.listActivities({ available: false }))
    const move = { activitySid: away!.sid, rejectPendingReservations: true }
    expect((await api.updateWorker(row.workerSid, move)).value.activitySid).toBe(away!.sid)
    expect((await api.fetchReservation(row)).value.status).toBe('rejected')
    const channels = await collect(api.listWorkerChannels(row.workerSid))
    const voice = channels.find(({ taskChannelName }) => taskChannelName === 'voice')!
    const changed = await api.updateWorkerChannel(row.workerSid, voice.sid, { capacity: 3 })
    expect(changed.value.configuredCapacity).toBe(3)
  })

  it('lists of the workspace, in pages of any size', async () => {
    for (const list of [api.listWorkers, api.listActivities, api.listTaskQueues, api.listWorkflows]) {
      const whole = await collect<{ sid: string }>(list({}))
      const paged = await collect<{ sid: string }>(list({}, { pageSize: 3 }))
      expect(whole.length).toBeGreaterThan(0)
      expect(paged.map(({ sid }) => sid)).toEqual(whole.map(({ sid }) => sid))
    }
    expect((await collect(api.listTaskChannels())).map(({ uniqueName }) => uniqueName)).toContain('voice')
    expect((await collect(client.listWorkspaces())).map(({ sid }) => sid)).toEqual([practice.workspaceSid])
    expect((await api.workspace()).value.multiTaskEnabled).toBe(true)
  })

  it('events and statistics', async () => {
    const row = offer()
    await api.updateReservation(row, { kind: 'reject', parameters: {} })
    const events = await collect(api.listEvents({ reservationSid: row.sid, minutes: 120 }))
    expect(events.map(({ type }) => type).sort()).toEqual(['reservation.created', 'reservation.rejected'])
    expect((await api.fetchEvent(events[0]!.sid)).value.resourceSid).toBe(row.sid)
    const [queue] = await collect(api.listTaskQueues())
    const [workflow] = await collect(api.listWorkflows())
    const scopes = [
      { of: 'workspace' },
      { of: 'queue', sid: queue!.sid },
      { of: 'workflow', sid: workflow!.sid },
      { of: 'workers' },
    ] as const
    for (const scope of scopes) {
      const real = await api.realTimeStatistics(scope)
      expect(real.serverTime).not.toBeNull()
      const cumulative = await api.cumulativeStatistics(scope, { minutes: 120 })
      expect(cumulative.value.startAt).toBeLessThan(cumulative.value.endAt!)
    }
  })
})

const description = findApiDescription()
// Without the description there is nothing to hold the exchanges against, and the report says so.
describe.runIf(description !== null)("held against TaskRouter's API description", () => {
  it('every request and every good answer above is as described', () => {
    expect(exchanges.length).toBeGreaterThan(80)
    expect(loadApiDescription(description!).deviations(exchanges)).toEqual([])
  })

  it('the table of instructions has exactly the parameters of the description', () => {
    const described = loadApiDescription(description!).formParameters(
      'POST',
      '/v1/Workspaces/WS/Tasks/WT/Reservations/WR',
    )
    expect(PARAMETERS.map(({ name }) => name).sort()).toEqual(described.sort())
    expect(PARAMETERS).toHaveLength(54)
    expect(Object.keys(INSTRUCTIONS)).toHaveLength(9)
  })
})
