import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { officialClient } from '../support/official-client'
import { openOfficialDesk, refusal, type OfficialDesk } from '../support/official-desk'
import { findApiDescription, loadApiDescription } from '../support/openapi'
import { stageAccepted, stageOffer } from '../support/staged-rows'

/**
 * The official client drives the practice workspace through what a board needs around reservations: tasks, workers, events,
 * statistics, paging. Where TaskRouter's own API description is at hand, each exchange is also held against it.
 */

let desk: OfficialDesk

beforeAll(async () => {
  desk = await openOfficialDesk()
})
beforeEach(() => {
  desk.practice.control.reset()
})
afterAll(() => desk.practice.close())

const offer = () => stageOffer(desk.practice)
const accepted = () => stageAccepted(desk.practice)

describe('everything around a reservation', () => {
  it('workspaces: list, fetch, by name', async () => {
    const [first] = await desk.client.taskrouter.v1.workspaces.list()
    expect(first!.sid).toBe(desk.practice.workspaceSid)
    const fetched = await desk.workspace().fetch()
    expect(fetched.friendlyName).toBe(first!.friendlyName)
    const named = await desk.client.taskrouter.v1.workspaces.list({ friendlyName: fetched.friendlyName })
    expect(named).toHaveLength(1)
    expect(await desk.client.taskrouter.v1.workspaces.list({ friendlyName: 'nobody' })).toEqual([])
  })

  it('tasks: list by status, queue and order; update; cancel; delete', async () => {
    const row = offer()
    const reserved = await desk.workspace().tasks.list({
      assignmentStatus: ['reserved', 'pending'],
      ordering: 'DateCreated:desc',
    })
    expect(reserved.map((task) => task.sid)).toContain(row.taskSid)
    const task = await desk.workspace().tasks(row.taskSid).fetch()
    const inQueue = await desk.workspace().tasks.list({ taskQueueSid: task.taskQueueSid })
    expect(inQueue.map((each) => each.sid)).toContain(row.taskSid)
    expect((await desk.workspace().tasks(row.taskSid).update({ priority: 7 })).priority).toBe(7)
    const canceled = await desk
      .workspace()
      .tasks(row.taskSid)
      .update({ assignmentStatus: 'canceled', reason: 'test' })
    expect(canceled.assignmentStatus).toBe('canceled')
    const other = offer()
    expect(await desk.workspace().tasks(other.taskSid).remove()).toBe(true)
    expect((await refusal(desk.workspace().tasks(other.taskSid).fetch())).status).toBe(404)
  })

  it('tasks: an assigned one cannot be cancelled, but completed', async () => {
    const row = accepted()
    const answer = await refusal(
      desk.workspace().tasks(row.taskSid).update({ assignmentStatus: 'canceled', reason: 'x' }),
    )
    expect(answer.status).toBe(400)
    expect(answer.message).toContain('not pending or reserved')
    const completed = await desk
      .workspace()
      .tasks(row.taskSid)
      .update({ assignmentStatus: 'completed', reason: 'done' })
    expect(completed.assignmentStatus).toBe('completed')
  })

  it('tasks: created ones can be read back and are routed', async () => {
    const attributes = JSON.stringify({ topic: 'mooring' })
    const [workflow] = await desk.workspace().workflows.list()
    const created = await desk
      .workspace()
      .tasks.create({ attributes, workflowSid: workflow!.sid, priority: 3 })
    const fetched = await desk.workspace().tasks(created.sid).fetch()
    expect(fetched.attributes).toBe(attributes)
    expect(fetched.workflowSid).toBe(workflow!.sid)
  })

  it('workers: list, fetch, move, and reject what is pending on the way', async () => {
    const row = offer()
    const workers = await desk.workspace().workers.list()
    expect(workers.map((worker) => worker.sid)).toContain(row.workerSid)
    const activitySid = await desk.unavailableActivity()
    const moved = await desk
      .workspace()
      .workers(row.workerSid)
      .update({ activitySid, rejectPendingReservations: true })
    expect(moved.activitySid).toBe(activitySid)
    expect((await desk.byTask(row).fetch()).reservationStatus).toBe('rejected')
  })

  it('workers: the reject flag is refused for an available activity', async () => {
    const row = offer()
    const [available] = await desk.workspace().activities.list({ available: 'true' })
    const answer = await refusal(
      desk
        .workspace()
        .workers(row.workerSid)
        .update({ activitySid: available!.sid, rejectPendingReservations: true }),
    )
    expect(answer.status).toBe(400)
    expect((await desk.byTask(row).fetch()).reservationStatus).toBe('pending')
  })

  it('worker channels: read and change capacity', async () => {
    const row = accepted()
    const channels = await desk.workspace().workers(row.workerSid).workerChannels.list()
    const voice = channels.find((channel) => channel.taskChannelUniqueName === 'voice')!
    expect(voice.assignedTasks).toBe(1)
    const changed = await desk
      .workspace()
      .workers(row.workerSid)
      .workerChannels(voice.sid)
      .update({ capacity: 9 })
    expect(changed.configuredCapacity).toBe(9)
    expect(
      (await desk.workspace().workers(row.workerSid).workerChannels(voice.sid).fetch()).configuredCapacity,
    ).toBe(9)
  })

  it('activities, queues, workflows and channels', async () => {
    const [activity] = await desk.workspace().activities.list()
    expect((await desk.workspace().activities(activity!.sid).fetch()).friendlyName).toBe(
      activity!.friendlyName,
    )
    const [queue] = await desk.workspace().taskQueues.list()
    expect((await desk.workspace().taskQueues(queue!.sid).fetch()).friendlyName).toBe(queue!.friendlyName)
    const [workflow] = await desk.workspace().workflows.list()
    expect((await desk.workspace().workflows(workflow!.sid).fetch()).taskReservationTimeout).toBeGreaterThan(
      0,
    )
    const channels = await desk.workspace().taskChannels.list()
    expect(channels.map((channel) => channel.uniqueName)).toContain('voice')
    expect((await desk.workspace().taskChannels('voice').fetch()).uniqueName).toBe('voice')
  })

  it('events tell what happened to a reservation, with milliseconds', async () => {
    const row = offer()
    await desk.byTask(row).update({ reservationStatus: 'rejected' })
    const events = await desk.workspace().events.list({ reservationSid: row.sid, minutes: 1440 })
    expect(events.map((event) => event.eventType).sort()).toEqual([
      'reservation.created',
      'reservation.rejected',
    ])
    const one = await desk.workspace().events(events[0]!.sid).fetch()
    expect(one.resourceSid).toBe(row.sid)
    expect((one.eventData as Record<string, unknown>).task_sid).toBe(row.taskSid)
  })

  it('events: nothing older than 30 days, and 15 minutes by default', async () => {
    const old = new Date(desk.practice.control.now - 31 * 86_400_000)
    expect((await refusal(desk.workspace().events.list({ startDate: old }))).status).toBe(400)
    const row = offer()
    desk.practice.control.advance(16 * 60_000)
    expect(
      await desk.workspace().events.list({ reservationSid: row.sid, eventType: 'reservation.created' }),
    ).toEqual([])
  })

  it('statistics: real time and cumulative, of workspace, queue, workflow and workers', async () => {
    offer()
    const real = await desk.workspace().realTimeStatistics().fetch()
    expect((real.tasksByStatus as Record<string, number>).reserved).toBe(1)
    const cumulative = await desk.workspace().cumulativeStatistics().fetch({ minutes: 60 })
    expect(cumulative.reservationsCreated).toBeGreaterThanOrEqual(1)
    const [queue] = await desk.workspace().taskQueues.list()
    expect((await desk.workspace().taskQueues(queue!.sid).realTimeStatistics().fetch()).taskQueueSid).toBe(
      queue!.sid,
    )
    expect((await desk.workspace().taskQueues(queue!.sid).cumulativeStatistics().fetch()).taskQueueSid).toBe(
      queue!.sid,
    )
    const [workflow] = await desk.workspace().workflows.list()
    expect((await desk.workspace().workflows(workflow!.sid).realTimeStatistics().fetch()).workflowSid).toBe(
      workflow!.sid,
    )
    expect((await desk.workspace().workflows(workflow!.sid).cumulativeStatistics().fetch()).workflowSid).toBe(
      workflow!.sid,
    )
    expect((await desk.workspace().workers.realTimeStatistics().fetch()).totalWorkers).toBeGreaterThan(0)
    expect(
      (await desk.workspace().workers.cumulativeStatistics().fetch()).reservationsCreated,
    ).toBeGreaterThanOrEqual(0)
  })
})

