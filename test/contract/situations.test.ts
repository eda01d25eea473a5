// Situations that a stage puts on whole: named, with a look-alike that is not, and settled by what is recommended.
import { afterEach, describe, expect, it } from 'vitest'
import type { StageFacts, StageOptions } from '../../main/practice'
import { moveWorker } from '../../main/practice/world/record'
import { recommendedActions } from '../../preload/contract/advice'
import { instructionOf } from '../../preload/contract/instructions'
import type { AdviceId, EvidenceKey, ReasonId } from '../../preload/contract/reasons'
import { instruct, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { namedRows, rowsOf } from '../support/staged-board'

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const MINUTE = 60_000
/** A stage has its past made up at once; a tail that looks an hour back reads it as if it had watched. */
const LOOKS_FAR_BACK = { overlapMs: 60 * MINUTE }

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
  readonly then?: (desk: PracticeDesk, facts: StageFacts) => void
  readonly named: Named
  /** What the supervisor decides where the advice leaves it open. */
  readonly decision?: 'reject' | 'accept' | 'complete'
  /** Status of every named row after the action. */
  readonly settled: string
  readonly lookAlike: Pick<Situation, 'stage' | 'options' | 'then'>
}

/** The workers of a stage go offline. */
function sendHome(on: PracticeDesk, { workerSids }: StageFacts): void {
  const { world, desk: places } = on.server.control.current
  for (const sid of workerSids) {
    const worker = world.workers.get(sid)
    if (worker !== undefined) moveWorker(world, worker, places.offline)
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
      sendHome(on, facts)
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

describe.each(Object.entries(SITUATIONS))('%s', (_name, situation) => {
  const { reason, level, advice, evidence } = situation.named

  it('is named within a tick, with its evidence, and the recommended action settles it', async () => {
    desk = await openPracticeDesk({ pace: LOOKS_FAR_BACK })
    const facts = await bring(desk, situation)
    const rows = (await namedRows(desk, facts, reason, level)).filter((row) => row.advice === advice)
    expect(rows[0]).toMatchObject({ reason, reasonLevel: level, advice })
    const detail = await desk.board.detail(rows[0]?.sid ?? '')
    expect(detail.evidence.map(({ key }) => key)).toEqual(evidence)
    const { workers } = desk.server.control.current.world
    const before = new Map(facts.workerSids.map((sid) => [sid, workers.get(sid)?.activity.sid]))

    const [recommended] = recommendedActions(advice, desk.board.directory())
    const action = recommended ?? instruct(instructionOf(situation.decision ?? 'reject'))
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
