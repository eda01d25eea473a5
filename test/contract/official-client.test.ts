import type { ReservationContextUpdateOptions as WorkerReservationUpdate } from 'twilio/lib/rest/taskrouter/v1/workspace/worker/reservation'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { officialClient, type SeenExchange } from '../support/official-client'
import { findApiDescription, loadApiDescription } from '../support/openapi'

/**
 * The official client drives the practice workspace through every operation of the Reservations API page and the rest
 * that a board needs. Where TaskRouter's own API description is at hand, each exchange is also held against it.
 */

let practice: PracticeServer
let exchanges: SeenExchange[] = []
let client: ReturnType<typeof officialClient>

beforeAll(async () => {
  practice = await startPracticeServer({ scenario: 'quiet', speed: 0, seed: 11 })
  client = officialClient(practice, (exchange) => exchanges.push(exchange))
})
beforeEach(() => {
  practice.control.reset()
})
afterAll(() => practice.close())

const workspace = () => client.taskrouter.v1.workspaces(practice.workspaceSid)

/** One pending offer on a voice task whose call is up. */
function offer() {
  const facts = practice.control.stage('P17')
  const sid = facts.reservationSids[0]!
  const live = practice.control.liveReservations().find((row) => row.sid === sid)!
  return { sid, taskSid: live.taskSid, workerSid: live.workerSid }
}

function accepted() {
  const facts = practice.control.stage('P14', { count: 1 })
  const sid = facts.reservationSids[0]!
  const live = practice.control.liveReservations().find((row) => row.sid === sid)!
  return { sid, taskSid: live.taskSid, workerSid: live.workerSid }
}

const byTask = (row: { sid: string; taskSid: string }) => workspace().tasks(row.taskSid).reservations(row.sid)
const byWorker = (row: { sid: string; workerSid: string }) =>
  workspace().workers(row.workerSid).reservations(row.sid)

type Instruct = (
  row: { sid: string; taskSid: string; workerSid: string },
  options: WorkerReservationUpdate,
) => Promise<{ readonly sid: string; readonly reservationStatus: string }>

/** Both ways to address a reservation. */
const SCOPES: readonly (readonly [string, Instruct])[] = [
  ['task', (row, options) => byTask(row).update(options)],
  ['worker', (row, options) => byWorker(row).update(options)],
]

async function refusal(
  promise: Promise<unknown>,
): Promise<{ status: number; code: number | undefined; message: string }> {
  const error: unknown = await promise.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  )
  const { status, code, message } = error as { status: number; code?: number; message: string }
  return { status, code, message }
}

async function unavailableActivity(): Promise<string> {
  const activities = await workspace().activities.list({ available: 'false' })
  return activities[0]!.sid
}

describe('reservations: retrieve and list', () => {
  it('fetches one through its task and through its worker', async () => {
    const row = offer()
    const viaTask = await byTask(row).fetch()
    expect(viaTask.reservationStatus).toBe('pending')
    expect(viaTask.workerName).toBeTruthy()
    const viaWorker = await byWorker(row).fetch()
    expect(viaWorker.sid).toBe(viaTask.sid)
    expect(viaWorker.taskSid).toBe(row.taskSid)
  })

  it('lists those of a task, filtered by status and by worker', async () => {
    const facts = practice.control.stage('P24')
    const live = practice.control.liveReservations().filter((row) => facts.reservationSids.includes(row.sid))
    const { taskSid, workerSid } = live[0]!
    const all = await workspace().tasks(taskSid).reservations.list()
    expect(all.map((row) => row.sid).sort()).toEqual(live.map((row) => row.sid).sort())
    const mine = await workspace().tasks(taskSid).reservations.list({ workerSid })
    expect(mine.map((row) => row.workerSid)).toEqual([workerSid])
    expect(await workspace().tasks(taskSid).reservations.list({ reservationStatus: 'accepted' })).toEqual([])
  })

  it('lists those of a worker, filtered by status', async () => {
    const row = offer()
    const pending = await workspace()
      .workers(row.workerSid)
      .reservations.list({ reservationStatus: 'pending' })
    expect(pending.map((reservation) => reservation.sid)).toEqual([row.sid])
    expect(
      await workspace().workers(row.workerSid).reservations.list({ reservationStatus: 'rejected' }),
    ).toEqual([])
  })

  it('says 20404 for one that does not exist', async () => {
    const row = offer()
    const answer = await refusal(byTask({ ...row, sid: `WR${'0'.repeat(32)}` }).fetch())
    expect(answer).toMatchObject({ status: 404, code: 20404 })
    expect(answer.message).toContain('/Workspaces/')
  })
})

