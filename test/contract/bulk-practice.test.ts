import { afterEach, describe, expect, it } from 'vitest'
import { accept, expire, reject } from '../../main/practice/world/reservations'
import type { BulkAction, Plan } from '../../preload/contract/bulk'
import { instructionOf } from '../../preload/contract/instructions'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { runOf } from '../support/run-request'
import { instruct, REJECT, until } from '../support/bulk-desk'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

/** Younger than any reservation time-out: nobody can be accepting these. */
const JUST_NOW = { ageMs: 10_000 }

const activitySid = (from: PracticeDesk, available: boolean, index = 0): string =>
  [...from.server.control.current.world.activities.values()].filter((one) => one.available === available)[
    index
  ]!.sid

describe('every action on the practice workspace', () => {
  it('rejects, and the board follows', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 5, ...JUST_NOW })
    const plan = await planOn(desk, REJECT, reservationSids)
    expect(plan.counts).toEqual({ act: 5, skip: 0, held: 0 })
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 5 })
    for (const sid of reservationSids) {
      expect(rows.get(sid)).toMatchObject({ statusBefore: 'pending', statusAfter: desk.truth(sid) })
      expect(desk.board.row(sid)?.status).toBe('rejected')
    }
  })

  it('folds the rejections of one worker into one update when all offers are chosen', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, workerSids } = await desk.stage('P8', { count: 6, ...JUST_NOW })
    const away = activitySid(desk, false)
    const action = instruct(instructionOf('reject', { WorkerActivitySid: away }))
    const plan = await planOn(desk, action, reservationSids)
    expect(plan).toMatchObject({ requests: 1, workersMoved: 1 })
    desk.server.control.clearRequestLog()
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 6 })
    expect([...rows.values()].every(({ statusAfter }) => statusAfter === 'rejected')).toBe(true)
    const posts = desk.server.control.requestLog().filter(({ method }) => method === 'POST')
    expect(posts.map(({ path }) => path.split('/').at(-1))).toEqual([workerSids[0]])
    expect(desk.server.control.current.world.workers.get(workerSids[0]!)?.activity.sid).toBe(away)
  })

  it('does not fold when one of the offers was left out, and leaves that one alone', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 4, ...JUST_NOW })
    const [left, ...chosen] = reservationSids
    const away = activitySid(desk, false)
    const plan = await planOn(desk, instruct(instructionOf('reject', { WorkerActivitySid: away })), chosen)
    expect(plan.requests).toBe(3)
    await runPlan(desk, plan)
    expect(desk.truth(left!)).toBe('pending')
  })

  it('completes wrap-ups and holds accepted calls back', async () => {
    desk = await openPracticeDesk()
    const wrapping = await desk.stage('P1', { count: 6 })
    const calls = await desk.stage('P14', { count: 2, ...JUST_NOW })
    const sids = [...wrapping.reservationSids, ...calls.reservationSids]
    const plan = await planOn(desk, instruct(instructionOf('complete')), sids)
    expect(plan.counts).toEqual({ act: 6, skip: 0, held: 2 })
    const held = plan.rows.filter(({ verdict }) => verdict === 'held')
    expect(held.map(({ reason }) => reason)).toEqual(['callStillUp', 'callStillUp'])
    const { job } = await runPlan(desk, plan, [calls.reservationSids[0]!])
    expect(job.counts).toMatchObject({ done: 7, skipped: 1 })
    expect(desk.truth(calls.reservationSids[0]!)).toBe('completed')
    expect(desk.truth(calls.reservationSids[1]!)).toBe('accepted')
  })

  it('accepts, then wraps up', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P8', { count: 2, ...JUST_NOW })
    const accepted = await runPlan(
      desk,
      await planOn(desk, instruct(instructionOf('accept')), reservationSids),
    )
    expect(accepted.job.counts).toMatchObject({ done: 2 })
    await until(
      () => (reservationSids.every((sid) => desk?.truth(sid) === 'accepted') ? true : null),
      'accept',
    )
    const wrapped = await runPlan(
      desk,
      await planOn(desk, instruct(instructionOf('wrapUp')), reservationSids),
    )
    expect(wrapped.job.counts).toMatchObject({ done: 2 })
    expect(desk.truth(reservationSids[0]!)).toBe('wrapping')
  })

  it('redirects with the call of each task and tags what still waits', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, notes } = await desk.stage('P17', JUST_NOW)
    const redirect = instructionOf('redirect', { RedirectUrl: 'https://example.com/voicemail' })
    const plan = await planOn(desk, instruct(redirect), reservationSids)
    expect(plan.rows[0]?.values).toMatchObject({ RedirectCallSid: notes['callSid'] })
    const { job } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 1 })
    expect(desk.truth(reservationSids[0]!)).toBe('pending')
    expect(desk.board.row(reservationSids[0]!)?.instructed).toBe('redirect')
  })

  it('offers voice instructions to calls only', async () => {
    desk = await openPracticeDesk()
    const { notes } = await desk.stage('P16')
    const chat = String(notes['chat'])
    const withoutCall = String(notes['withoutCall'])
    const conference = instructionOf('conference', { To: 'client:ada', From: '+15550100' })
    const plan = await planOn(desk, instruct(conference), [chat, withoutCall])
    expect(plan.rows.map(({ reason }) => reason)).toEqual(['notVoice', 'noCall'])
    expect(plan.counts).toEqual({ act: 0, skip: 2, held: 0 })
  })

  it.each([
    ['dequeue', instructionOf('dequeue', { DequeueFrom: '+15550100' })],
    ['conference', instructionOf('conference', { To: 'client:ada', From: '+15550100' })],
    ['call', instructionOf('call', { CallFrom: '+15550100', CallUrl: 'https://example.com/twiml' })],
  ] as const)('connects a call by %s', async (_name, instruction) => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P17', JUST_NOW)
    const { job, rows } = await runPlan(desk, await planOn(desk, instruct(instruction), reservationSids))
    expect([...rows.values()].map(({ problem }) => problem)).toEqual([null])
    expect(job.counts).toMatchObject({ done: 1 })
  })

  it('moves workers once each, however many of their rows are chosen', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, workerSids } = await desk.stage('P8', { count: 3, ...JUST_NOW })
    const away = activitySid(desk, false)
    const action: BulkAction = { kind: 'workerActivity', activitySid: away, rejectPending: true }
    const plan = await planOn(desk, action, reservationSids)
    expect(plan).toMatchObject({ requests: 1, workersMoved: 1 })
    const { job } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: 3 })
    expect(desk.server.control.current.world.workers.get(workerSids[0]!)?.activity.sid).toBe(away)
  })

  it('sets a channel of workers, which the board shows without another reading', async () => {
    desk = await openPracticeDesk()
    const { workerSids } = await desk.stage('P9', { count: 3 })
    const { world } = desk.server.control.current
    const slotOf = (sid: string) =>
      world.workers.get(sid)?.channels.find(({ channel }) => channel.uniqueName === 'chat')
    const chat = slotOf(workerSids[0]!)!.channel.sid
    await desk.board.worker(workerSids[0]!)
    const action: BulkAction = { kind: 'workerChannel', channelSid: chat, capacity: 9, available: false }
    const plan = await planOn(desk, action, workerSids)
    expect(plan.counts).toEqual({ act: workerSids.length, skip: 0, held: 0 })
    const { job, rows } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: workerSids.length })
    for (const sid of workerSids) {
      expect(slotOf(sid)).toMatchObject({ capacity: 9, available: false })
      expect(rows.get(sid)?.statusAfter).toBe('capacity=9 available=false')
    }
    const shown = desk.board.directory().workers.find(({ sid }) => sid === workerSids[0])?.capacity
    expect(shown?.find(({ channel }) => channel === 'chat')).toMatchObject({
      configured: 9,
      available: false,
    })
    const again = await planOn(desk, action, workerSids)
    expect(new Set(again.rows.map(({ reason }) => reason))).toEqual(new Set(['alreadyDone']))
  })

  it('climbs the ladder: cancel what waits, complete what is in hand, delete only when typed', async () => {
    desk = await openPracticeDesk()
    const { reservationSids, notes } = await desk.stage('P13', JUST_NOW)
    const cancel = await planOn(desk, { kind: 'cancelTask', reason: 'gone quiet' }, reservationSids)
    const refused = cancel.rows.find(({ taskSid }) => taskSid === notes['assignedTask'])
    expect(refused).toMatchObject({ reason: 'wrongTaskStatus', facts: { next: 'completeTask' } })
    expect(cancel.counts).toMatchObject({ act: 1, skip: 1 })
    expect((await runPlan(desk, cancel)).job.counts).toMatchObject({ done: 1, skipped: 1 })
    const rest = reservationSids.filter((sid) => refused?.sid === sid)
    const complete = await planOn(desk, { kind: 'completeTask', reason: 'left open' }, rest)
    expect((await runPlan(desk, complete)).job.counts).toMatchObject({ done: 1 })
    const other = await desk.stage('P13', JUST_NOW)
    const remove = await planOn(desk, { kind: 'deleteTask' }, other.reservationSids.slice(0, 1))
    expect(remove.confirm).toEqual({ kind: 'typed', phrase: 'delete 1' })
    await expect(desk.bulk.run(runOf(remove.id, [], 'delete 2'))).rejects.toMatchObject({
      problem: { code: 'invalid' },
    })
    expect((await runPlan(desk, remove)).job.counts).toMatchObject({ done: 1 })
  })
})

