import { afterEach, describe, expect, it } from 'vitest'
import type { StageOptions } from '../../main/practice'
import { moveWorker } from '../../main/practice/world/record'
import { recommendedAction, recommendedActions } from '../../preload/contract/advice'
import type { BoardRow } from '../../preload/contract/board'
import type { BulkAction } from '../../preload/contract/bulk'
import { instructionOf } from '../../preload/contract/instructions'
import type { AdviceId, EvidenceKey, ReasonId } from '../../preload/contract/reasons'
import { until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const MINUTE = 60_000
/** A stage has its past made up at once; a tail that looks an hour back reads it as if it had watched. */
const LOOKS_FAR_BACK = { overlapMs: 60 * MINUTE }
const instruct = (kind: 'reject' | 'accept' | 'complete'): BulkAction => ({
  kind: 'instruction',
  instruction: instructionOf(kind),
})

interface Named {
  readonly reason: ReasonId
  readonly level: 'watch' | 'stuck'
  readonly advice: AdviceId
  readonly evidence: readonly EvidenceKey[]
}

interface Situation {
  readonly stage: string
  readonly options?: StageOptions
  /** Moves the world on where the stage alone is not the situation yet. */
  readonly then?: (desk: PracticeDesk, facts: Staged) => void
  readonly named: Named
  /** What the supervisor decides where the advice leaves it open. */
  readonly decision?: 'reject' | 'accept' | 'complete'
  /** Status of every named row after the action. */
  readonly settled: string
  readonly lookAlike: Pick<Situation, 'stage' | 'options' | 'then'>
}

type Staged = Awaited<ReturnType<PracticeDesk['stage']>>

function moveAll(to: 'offline' | 'backOffice' | 'available') {
  return (on: PracticeDesk, facts: Staged) => {
    const { world, desk: places } = on.server.control.current
    for (const sid of facts.workerSids) {
      const worker = world.workers.get(sid)
      if (worker !== undefined) moveWorker(world, worker, places[to])
    }
  }
}

const SITUATIONS: Readonly<Record<string, Situation>> = {
  'P1 wrap-up that nobody ends': {
    stage: 'P1',
    options: { count: 6, ageMs: 10 * MINUTE },
    named: { reason: 'longWrapUp', level: 'stuck', advice: 'complete', evidence: ['wrappingFor'] },
    settled: 'completed',
    lookAlike: { stage: 'P1', options: { count: 3, ageMs: -MINUTE } },
  },
  'P4 went home with work in hand': {
    stage: 'P4',
    options: { count: 3, ageMs: 6 * 60 * MINUTE },
    named: {
      reason: 'abandonedWork',
      level: 'stuck',
      advice: 'decide',
      evidence: ['workerUnavailable', 'endsBySystemIn'],
    },
    decision: 'complete',
    settled: 'completed',
    lookAlike: { stage: 'P14', options: { count: 2, ageMs: 20 * MINUTE } },
  },
  'P6 offer that waits for hours': {
    stage: 'P6',
    options: { count: 3, ageMs: 30 * MINUTE },
    named: {
      reason: 'longOffer',
      level: 'stuck',
      advice: 'reject',
      evidence: ['pendingFor', 'deadlineAhead'],
    },
    settled: 'rejected',
    lookAlike: { stage: 'P6', options: { count: 2, ageMs: MINUTE } },
  },
  'P7 left over from another activity': {
    stage: 'P7',
    options: { count: 3 },
    named: {
      reason: 'leftoverOffer',
      level: 'stuck',
      advice: 'rejectKeepActivity',
      evidence: ['activityChangedAfterOffer', 'pendingFor'],
    },
    settled: 'rejected',
    lookAlike: { stage: 'P31', options: { count: 2, ageMs: 2 * MINUTE } },
  },
  'P8 offered to an unavailable worker': {
    stage: 'P8',
    options: { count: 4, ageMs: 10_000 },
    then: (on, facts) => {
      moveAll('offline')(on, facts)
      on.server.control.advance(15_000)
    },
    named: {
      reason: 'offerToUnavailable',
      level: 'watch',
      advice: 'rejectKeepActivity',
      evidence: ['workerUnavailable', 'pendingFor'],
    },
    settled: 'rejected',
    lookAlike: { stage: 'P8', options: { count: 2, ageMs: 20_000 } },
  },
  'P9 worker who does not answer': {
    stage: 'P9',
    named: {
      reason: 'silentWorker',
      level: 'stuck',
      advice: 'setUnavailable',
      evidence: ['offersTimedOut', 'workerAvailable'],
    },
    settled: 'rejected',
    lookAlike: { stage: 'P9', options: { count: 1 } },
  },
  'P10 reject loop': {
    stage: 'P10',
    named: { reason: 'rejectLoop', level: 'stuck', advice: 'rejectAndMove', evidence: ['rejectedBefore'] },
    settled: 'rejected',
    lookAlike: { stage: 'P11', options: { count: 2 } },
  },
  'P11 near the rejection limit': {
    stage: 'P11',
    named: {
      reason: 'nearRejectionLimit',
      level: 'watch',
      advice: 'decide',
      evidence: ['rejectionsOfLimit'],
    },
    decision: 'accept',
    settled: 'accepted',
    lookAlike: { stage: 'P11', options: { count: 4 } },
  },
  'P12 offered and cancelled again and again': {
    stage: 'P12',
    named: { reason: 'cancelChurn', level: 'stuck', advice: 'rejectAndMove', evidence: ['canceledBefore'] },
    settled: 'rejected',
    lookAlike: { stage: 'P12', options: { count: 1 } },
  },
  'P24 offered to several, answered by none': {
    stage: 'P24',
    options: { count: 5, ageMs: 10 * MINUTE },
    named: {
      reason: 'multiOffer',
      level: 'stuck',
      advice: 'rejectAllOffers',
      evidence: ['offersOfTask', 'pendingFor'],
    },
    settled: 'rejected',
    lookAlike: { stage: 'P24', options: { count: 4, ageMs: MINUTE } },
  },
}

async function bring(
  on: PracticeDesk,
  { stage, options, then }: Pick<Situation, 'stage' | 'options' | 'then'>,
) {
  const facts = await on.stage(stage, options)
  then?.(on, facts)
  return facts
}

const rowsOf = (on: PracticeDesk, facts: Staged): readonly BoardRow[] =>
  facts.reservationSids.flatMap((sid) => on.board.row(sid) ?? [])

/** One tick of the board, and what a busy machine needs on top. */
const ONE_TICK = 2_000

async function named(
  on: PracticeDesk,
  facts: Staged,
  reason: ReasonId,
  level: 'watch' | 'stuck',
): Promise<readonly BoardRow[]> {
  const match = (row: BoardRow) => row.reason === reason && row.reasonLevel === level
  const found = () => {
    const rows = rowsOf(on, facts).filter(match)
    return rows.length > 0 ? rows : null
  }
  try {
    return await until(found, `a row named ${reason}`, ONE_TICK)
  } catch {
    // Told by what the rows say instead.
    const said = rowsOf(on, facts).map((row) => [row.status, row.reason, row.reasonLevel, row.advice])
    expect(said).toContainEqual([expect.anything(), reason, level, expect.anything()])
    throw new Error(`${reason} came late`)
  }
}

describe.each(Object.entries(SITUATIONS))('%s', (_name, situation) => {
  const { reason, level, advice, evidence } = situation.named

  it('is named within a tick, with its evidence, and the recommended action settles it', async () => {
    desk = await openPracticeDesk({ pace: LOOKS_FAR_BACK })
    const facts = await bring(desk, situation)
    const rows = (await named(desk, facts, reason, level)).filter((row) => row.advice === advice)
    expect(rows[0]).toMatchObject({ reason, reasonLevel: level, advice })
    const detail = await desk.board.detail(rows[0]?.sid ?? '')
    expect(detail.evidence.map(({ key }) => key)).toEqual(evidence)
    const { workers } = desk.server.control.current.world
    const before = new Map(facts.workerSids.map((sid) => [sid, workers.get(sid)?.activity.sid]))

    const action =
      recommendedAction(advice, desk.board.directory()) ?? instruct(situation.decision ?? 'reject')
    const plan = await planOn(
      desk,
      action,
      rows.map(({ sid }) => sid),
    )
    expect(plan.rows.map((row) => row.reason)).toEqual(rows.map(() => 'ready'))
    const { job } = await runPlan(desk, plan)
    expect(job.counts).toMatchObject({ done: rows.length, failed: 0 })
    const on = desk
    await until(
      () => (rows.every(({ sid }) => on.truth(sid) === situation.settled) ? true : null),
      `every row to be ${situation.settled}`,
    )
    await until(
      () => (rows.every(({ sid }) => on.board.row(sid)?.reason !== reason) ? true : null),
      'the board to name it no more',
    )
    if (advice === 'rejectKeepActivity')
      for (const [sid, activity] of before) expect(workers.get(sid)?.activity.sid).toBe(activity)
  })

  it('is not said of its look-alike', async () => {
    desk = await openPracticeDesk({ pace: LOOKS_FAR_BACK })
    const facts = await bring(desk, situation.lookAlike)
    await desk.stage('P27', { count: 1 })
    const rows = rowsOf(desk, facts).filter(({ endedAt }) => endedAt === null)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => row.reason === reason)).toEqual([])
  })
})