describe('paging and signing in', () => {
  it('follows next_page_url to the end without loss or repetition', async () => {
    const all = await desk.workspace().workers.list()
    const paged = await desk.workspace().workers.list({ pageSize: 5 })
    expect(paged.map((worker) => worker.sid)).toEqual(all.map((worker) => worker.sid))
    expect(new Set(paged.map((worker) => worker.sid)).size).toBe(all.length)
  })

  it('refuses a bare page number with 40153', async () => {
    const answer = await refusal(desk.workspace().workers.page({ pageNumber: 1, pageSize: 5 }))
    expect(answer).toMatchObject({ status: 400, code: 40153 })
  })

  it('refuses a wrong secret with 20003', async () => {
    const stranger = officialClient({ ...desk.practice, keySecret: 'x'.repeat(32) })
    const answer = await refusal(stranger.taskrouter.v1.workspaces.list())
    expect(answer).toMatchObject({ status: 401, code: 20003 })
  })
})

const description = findApiDescription()
// Without the description there is nothing to hold the exchanges against, and the report says so.
describe.runIf(description !== null)("held against TaskRouter's API description", () => {
  it('every exchange above is as described', () => {
    const good = desk.exchanges.filter(({ status }) => status < 300)
    expect(good.length).toBeGreaterThan(40)
    expect(loadApiDescription(description!).deviations(good)).toEqual([])
  })
})
