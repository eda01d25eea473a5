import { describe, expect, it } from 'vitest'
import type { PracticeOptions } from '../../../main/practice/options'
import { openPractice, type Client, type Reply } from './support'

const SID = (prefix: string): string => prefix + 'a'.repeat(32)

async function withStage(name: string, options: PracticeOptions = {}, count?: number) {
  const client = await openPractice(options)
  const facts = client.server.control.stage(name, count === undefined ? {} : { count })
  const path = (index = 0): string =>
    `${client.home}/Workers/${facts.workerSids[0]!}/Reservations/${facts.reservationSids[index]!}`
  const byTask = async (index = 0): Promise<string> => {
    const row = (await client.get(path(index))).json
    return `${client.home}/Tasks/${row.task_sid}/Reservations/${row.sid}`
  }
  return { client, facts, path, byTask }
}

async function statusOf(client: Client, path: string): Promise<string> {
  return (await client.get(path)).json.reservation_status
}

function expectRefused(reply: Reply, code: number): void {
  expect(reply.json).toMatchObject({ status: 400, code })
}

describe('plain moves', () => {
  it('accept: 200 at once, the task follows a moment later, the second accept is refused', async () => {
    const { client, path, facts } = await withStage('P8', {}, 1)
    const reply = await client.post(path(), { ReservationStatus: 'accepted' })
    expect(reply.json.reservation_status).toBe('accepted')
    const task = `${client.home}/Tasks/${facts.taskSids[0]!}`
    expect((await client.get(task)).json.assignment_status).toBe('reserved')
    client.server.control.advance(1_000)
    expect((await client.get(task)).json.assignment_status).toBe('assigned')
    const again = await client.post(path(), { ReservationStatus: 'accepted' })
    expect(again.json.message).toContain(
      'not in expected state [pending] and cannot be updated to [accepted]',
    )
    expectRefused(again, 20001)
  })

  it('the second accept is harmless when that is chosen', async () => {
    const { client, path } = await withStage('P8', { rules: { repeatedAccept: 'idempotent' } }, 1)
    await client.post(path(), { ReservationStatus: 'accepted' })
    expect((await client.post(path(), { ReservationStatus: 'accepted' })).status).toBe(200)
  })

  it('reject with an activity moves the worker; an activity that is none is refused with 40100', async () => {
    const { client, path, facts } = await withStage('P8', {}, 2)
    expectRefused(
      await client.post(path(), { ReservationStatus: 'rejected', WorkerActivitySid: SID('WA') }),
      40100,
    )
    expect(await statusOf(client, path())).toBe('pending')
    const offline = facts.notes.offlineActivity as string
    const reply = await client.post(path(), { ReservationStatus: 'rejected', WorkerActivitySid: offline })
    expect(reply.json.reservation_status).toBe('rejected')
    const worker = (await client.get(`${client.home}/Workers/${facts.workerSids[0]!}`)).json
    expect(worker).toMatchObject({ activity_sid: offline, available: false })
    expect(await statusOf(client, path(1))).toBe('pending')
  })

  it('reject on an accepted one: refused, or allowed when that is chosen', async () => {
    for (const rejectOnAccepted of ['refuse', 'allow'] as const) {
      const { client, path } = await withStage('P8', { rules: { rejectOnAccepted } }, 1)
      await client.post(path(), { ReservationStatus: 'accepted' })
      const reply = await client.post(path(), { ReservationStatus: 'rejected' })
      expect(reply.status).toBe(rejectOnAccepted === 'allow' ? 200 : 400)
    }
  })

  it('wrap up and complete through the reservation', async () => {
    const { client, path } = await withStage('P14', {}, 1)
    expect((await client.post(path(), { ReservationStatus: 'wrapping' })).json.reservation_status).toBe(
      'wrapping',
    )
    expect((await client.post(path(), { ReservationStatus: 'completed' })).json.reservation_status).toBe(
      'completed',
    )
    expectRefused(await client.post(path(), { ReservationStatus: 'completed' }), 20001)
    expectRefused(await client.post(path(), { ReservationStatus: 'timeout' }), 20001)
    expectRefused(await client.post(path(), { ReservationStatus: 'odd' }), 20001)
  })

  it('obeys If-Match, on task-scoped rows, and ignores it when that is chosen', async () => {
    const { client, byTask } = await withStage('P8', {}, 1)
    const path = await byTask()
    const etag = (await client.get(path)).headers.get('etag')!
    expect(etag).toBe('0')
    const stale = await client.post(path, { ReservationStatus: 'accepted' }, { 'if-match': '7' })
    expect(stale.json).toMatchObject({ status: 412, code: 20412 })
    const fresh = await client.post(path, { ReservationStatus: 'accepted' }, { 'if-match': etag })
    expect(fresh.headers.get('etag')).toBe('1')
    const lax = await withStage('P8', { rules: { etagEnforced: false } }, 1)
    const reply = await lax.client.post(
      await lax.byTask(),
      { ReservationStatus: 'accepted' },
      { 'if-match': '7' },
    )
    expect(reply.status).toBe(200)
  })
})