describe('P2 and P14 calls', () => {
  it('names nothing about an accepted call that is still up, and holds back its end', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P14', { count: 2 })
    expect(rowsOf(desk, facts).map(({ reason }) => reason)).toEqual([null, null])
    const plan = await planOn(desk, instruct('complete'), facts.reservationSids)
    expect(plan.rows.map(({ reason }) => reason)).toEqual(['callStillUp', 'callStillUp'])
  })
})

describe('P3 gone', () => {
  it('is no row any more, and acting on it is skipped, not failed', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P3')
    expect(rowsOf(desk, facts)).toEqual([])
    const plan = await planOn(desk, instruct('complete'), facts.reservationSids)
    expect(plan.rows.map(({ verdict, reason }) => [verdict, reason])).toEqual(
      facts.reservationSids.map(() => ['skip', 'gone']),
    )
  })
})

describe('P5 accept in progress', () => {
  it('is named apart from P6, advises to wait, and a plan leaves it alone', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P5', { count: 2, ageMs: 4 * MINUTE })
    const rows = await named(desk, facts, 'acceptInProgress', 'watch')
    expect(rows[0]).toMatchObject({ reasonLevel: 'watch', advice: 'wait' })
    const plan = await planOn(desk, instruct('reject'), facts.reservationSids)
    expect(plan.counts).toEqual({ act: 0, skip: 0, held: 2 })
    desk.server.control.advance(10 * MINUTE)
    desk.board.refresh()
    const overdue = await named(desk, facts, 'overdueOffer', 'stuck')
    expect(overdue[0]).toMatchObject({ reasonLevel: 'stuck', advice: 'reject' })
  })
})

