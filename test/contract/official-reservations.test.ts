import type { ReservationContextUpdateOptions as ReservationUpdate } from 'twilio/lib/rest/taskrouter/v1/workspace/worker/reservation'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openOfficialDesk, refusal, type OfficialDesk } from '../support/official-desk'
import { findApiDescription, loadApiDescription } from '../support/openapi'
import { stageAccepted, stageOffer, type StagedRow } from '../support/staged-rows'

/**
 * The official client drives the practice workspace through every operation of the Reservations API page. Where TaskRouter's
 * own API description is at hand, each exchange is also held against it.
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

type Instruct = (
  row: StagedRow,
  options: ReservationUpdate,
) => Promise<{ readonly sid: string; readonly reservationStatus: string }>

/** Both ways to address a reservation. */
const SCOPES: readonly (readonly [string, Instruct])[] = [
  ['task', (row, options) => desk.byTask(row).update(options)],
  ['worker', (row, options) => desk.byWorker(row).update(options)],
]

describe('reservations: retrieve and list', () => {
  it('fetches one through its task and through its worker', async () => {
    const row = offer()
    const viaTask = await desk.byTask(row).fetch()
    expect(viaTask.reservationStatus).toBe('pending')
    expect(viaTask.workerName).toBeTruthy()
    const viaWorker = await desk.byWorker(row).fetch()
    expect(viaWorker.sid).toBe(viaTask.sid)
    expect(viaWorker.taskSid).toBe(row.taskSid)
  })

  it('lists those of a task, filtered by status and by worker', async () => {
    const facts = desk.practice.control.stage('P24')
    const live = desk.practice.control
      .liveReservations()
      .filter((row) => facts.reservationSids.includes(row.sid))
    const { taskSid, workerSid } = live[0]!
    const all = await desk.workspace().tasks(taskSid).reservations.list()
    expect(all.map((row) => row.sid).sort()).toEqual(live.map((row) => row.sid).sort())
    const mine = await desk.workspace().tasks(taskSid).reservations.list({ workerSid })
    expect(mine.map((row) => row.workerSid)).toEqual([workerSid])
    expect(
      await desk.workspace().tasks(taskSid).reservations.list({ reservationStatus: 'accepted' }),
    ).toEqual([])
  })

  it('lists those of a worker, filtered by status', async () => {
    const row = offer()
    const pending = await desk
      .workspace()
      .workers(row.workerSid)
      .reservations.list({ reservationStatus: 'pending' })
    expect(pending.map((reservation) => reservation.sid)).toEqual([row.sid])
    expect(
      await desk.workspace().workers(row.workerSid).reservations.list({ reservationStatus: 'rejected' }),
    ).toEqual([])
  })

  it('says 20404 for one that does not exist', async () => {
    const row = offer()
    const answer = await refusal(desk.byTask({ ...row, sid: `WR${'0'.repeat(32)}` }).fetch())
    expect(answer).toMatchObject({ status: 404, code: 20404 })
    expect(answer.message).toContain('/Workspaces/')
  })
})