describe('instructions', () => {
  const CALL = { Instruction: 'call', CallFrom: '+15552000100', CallUrl: 'https://desk.example/call' }
  const REDIRECT = {
    Instruction: 'redirect',
    RedirectCallSid: SID('CA'),
    RedirectUrl: 'https://desk.example/redirect',
  }
  const DEQUEUE = { Instruction: 'dequeue', DequeueFrom: '+15552000100' }

  it('call and redirect leave the offer pending unless told to accept', async () => {
    for (const [form, flag] of [
      [CALL, 'CallAccept'],
      [REDIRECT, 'RedirectAccept'],
    ] as const) {
      const { client, path } = await withStage('P17')
      expect((await client.post(path(), form)).json.reservation_status).toBe('pending')
      expect((await client.post(path(), { ...form, [flag]: 'true' })).json.reservation_status).toBe(
        'accepted',
      )
    }
  })

  it('conference and dequeue take a while: pending, then accepted', async () => {
    for (const form of [{ Instruction: 'conference', From: '+15552000100' }, DEQUEUE]) {
      const { client, path } = await withStage('P17')
      expect((await client.post(path(), form)).json.reservation_status).toBe('pending')
      const second = await client.post(path(), { ReservationStatus: 'accepted' })
      expect(second.json.message).toContain('cannot be updated to [onHold]')
      client.server.control.advance(10_000)
      expect(await statusOf(client, path())).toBe('accepted')
    }
  })

  it('are refused with their own code once the offer is not pending', async () => {
    const { client, path } = await withStage('P17')
    await client.post(path(), { ReservationStatus: 'accepted' })
    expectRefused(await client.post(path(), CALL), 40114)
    expectRefused(await client.post(path(), REDIRECT), 40123)
    expectRefused(await client.post(path(), DEQUEUE), 40135)
    const conference = await client.post(path(), { Instruction: 'conference' })
    expectRefused(conference, 40136)
    expect(conference.json.message).toMatch(/^Unable to execute Conference instruction\. Reservation WR/)
  })

  it.each([
    [{ Instruction: 'call', CallUrl: 'https://desk.example/call' }, 40111],
    [{ Instruction: 'call', CallFrom: '+15552000100' }, 40112],
    [{ ...CALL, CallUrl: 'nowhere' }, 40112],
    [{ ...CALL, CallTo: '?' }, 40110],
    [{ ...CALL, CallStatusCallbackUrl: '' }, 40158],
    [{ Instruction: 'redirect', RedirectCallSid: SID('CA') }, 40120],
    [{ ...REDIRECT, RedirectCallSid: 'CA1' }, 40121],
    [{ Instruction: 'dequeue' }, 40132],
    [{ ...DEQUEUE, DequeuePostWorkActivitySid: SID('WA') }, 40130],
    [{ ...DEQUEUE, DequeueStatusCallbackEvent: 'sung' }, 40134],
    [{ ...DEQUEUE, DequeueStatusCallbackUrl: 'x' }, 40157],
    [{ Instruction: 'conference', StatusCallback: '' }, 40159],
    [{ Instruction: 'conference', From: '?' }, 40141],
    [{ Instruction: 'conference', Timeout: '1000' }, 20001],
    [{ Instruction: 'conference', Beep: 'loud' }, 20001],
    [{ Instruction: 'juggle' }, 20001],
    [{ Instruction: 'call', ReservationStatus: 'accepted' }, 20001],
  ])('refuse %o with %i', async (form, code) => {
    const { client, path } = await withStage('P17')
    expectRefused(await client.post(path(), form), code)
    expect(await statusOf(client, path())).toBe('pending')
  })

  it('know what a task lacks, and what a transfer or a dead call forbids', async () => {
    const { client, facts } = await withStage('P16')
    const at = (note: string): string =>
      `${client.home}/Workers/${facts.workerSids[0]!}/Reservations/${facts.notes[note] as string}`
    expectRefused(await client.post(at('chat'), DEQUEUE), 40140)
    expectRefused(await client.post(at('withoutCall'), { Instruction: 'conference' }), 40142)
    expectRefused(await client.post(at('inTransfer'), CALL), 40151)
    const dead = await withStage('P2', {}, 1)
    const pending = dead.facts.reservationSids.findIndex((_, index) => index === 1)
    expectRefused(await dead.client.post(dead.path(pending), REDIRECT), 40122)
    expectRefused(await dead.client.post(dead.path(pending), { Instruction: 'conference' }), 40144)
  })

  it('supervise: task-scoped only, not while pending, needs a supervisor who can be reached', async () => {
    const { client, path, byTask, facts } = await withStage('P14', {}, 1)
    const form = { Instruction: 'supervise', SupervisorMode: 'monitor', Supervisor: facts.workerSids[0]! }
    expect((await client.post(await byTask(), form)).json.reservation_status).toBe('accepted')
    expectRefused(await client.post(path(), form), 20001)
    expectRefused(await client.post(await byTask(), { ...form, Supervisor: SID('WK') }), 40147)
    const pending = await withStage('P17')
    expectRefused(await pending.client.post(await pending.byTask(), form), 40146)
  })
})