describe('reservations: accept, reject, wrap up, complete', () => {
  it('accepts through the task', async () => {
    const row = offer()
    const updated = await byTask(row).update({ reservationStatus: 'accepted' })
    expect(updated.reservationStatus).toBe('accepted')
  })

  it('accepts through the worker', async () => {
    const row = offer()
    const updated = await byWorker(row).update({ reservationStatus: 'accepted' })
    expect(updated.reservationStatus).toBe('accepted')
  })

  it('rejects, and the worker stays in the activity it was in', async () => {
    const row = offer()
    const before = await workspace().workers(row.workerSid).fetch()
    const updated = await byTask(row).update({ reservationStatus: 'rejected' })
    expect(updated.reservationStatus).toBe('rejected')
    const after = await workspace().workers(row.workerSid).fetch()
    expect(after.activitySid).toBe(before.activitySid)
  })

  it('rejects and moves the worker to another activity', async () => {
    const row = offer()
    const activitySid = await unavailableActivity()
    const updated = await byTask(row).update({
      reservationStatus: 'rejected',
      workerActivitySid: activitySid,
    })
    expect(updated.reservationStatus).toBe('rejected')
    expect((await workspace().workers(row.workerSid).fetch()).activitySid).toBe(activitySid)
  })

  it('wraps up and completes what was accepted', async () => {
    const row = accepted()
    expect((await byWorker(row).update({ reservationStatus: 'wrapping' })).reservationStatus).toBe('wrapping')
    expect((await byWorker(row).update({ reservationStatus: 'completed' })).reservationStatus).toBe(
      'completed',
    )
    practice.control.advance(1000)
    expect((await workspace().tasks(row.taskSid).fetch()).assignmentStatus).toBe('completed')
  })

  it('refuses to reject what has ended, with 400', async () => {
    const row = offer()
    await byTask(row).update({ reservationStatus: 'rejected' })
    expect((await refusal(byTask(row).update({ reservationStatus: 'rejected' }))).status).toBe(400)
  })

  it('obeys If-Match: a stale version is 412 with 20412', async () => {
    const row = offer()
    const answer = await refusal(byTask(row).update({ ifMatch: '999', reservationStatus: 'accepted' }))
    expect(answer).toMatchObject({ status: 412, code: 20412 })
    expect((await byTask(row).fetch()).reservationStatus).toBe('pending')
  })
})