describe('what plans know of situations', () => {
  it.each([
    ['P5', 'acceptInProgress'],
    ['P10', 'rejectLoop'],
    ['P11', 'rejectionLimit'],
  ] as const)('holds %s back as %s', async (name, reason) => {
    desk = await openPracticeDesk()
    await desk.stage(name, name === 'P5' ? { count: 2, ageMs: 240_000 } : {})
    const sids = desk.board.rows().flatMap(({ sid, status }) => (status === 'pending' ? [sid] : []))
    const plan = await planOn(desk, REJECT, sids)
    expect(plan.counts.act).toBe(0)
    expect(plan.rows.map((row) => row.reason)).toEqual(sids.map(() => reason))
    if (name === 'P10') expect(plan.proposedActivitySid).not.toBeNull()
  })

  it('calls a move that the agent’s client takes back a partial result', async () => {
    desk = await openPracticeDesk()
    const { reservationSids } = await desk.stage('P19', JUST_NOW)
    const away = activitySid(desk, false)
    const action = instruct(instructionOf('reject', { WorkerActivitySid: away }))
    const { job } = await runPlan(desk, await planOn(desk, action, reservationSids))
    const bulk = desk.bulk
    const row = await until(() => {
      const [told] = bulk.outcomes(job.id)
      return told?.outcome === 'partial' ? told : null
    }, 'the move to be found reverted')
    expect(row.problem?.code).toBe('changed')
  }, 30_000)
})