describe('P17 redirected, still pending', () => {
  it.each([
    ['reject', 0, 'rejected'],
    ['accept', 1, 'accepted'],
  ] as const)('is named after the instruction, not before, and %s settles it', async (_kind, choice, end) => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P17', { ageMs: 10_000 })
    expect(rowsOf(desk, facts)[0]?.reason).toBeNull()
    const redirect = instructionOf('redirect', { RedirectUrl: 'https://example.com/voicemail' })
    await runPlan(
      desk,
      await planOn(desk, { kind: 'instruction', instruction: redirect }, facts.reservationSids),
    )
    const [row] = await named(desk, facts, 'instructedPending', 'watch')
    expect(row).toMatchObject({ instructed: 'redirect', advice: 'rejectOrAccept' })
    const detail = await desk.board.detail(row?.sid ?? '')
    expect(detail.evidence.map(({ key }) => key)).toEqual(['instructed', 'pendingFor'])
    const follow = recommendedActions('rejectOrAccept', desk.board.directory())
    expect(follow).toEqual([instruct('reject'), instruct('accept')])
    await runPlan(desk, await planOn(desk, follow[choice] ?? instruct('complete'), facts.reservationSids))
    expect(desk.truth(row?.sid ?? '')).toBe(end)
  })
})

describe('P21 ghost card', () => {
  it('shows the reservation of the new task and skips the former one, which has ended', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P21', { ageMs: 10_000 })
    const sid = String(facts.notes['reservation'])
    expect(desk.board.row(sid)?.status).toBe('pending')
    const former = facts.reservationSids.filter((other) => other !== sid)
    expect(former).not.toEqual([])
    const plan = await planOn(desk, instruct('complete'), former)
    expect(plan.rows.map(({ verdict }) => verdict)).toEqual(former.map(() => 'skip'))
  })

  /** A chat in hand that the board knows, and the world's own record of it. */
  async function inHand(on: PracticeDesk) {
    const facts = await on.stage('P13', { ageMs: 10_000 })
    const { world } = on.server.control.current
    const reservation = [...world.reservations.values()].find(
      ({ task }) => task.sid === facts.notes['assignedTask'],
    )
    if (reservation === undefined) throw new Error('P13 has a task in hand.')
    return { world, reservation }
  }

  it('finds a reservation that belongs to another task by now through its worker, and completes it there', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    const former = reservation.task
    const { notes } = desk.server.control.stage('P13', { ageMs: 5_000 })
    const present = world.tasks.get(String(notes['assignedTask']))
    if (present === undefined) throw new Error('The second task is there.')
    former.reservations.splice(former.reservations.indexOf(reservation), 1)
    Object.assign(reservation, { task: present })
    present.reservations.push(reservation)
    expect(desk.board.row(reservation.sid)?.taskSid).toBe(former.sid)

    const plan = await planOn(desk, instruct('complete'), [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'act', status: 'accepted', taskSid: present.sid }])
    const { rows } = await runPlan(desk, plan)
    expect(rows.get(reservation.sid)).toMatchObject({ outcome: 'done', statusAfter: 'completed' })
    expect(desk.truth(reservation.sid)).toBe('completed')

    const ladder = await planOn(desk, { kind: 'deleteTask' }, [reservation.sid])
    expect(ladder.rows).toMatchObject([{ verdict: 'act', taskSid: present.sid }])
  })

  it('completes a reservation that no task has any more under its worker', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    world.tasks.delete(reservation.task.sid)

    const plan = await planOn(desk, instruct('complete'), [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'act', status: 'accepted' }])
    const { rows } = await runPlan(desk, plan)
    expect(rows.get(reservation.sid)).toMatchObject({ outcome: 'done', statusAfter: 'completed' })
    expect(desk.truth(reservation.sid)).toBe('completed')
  })

  it('says gone only of what neither its task nor its worker has', async () => {
    desk = await openPracticeDesk({ pace: { activeTickMs: 60_000 } })
    const { world, reservation } = await inHand(desk)
    world.reservations.delete(reservation.sid)
    reservation.task.reservations.splice(reservation.task.reservations.indexOf(reservation), 1)
    const plan = await planOn(desk, instruct('complete'), [reservation.sid])
    expect(plan.rows).toMatchObject([{ verdict: 'skip', reason: 'gone' }])
  })
})