describe('reservations: instructions', () => {
  it.each(SCOPES)('conference, through the %s, ends in accepted', async (_, instruct) => {
    const row = offer()
    const updated = await instruct(row, {
      instruction: 'conference',
      from: '+18005550123',
      conferenceStatusCallback: 'https://console.example/events',
      conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave', 'mute', 'hold'],
    })
    expect(updated.sid).toBe(row.sid)
    practice.control.advance(60_000)
    expect((await byTask(row).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)('dequeue, through the %s', async (_, instruct) => {
    const row = offer()
    await instruct(row, { instruction: 'dequeue', dequeueFrom: '+18005550123' })
    practice.control.advance(60_000)
    expect((await byTask(row).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)('call, through the %s, accepts only when told to', async (_, instruct) => {
    const call = { instruction: 'call', callFrom: '+18005550123', callUrl: 'https://console.example/agent' }
    const left = offer()
    await instruct(left, call)
    practice.control.advance(1000)
    expect((await byTask(left).fetch()).reservationStatus).toBe('pending')
    const taken = offer()
    await instruct(taken, { ...call, callAccept: true })
    practice.control.advance(60_000)
    expect((await byTask(taken).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)(
    'redirect, through the %s, leaves the offer pending unless it accepts',
    async (_, instruct) => {
      const row = offer()
      const { attributes } = await workspace().tasks(row.taskSid).fetch()
      const { call_sid: redirectCallSid } = JSON.parse(attributes) as { call_sid: string }
      const redirect = { redirectCallSid, redirectUrl: 'https://console.example/voicemail' }
      // The page's samples write it both ways.
      expect((await instruct(row, { instruction: 'Redirect', ...redirect })).reservationStatus).toBe(
        'pending',
      )
      await instruct(row, { instruction: 'redirect', ...redirect, redirectAccept: true })
      practice.control.advance(1000)
      expect((await byTask(row).fetch()).reservationStatus).toBe('accepted')
    },
  )

  it('supervise, task-scoped, needs an accepted reservation', async () => {
    const row = accepted()
    const supervisor = row.workerSid
    const updated = await byTask(row).update({
      instruction: 'supervise',
      supervisorMode: 'monitor',
      supervisor,
    })
    expect(updated.reservationStatus).toBe('accepted')
    const pending = offer()
    const answer = await refusal(
      byTask(pending).update({ instruction: 'supervise', supervisorMode: 'monitor', supervisor }),
    )
    expect(answer).toMatchObject({ status: 400, code: 40146 })
  })

  it.each([
    ['conference', { from: '+18005550123' }, 40136],
    ['dequeue', { dequeueFrom: '+18005550123' }, 40135],
    ['call', { callFrom: '+18005550123', callUrl: 'https://console.example/a' }, 40114],
    ['redirect', { redirectCallSid: `CA${'0'.repeat(32)}`, redirectUrl: 'https://console.example/v' }, 40123],
  ])(
    '%s on a reservation that is not pending is refused with its own code',
    async (instruction, parameters, code) => {
      const row = accepted()
      const answer = await refusal(byTask(row).update({ instruction, ...parameters }))
      expect(answer).toMatchObject({ status: 400, code })
    },
  )
})

describe('everything around a reservation', () => {
  it('workspaces: list, fetch, by name', async () => {
    const [first] = await client.taskrouter.v1.workspaces.list()
    expect(first!.sid).toBe(practice.workspaceSid)
    const fetched = await workspace().fetch()
    expect(fetched.friendlyName).toBe(first!.friendlyName)
    const named = await client.taskrouter.v1.workspaces.list({ friendlyName: fetched.friendlyName })
    expect(named).toHaveLength(1)
    expect(await client.taskrouter.v1.workspaces.list({ friendlyName: 'nobody' })).toEqual([])
  })

  it('tasks: list by status, queue and order; update; cancel; delete', async () => {
    const row = offer()
    const reserved = await workspace().tasks.list({
      assignmentStatus: ['reserved', 'pending'],
      ordering: 'DateCreated:desc',
    })
    expect(reserved.map((task) => task.sid)).toContain(row.taskSid)
    const task = await workspace().tasks(row.taskSid).fetch()
    const inQueue = await workspace().tasks.list({ taskQueueSid: task.taskQueueSid })
    expect(inQueue.map((each) => each.sid)).toContain(row.taskSid)
    expect((await workspace().tasks(row.taskSid).update({ priority: 7 })).priority).toBe(7)
    const canceled = await workspace()
      .tasks(row.taskSid)
      .update({ assignmentStatus: 'canceled', reason: 'test' })
    expect(canceled.assignmentStatus).toBe('canceled')
    const other = offer()
    expect(await workspace().tasks(other.taskSid).remove()).toBe(true)
    expect((await refusal(workspace().tasks(other.taskSid).fetch())).status).toBe(404)
  })

  it('tasks: an assigned one cannot be cancelled, but completed', async () => {
    const row = accepted()
    const answer = await refusal(
      workspace().tasks(row.taskSid).update({ assignmentStatus: 'canceled', reason: 'x' }),
    )
    expect(answer.status).toBe(400)
    expect(answer.message).toContain('not pending or reserved')
    const completed = await workspace()
      .tasks(row.taskSid)
      .update({ assignmentStatus: 'completed', reason: 'done' })
    expect(completed.assignmentStatus).toBe('completed')
  })

  it('tasks: created ones can be read back and are routed', async () => {
    const attributes = JSON.stringify({ topic: 'mooring' })
    const [workflow] = await workspace().workflows.list()
    const created = await workspace().tasks.create({ attributes, workflowSid: workflow!.sid, priority: 3 })
    const fetched = await workspace().tasks(created.sid).fetch()
    expect(fetched.attributes).toBe(attributes)
    expect(fetched.workflowSid).toBe(workflow!.sid)
  })

  it('workers: list, fetch, move, and reject what is pending on the way', async () => {
    const row = offer()
    const workers = await workspace().workers.list()
    expect(workers.map((worker) => worker.sid)).toContain(row.workerSid)
    const activitySid = await unavailableActivity()
    const moved = await workspace()
      .workers(row.workerSid)
      .update({ activitySid, rejectPendingReservations: true })
    expect(moved.activitySid).toBe(activitySid)
    expect((await byTask(row).fetch()).reservationStatus).toBe('rejected')
  })

  it('workers: the reject flag is refused for an available activity', async () => {
    const row = offer()
    const [available] = await workspace().activities.list({ available: 'true' })
    const answer = await refusal(
      workspace()
        .workers(row.workerSid)
        .update({ activitySid: available!.sid, rejectPendingReservations: true }),
    )
    expect(answer.status).toBe(400)
    expect((await byTask(row).fetch()).reservationStatus).toBe('pending')
  })

  it('worker channels: read and change capacity', async () => {
    const row = accepted()
    const channels = await workspace().workers(row.workerSid).workerChannels.list()
    const voice = channels.find((channel) => channel.taskChannelUniqueName === 'voice')!
    expect(voice.assignedTasks).toBe(1)
    const changed = await workspace().workers(row.workerSid).workerChannels(voice.sid).update({ capacity: 9 })
    expect(changed.configuredCapacity).toBe(9)
    expect(
      (await workspace().workers(row.workerSid).workerChannels(voice.sid).fetch()).configuredCapacity,
    ).toBe(9)
  })

  it('activities, queues, workflows and channels', async () => {
    const [activity] = await workspace().activities.list()
    expect((await workspace().activities(activity!.sid).fetch()).friendlyName).toBe(activity!.friendlyName)
    const [queue] = await workspace().taskQueues.list()
    expect((await workspace().taskQueues(queue!.sid).fetch()).friendlyName).toBe(queue!.friendlyName)
    const [workflow] = await workspace().workflows.list()
    expect((await workspace().workflows(workflow!.sid).fetch()).taskReservationTimeout).toBeGreaterThan(0)
    const channels = await workspace().taskChannels.list()
    expect(channels.map((channel) => channel.uniqueName)).toContain('voice')
    expect((await workspace().taskChannels('voice').fetch()).uniqueName).toBe('voice')
  })

  it('events tell what happened to a reservation, with milliseconds', async () => {
    const row = offer()
    await byTask(row).update({ reservationStatus: 'rejected' })
    const events = await workspace().events.list({ reservationSid: row.sid, minutes: 1440 })
    expect(events.map((event) => event.eventType).sort()).toEqual([
      'reservation.created',
      'reservation.rejected',
    ])
    const one = await workspace().events(events[0]!.sid).fetch()
    expect(one.resourceSid).toBe(row.sid)
    expect((one.eventData as Record<string, unknown>).task_sid).toBe(row.taskSid)
  })

  it('events: nothing older than 30 days, and 15 minutes by default', async () => {
    const old = new Date(practice.control.now - 31 * 86_400_000)
    expect((await refusal(workspace().events.list({ startDate: old }))).status).toBe(400)
    const row = offer()
    practice.control.advance(16 * 60_000)
    expect(
      await workspace().events.list({ reservationSid: row.sid, eventType: 'reservation.created' }),
    ).toEqual([])
  })

  it('statistics: real time and cumulative, of workspace, queue, workflow and workers', async () => {
    offer()
    const real = await workspace().realTimeStatistics().fetch()
    expect((real.tasksByStatus as Record<string, number>).reserved).toBe(1)
    const cumulative = await workspace().cumulativeStatistics().fetch({ minutes: 60 })
    expect(cumulative.reservationsCreated).toBeGreaterThanOrEqual(1)
    const [queue] = await workspace().taskQueues.list()
    expect((await workspace().taskQueues(queue!.sid).realTimeStatistics().fetch()).taskQueueSid).toBe(
      queue!.sid,
    )
    expect((await workspace().taskQueues(queue!.sid).cumulativeStatistics().fetch()).taskQueueSid).toBe(
      queue!.sid,
    )
    const [workflow] = await workspace().workflows.list()
    expect((await workspace().workflows(workflow!.sid).realTimeStatistics().fetch()).workflowSid).toBe(
      workflow!.sid,
    )
    expect((await workspace().workflows(workflow!.sid).cumulativeStatistics().fetch()).workflowSid).toBe(
      workflow!.sid,
    )
    expect((await workspace().workers.realTimeStatistics().fetch()).totalWorkers).toBeGreaterThan(0)
    expect(
      (await workspace().workers.cumulativeStatistics().fetch()).reservationsCreated,
    ).toBeGreaterThanOrEqual(0)
  })
})

describe('paging and signing in', () => {
  it('follows next_page_url to the end without loss or repetition', async () => {
    const all = await workspace().workers.list()
    const paged = await workspace().workers.list({ pageSize: 5 })
    expect(paged.map((worker) => worker.sid)).toEqual(all.map((worker) => worker.sid))
    expect(new Set(paged.map((worker) => worker.sid)).size).toBe(all.length)
  })

  it('refuses a bare page number with 40153', async () => {
    const answer = await refusal(workspace().workers.page({ pageNumber: 1, pageSize: 5 }))
    expect(answer).toMatchObject({ status: 400, code: 40153 })
  })

  it('refuses a wrong secret with 20003', async () => {
    const stranger = officialClient({ ...practice, keySecret: 'x'.repeat(32) })
    const answer = await refusal(stranger.taskrouter.v1.workspaces.list())
    expect(answer).toMatchObject({ status: 401, code: 20003 })
  })
})

const description = findApiDescription()
// Without the description there is nothing to hold the exchanges against, and the report says so.
describe.runIf(description !== null)("held against TaskRouter's API description", () => {
  it('every exchange above is as described', () => {
    const judge = loadApiDescription(description!)
    const good = exchanges.filter((exchange) => exchange.status < 300)
    expect(good.length).toBeGreaterThan(80)
    const problems = good.flatMap((exchange) =>
      judge
        .checkAnswer(exchange.method, exchange.url, exchange.status, exchange.body)
        .concat(judge.checkRequest(exchange.method, exchange.url, exchange.form))
        .map(
          (problem) =>
            `${exchange.method} ${new URL(exchange.url).pathname.replace(/[0-9a-f]{32}/g, '…')}: ${problem}`,
        ),
    )
    expect([...new Set(problems)]).toEqual([])
    exchanges = []
  })
})