describe('races', () => {
  it('calls nothing failed that agents merely answered first', async () => {
    desk = await openPracticeDesk({ practice: { latencyMs: 5, jitterMs: 20 } })
    const { reservationSids } = await desk.stage('P8', { count: 200, ...JUST_NOW })
    const plan = await planOn(desk, REJECT, reservationSids)
    const { world } = desk.server.control.current
    const byAgents = new Set<string>()
    let turn = 0
    const agents = setInterval(() => {
      const open = reservationSids
        .map((sid) => world.reservations.get(sid)!)
        .filter((r) => r.status === 'pending')
      const picked = open[(turn * 7919) % Math.max(open.length, 1)]
      if (picked === undefined) return
      if (turn % 3 === 0) accept(world, picked, true)
      else if (turn % 3 === 1) expire(world, picked)
      else reject(world, picked, null, true)
      byAgents.add(picked.sid)
      turn += 1
    }, 3)
    try {
      const { job, rows } = await runPlan(desk, plan)
      expect(byAgents.size).toBeGreaterThan(3)
      expect(job.counts).toMatchObject({ failed: 0, unknown: 0, superseded: byAgents.size })
      for (const sid of reservationSids) {
        expect(rows.get(sid)?.outcome).toBe(byAgents.has(sid) ? 'superseded' : 'done')
        expect(rows.get(sid)?.statusAfter).toBe(desk.truth(sid))
        // The server's own time of the agent's answer, which the API gives in whole seconds.
        const answeredAt = Math.floor((world.reservations.get(sid)?.updatedAt ?? 0) / 1_000) * 1_000
        expect(rows.get(sid)?.overtakenAt).toBe(byAgents.has(sid) ? answeredAt : null)
      }
    } finally {
      clearInterval(agents)
    }
  })

  it('lets two consoles share the same rows: each row once, the other one superseded', async () => {
    desk = await openPracticeDesk({ practice: { latencyMs: 3, jitterMs: 10 } })
    const { reservationSids } = await desk.stage('P8', { count: 100, ...JUST_NOW })
    const action = REJECT
    const [first, second] = await Promise.all([
      planOn(desk, action, reservationSids),
      planOn(desk, action, reservationSids),
    ])
    const [one, two] = await Promise.all([runPlan(desk, first), runPlan(desk, second)])
    for (const sid of reservationSids) {
      const outcomes = [one.rows.get(sid)?.outcome, two.rows.get(sid)?.outcome].sort()
      expect(outcomes).toEqual(['done', 'superseded'])
    }
  })

  it('runs several jobs at once: one that is paused holds up nobody, and one that is stopped stops alone', async () => {
    desk = await openPracticeDesk({ practice: { latencyMs: 40 } })
    const { bulk, server } = desk
    const pending = (await desk.stage('P8', { count: 200, ...JUST_NOW })).reservationSids
    const wrapping = (await desk.stage('P1', { count: 110, ...JUST_NOW })).reservationSids
    const parts = [pending.slice(0, 100), pending.slice(100), wrapping]
    const [reject, complete] = [REJECT, instruct(instructionOf('complete'))]
    const plans: Plan[] = []
    for (const [index, sids] of parts.entries())
      plans.push(await planOn(desk, index === 2 ? complete : reject, sids))
    server.control.clearRequestLog()
    const [paused, stopped, whole] = await Promise.all(plans.map(({ id }) => bulk.run(runOf(id))))
    const jobOf = (id = '') => bulk.jobs().find((one) => one.id === id)
    const sentOf = (id = '') => bulk.outcomes(id).filter(({ outcome }) => outcome === 'done').length
    await until(
      () => (sentOf(paused?.id) > 0 && sentOf(stopped?.id) > 0 ? true : null),
      'all jobs to be under way',
    )
    expect([paused, stopped, whole].map((job) => jobOf(job?.id)?.state)).toEqual([
      'running',
      'running',
      'running',
    ])
    bulk.pause(paused?.id ?? '')
    bulk.cancel(stopped?.id ?? '')
    await until(() => (jobOf(whole?.id)?.state === 'finished' ? true : null), 'the third job to finish')
    await until(() => (jobOf(stopped?.id)?.state === 'cancelled' ? true : null), 'the second job to stop')
    expect(jobOf(whole?.id)?.counts).toMatchObject({ done: wrapping.length })
    expect(jobOf(paused?.id)).toMatchObject({ state: 'paused' })
    expect(jobOf(paused?.id)?.counts.waiting).toBeGreaterThan(0)
    expect(jobOf(stopped?.id)?.counts.skipped).toBeGreaterThan(0)
    await bulk.resume(paused?.id ?? '')
    await until(() => (jobOf(paused?.id)?.state === 'finished' ? true : null), 'the first job to finish')
    expect(jobOf(paused?.id)?.counts).toMatchObject({ done: 100 })
    const posts = server.control.requestLog().filter(({ method }) => method === 'POST')
    const asked = posts.map(({ path }) => path.split('/').at(-1))
    expect(new Set(asked).size).toBe(asked.length)
    for (const { sid, outcome } of bulk.outcomes(stopped?.id ?? ''))
      expect(desk.truth(sid)).toBe(outcome === 'done' ? 'rejected' : 'pending')
  })
})
