// Situations that show while somebody acts: what a plan says of them, what the job's rows end as, and what must not end so.
import { afterEach, describe, expect, it } from 'vitest'
import { accept, expire } from '../../main/practice/world/reservations'
import { instructionOf } from '../../preload/contract/instructions'
import { instruct, REJECT, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { runOf } from '../support/run-request'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

/** Younger than any reservation time-out: nobody can be accepting these. */
const JUST_NOW = { ageMs: 10_000 }

/** Changes that the server was told to make to each reservation; a 429 was not processed. */
function postsByReservation({ server }: PracticeDesk): ReadonlyMap<string, number> {
  const posts = new Map<string, number>()
  for (const { method, path, status } of server.control.requestLog()) {
    const sid = path.split('/').at(-1) ?? ''
    if (method === 'POST' && sid.startsWith('WR') && status !== 429) posts.set(sid, (posts.get(sid) ?? 0) + 1)
  }
  return posts
}

const EVERY_INSTRUCTION = [
  ['accept', instructionOf('accept')],
  ['reject', instructionOf('reject')],
  ['redirect', instructionOf('redirect', { RedirectUrl: 'https://example.com/voicemail' })],
  ['dequeue', instructionOf('dequeue', { DequeueFrom: '+15550100' })],
  ['conference', instructionOf('conference', { To: 'client:ada', From: '+15550100' })],
  ['call', instructionOf('call', { CallFrom: '+15550100', CallUrl: 'https://example.com/twiml' })],
] as const

describe('P15 somebody was first', () => {
  it.each(EVERY_INSTRUCTION)('%s: the agent has answered since the plan', async (_name, instruction) => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P17', JUST_NOW)
    const plan = await planOn(desk, instruct(instruction), reservationSids)
    expect(plan.counts).toEqual({ act: 1, skip: 0, held: 0 })
    const { world } = desk.server.control.current
    for (const sid of reservationSids) {
      const offered = world.reservations.get(sid)
      if (offered === undefined) continue
      // An accept that was meant anyway would be done, whoever did it: there the offer runs out.
      if (instruction.kind === 'accept') expire(world, offered)
      else accept(world, offered, true)
    }
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ superseded: 1, done: 0, failed: 0, unknown: 0 })
    const [sid = ''] = reservationSids
    expect(rows.get(sid)?.statusAfter).toBe(desk.truth(sid))
  })

  it('is not said of a row that the server refuses for a reason of its own', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P17', JUST_NOW)
    const plan = await planOn(desk, REJECT, reservationSids)
    desk.server.control.armFault({ kind: 'status', status: 400, method: 'POST', path: '*/Reservations/*' })
    const { job } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ failed: 1, superseded: 0 })
    expect(desk.truth(reservationSids[0] ?? '')).toBe('pending')
  })
})

describe('P18 two supervisors', () => {
  it('reads a row that somebody touched once more and acts; one that somebody rejected is superseded', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P18', { count: 4, ageMs: 10_000 })
    const plan = await planOn(desk, REJECT, reservationSids)
    expect(plan.counts.act).toBe(4)
    desk.server.control.advance(5_000)
    const taken = new Set(reservationSids.filter((sid) => desk?.truth(sid) === 'rejected'))
    expect(taken.size).toBe(2)
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 2, superseded: 2, failed: 0, unknown: 0 })
    for (const sid of reservationSids)
      expect(rows.get(sid)?.outcome).toBe(taken.has(sid) ? 'superseded' : 'done')
  })
})

describe('P20 too many requests in the middle of a bulk', () => {
  it('is only slower: every row is done once, and the server rarely has to say no', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P20', { count: 30, ageMs: 10_000 })
    const plan = await planOn(desk, REJECT, reservationSids)
    expect(plan.counts.act).toBe(30)
    desk.server.control.clearRequestLog()
    const { job } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 30, failed: 0, unknown: 0, superseded: 0 })
    expect(postsByReservation(desk)).toEqual(new Map(reservationSids.map((sid) => [sid, 1])))
    const log = desk.server.control.requestLog()
    expect(log.filter(({ status }) => status === 429).length).toBeLessThan(log.length / 10)
    expect(desk.board.status().problem).toBeNull()
  }, 60_000)
})