describe('reservations: accept, reject, wrap up, complete', () => {
  it('accepts through the task', async () => {
    const row = offer()
    const updated = await desk.byTask(row).update({ reservationStatus: 'accepted' })
    expect(updated.reservationStatus).toBe('accepted')
  })

  it('accepts through the worker', async () => {
    const row = offer()
    const updated = await desk.byWorker(row).update({ reservationStatus: 'accepted' })
    expect(updated.reservationStatus).toBe('accepted')
  })

  it('rejects, and the worker stays in the activity it was in', async () => {
    const row = offer()
    const before = await desk.workspace().workers(row.workerSid).fetch()
    const updated = await desk.byTask(row).update({ reservationStatus: 'rejected' })
    expect(updated.reservationStatus).toBe('rejected')
    const after = await desk.workspace().workers(row.workerSid).fetch()
    expect(after.activitySid).toBe(before.activitySid)
  })

  it('rejects and moves the worker to another activity', async () => {
    const row = offer()
    const activitySid = await desk.unavailableActivity()
    const updated = await desk.byTask(row).update({
      reservationStatus: 'rejected',
      workerActivitySid: activitySid,
    })
    expect(updated.reservationStatus).toBe('rejected')
    expect((await desk.workspace().workers(row.workerSid).fetch()).activitySid).toBe(activitySid)
  })

  it('wraps up and completes what was accepted', async () => {
    const row = accepted()
    expect((await desk.byWorker(row).update({ reservationStatus: 'wrapping' })).reservationStatus).toBe(
      'wrapping',
    )
    expect((await desk.byWorker(row).update({ reservationStatus: 'completed' })).reservationStatus).toBe(
      'completed',
    )
    desk.practice.control.advance(1000)
    expect((await desk.workspace().tasks(row.taskSid).fetch()).assignmentStatus).toBe('completed')
  })

  it('refuses to reject what has ended, with 400', async () => {
    const row = offer()
    await desk.byTask(row).update({ reservationStatus: 'rejected' })
    expect((await refusal(desk.byTask(row).update({ reservationStatus: 'rejected' }))).status).toBe(400)
  })

  it('obeys If-Match: a stale version is 412 with 20412', async () => {
    const row = offer()
    const answer = await refusal(desk.byTask(row).update({ ifMatch: '999', reservationStatus: 'accepted' }))
    expect(answer).toMatchObject({ status: 412, code: 20412 })
    expect((await desk.byTask(row).fetch()).reservationStatus).toBe('pending')
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
    desk.practice.control.advance(60_000)
    expect((await desk.byTask(row).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)('dequeue, through the %s', async (_, instruct) => {
    const row = offer()
    await instruct(row, { instruction: 'dequeue', dequeueFrom: '+18005550123' })
    desk.practice.control.advance(60_000)
    expect((await desk.byTask(row).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)('call, through the %s, accepts only when told to', async (_, instruct) => {
    const call = { instruction: 'call', callFrom: '+18005550123', callUrl: 'https://console.example/agent' }
    const left = offer()
    await instruct(left, call)
    desk.practice.control.advance(1000)
    expect((await desk.byTask(left).fetch()).reservationStatus).toBe('pending')
    const taken = offer()
    await instruct(taken, { ...call, callAccept: true })
    desk.practice.control.advance(60_000)
    expect((await desk.byTask(taken).fetch()).reservationStatus).toBe('accepted')
  })

  it.each(SCOPES)(
    'redirect, through the %s, leaves the offer pending unless it accepts',
    async (_, instruct) => {
      const row = offer()
      const { attributes } = await desk.workspace().tasks(row.taskSid).fetch()
      const { call_sid: redirectCallSid } = JSON.parse(attributes) as { call_sid: string }
      const redirect = { redirectCallSid, redirectUrl: 'https://console.example/voicemail' }
      // The page's samples write it both ways.
      expect((await instruct(row, { instruction: 'Redirect', ...redirect })).reservationStatus).toBe(
        'pending',
      )
      await instruct(row, { instruction: 'redirect', ...redirect, redirectAccept: true })
      desk.practice.control.advance(1000)
      expect((await desk.byTask(row).fetch()).reservationStatus).toBe('accepted')
    },
  )

  it('supervise, task-scoped, needs an accepted reservation', async () => {
    const row = accepted()
    const supervisor = row.workerSid
    const updated = await desk.byTask(row).update({
      instruction: 'supervise',
      supervisorMode: 'monitor',
      supervisor,
    })
    expect(updated.reservationStatus).toBe('accepted')
    const pending = offer()
    const answer = await refusal(
      desk.byTask(pending).update({ instruction: 'supervise', supervisorMode: 'monitor', supervisor }),
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
      const answer = await refusal(desk.byTask(row).update({ instruction, ...parameters }))
      expect(answer).toMatchObject({ status: 400, code })
    },
  )
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