describe('P23 ghost capacity', () => {
  it('is found by the audit, and only where nothing explains the difference', async () => {
    desk = await openPracticeDesk({ pace: { auditRoundMs: 200 } })
    const facts = await desk.stage('P23', { ageMs: 2 * MINUTE })
    const rows = await until(() => {
      const found =
        desk === null ? [] : rowsOf(desk, facts).filter(({ reason }) => reason === 'ghostCapacity')
      return found.length > 0 ? found : null
    }, 'the audit to find the ghost')
    expect(rows[0]).toMatchObject({ reasonLevel: 'watch', advice: 'audit' })
    const detail = await desk.board.detail(rows[0]?.sid ?? '')
    expect(detail.evidence[0]).toMatchObject({ key: 'capacity', facts: { assigned: 2, live: 1 } })
    expect(desk.board.rows().filter(({ reason }) => reason === 'ghostCapacity')).toHaveLength(rows.length)
  })
})

describe('P25 just cancelled, caller may be waiting', () => {
  it('is shown for five minutes with no reservation action on offer; a task that lives on is not', async () => {
    desk = await openPracticeDesk()
    const facts = await desk.stage('P25', { ageMs: MINUTE })
    const [row] = await named(desk, facts, 'justCanceled', 'watch')
    expect(row).toMatchObject({ status: 'canceled', advice: 'redirectCall' })
    expect(recommendedAction('redirectCall', desk.board.directory())).toBeNull()
    const churn = await desk.stage('P12', { count: 2 })
    const on = desk
    const canceled = await until(() => {
      const rows = rowsOf(on, churn).filter(({ status }) => status === 'canceled')
      return rows.length > 0 ? rows : null
    }, 'cancelled offers of a task that lives on')
    expect(canceled.filter(({ reason }) => reason === 'justCanceled')).toEqual([])
  })
})