describe('tasks', () => {
  it('are created, changed, canceled, and refuse wrong moves in the service’s words', async () => {
    const { client, facts } = await withStage('P13')
    const at = (sid: unknown): string => `${client.home}/Tasks/${sid as string}`
    const workflow = (await client.get(`${client.home}/Workflows`)).json.workflows[0].sid
    const create = {
      WorkflowSid: workflow,
      TaskChannel: 'chat',
      Attributes: '{"channel":"chat"}',
      Priority: '3',
    }
    const created = await client.post(`${client.home}/Tasks`, create)
    expect(created.status).toBe(201)
    expect(created.json).toMatchObject({
      assignment_status: 'pending',
      priority: 3,
      task_queue_friendly_name: 'Live chat',
    })
    const changed = await client.post(at(created.json.sid), { Priority: '9' })
    expect(changed.json.priority).toBe(9)
    expect((await client.post(at(created.json.sid), { Attributes: 'no' })).status).toBe(400)
    expect(
      (await client.post(at(created.json.sid), { AssignmentStatus: 'canceled', Attributes: '{}' })).status,
    ).toBe(400)
    expect((await client.post(at(created.json.sid), { AssignmentStatus: 'reserved' })).status).toBe(400)
    const gone = await client.post(at(created.json.sid), { AssignmentStatus: 'canceled', Reason: 'tried' })
    expect(gone.json).toMatchObject({ assignment_status: 'canceled', reason: 'tried' })
    const cancel = await client.post(at(facts.notes.assignedTask), { AssignmentStatus: 'canceled' })
    expect(cancel.json.message).toMatch(/^Cannot cancel task WT\w+ because it is not pending or reserved\.$/)
    const wrap = await client.post(at(facts.notes.reservedTask), { AssignmentStatus: 'wrapping' })
    expect(wrap.json.message).toMatch(/^Cannot wrap up a task WT\w+ because it's not currently assigned$/)
    expect((await client.delete(at(facts.notes.reservedTask))).status).toBe(204)
    expect((await client.get(at(facts.notes.reservedTask))).status).toBe(404)
    const expired = await client.post(at(facts.notes.assignedTask), {
      AssignmentStatus: 'completed',
      Reason: 'x',
    })
    expect(expired.json.assignment_status).toBe('completed')
    client.server.control.advance(client.server.control.current.rules.removalMs)
    expect((await client.get(at(facts.notes.assignedTask))).status).toBe(404)
  })
})

describe('workers', () => {
  it('move with RejectPendingReservations only to an unavailable activity', async () => {
    const { client, facts, path } = await withStage('P8')
    const worker = `${client.home}/Workers/${facts.workerSids[0]!}`
    const move = (note: string) =>
      client.post(worker, { ActivitySid: facts.notes[note] as string, RejectPendingReservations: 'true' })
    expect((await move('availableActivity')).status).toBe(400)
    expect(await statusOf(client, path(2))).toBe('pending')
    expect((await move('offlineActivity')).json.available).toBe(false)
    for (let index = 0; index < 5; index++) expect(await statusOf(client, path(index))).toBe('rejected')
  })

  it('take capacity by channel SID or name', async () => {
    const { client, facts } = await withStage('P23')
    const path = `${client.home}/Workers/${facts.workerSids[0]!}/Channels`
    const before = (await client.get(`${path}/chat`)).json
    expect(before).toMatchObject({
      assigned_tasks: 2,
      configured_capacity: 2,
      available_capacity_percentage: 0,
    })
    const after = (await client.post(`${path}/${before.sid}`, { Capacity: '4', Available: 'true' })).json
    expect(after).toMatchObject({ configured_capacity: 4, available_capacity_percentage: 50 })
    expect((await client.post(`${path}/chat`, { Capacity: '51' })).status).toBe(400)
  })
})