describe('P22 a task that others work on', () => {
  it('deletes not even one without a typed word, and holds it back while a call is up', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P22', JUST_NOW)
    const on = desk
    const accepted = reservationSids.find((sid) => on.truth(sid) === 'accepted') ?? ''
    expect(desk.board.row(accepted)?.liveOffers).toBe(2)
    const plan = await planOn(desk, { kind: 'deleteTask' }, [accepted])
    expect(plan.rows[0]).toMatchObject({ verdict: 'held', reason: 'callStillUp' })
    expect(plan.confirm.kind).toBe('typed')
    await expect(desk.bulk.run(runOf(plan.id, [accepted]))).rejects.toMatchObject({
      problem: { code: 'invalid' },
    })
    expect(reservationSids.map((sid) => on.truth(sid))).toEqual(
      reservationSids.map((sid) => (sid === accepted ? 'accepted' : 'pending')),
    )
  })

  it('asks for nothing typed where the task is only completed', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P13', JUST_NOW)
    const on = desk
    const accepted = reservationSids.filter((sid) => on.truth(sid) === 'accepted')
    const plan = await planOn(desk, { kind: 'completeTask', reason: 'left open' }, accepted)
    expect(plan).toMatchObject({ confirm: { kind: 'simple' }, counts: { act: 1, held: 0 } })
  })
})

describe('P26 completed, but the note cannot be written', () => {
  it('is a result of its own, and only the note is sent again', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, faultIds } = await desk.stage('P26')
    const [sid = ''] = reservationSids
    const plan = await planOn(desk, instruct(instructionOf('complete')), [sid])
    const { id } = await desk.bulk.run(runOf(plan.id, [], '', { note: 'left open', noteOnTask: true }))
    const { bulk, server } = desk
    const outcome = () => bulk.outcomes(id).find((row) => row.sid === sid)
    await until(() => (outcome()?.outcome === 'partial' ? true : null), 'a partial outcome', 20_000)
    expect(outcome()).toMatchObject({ left: 'note', statusAfter: 'completed' })
    for (const fault of faultIds) server.control.disarmFault(fault)
    server.control.clearRequestLog()
    bulk.retryPartial(id)
    await until(() => (outcome()?.outcome === 'done' ? true : null), 'the note to be written', 20_000)
    const posts = server.control.requestLog().filter(({ method }) => method === 'POST')
    expect(posts.map(({ path }) => path.split('/').at(-2))).toEqual(['Tasks'])
    expect(posts[0]?.params['Attributes']).toContain('left open')
  })

  it('is not said of a row whose note went through', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P1', { count: 1 })
    const plan = await planOn(desk, instruct(instructionOf('complete')), reservationSids)
    const { id } = await desk.bulk.run(runOf(plan.id, [], '', { note: 'left open', noteOnTask: true }))
    const { bulk } = desk
    await until(
      () => (bulk.jobs().find((job) => job.id === id)?.state === 'finished' ? true : null),
      'the end',
    )
    expect(bulk.outcomes(id)).toMatchObject([{ outcome: 'done', left: null }])
  })
})

describe('P29 one row that always fails', () => {
  it('stops nobody else; retrying what failed does it once it can be done', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, notes, faultIds } = await desk.stage('P29', { count: 60, ageMs: 10_000 })
    const plan = await planOn(desk, REJECT, reservationSids)
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 59, failed: 1, unknown: 0 })
    expect(rows.get(String(notes['poisoned']))).toMatchObject({
      outcome: 'failed',
      problem: { code: 'server' },
    })
    for (const fault of faultIds) desk.server.control.disarmFault(fault)
    const again = await desk.bulk.retryFailed(job.id, () => undefined)
    expect(again.rows.map(({ sid }) => sid)).toEqual([notes['poisoned']])
    const second = await runPlan(desk, again)
    expect(second.job.counts).toMatchObject({ done: 1, failed: 0 })
  }, 60_000)
})
