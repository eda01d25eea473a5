import type { BoardRow } from '../../../preload/contract/board'
import { ACCEPT_GRACE_MS } from '../../diagnosis/offers'
import { unavailableActivityOf } from './needs'
import { isVoice } from './channel'
import { valueIn, type PlanSubject } from './subject'
import { hold, type JudgeContext, type RowVerdict } from './verdict'

/** A rejected offer that comes back to the same worker this soon is a loop. */
const LOOP_WINDOW_MS = 60_000

/** Holds back what could be done but would do harm; the first guard that objects is the one the supervisor reads. */
export function guard(ready: RowVerdict, subject: PlanSubject, context: JudgeContext): RowVerdict {
  if (ready.verdict !== 'act') return ready
  return (
    acceptInProgress(ready, subject, context) ??
    callStillUp(ready, subject, context) ??
    rejectLoop(ready, subject, context) ??
    stale(ready, subject, context) ??
    ready
  )
}

/** Past its time-out and still pending: somebody pressed accept and the call is being connected (P5). */
function acceptInProgress(
  ready: RowVerdict,
  { known, reservation }: PlanSubject,
  { action, serverNow }: JudgeContext,
): RowVerdict | null {
  if (action.kind === 'workerActivity' && !action.rejectPending) return null
  if (valueIn(reservation)?.status !== 'pending') return null
  const deadline = known?.deadlineAt ?? null
  if (deadline === null || serverNow < deadline || serverNow >= deadline + ACCEPT_GRACE_MS) return null
  return hold(ready, 'acceptInProgress', { since: deadline, until: deadline + ACCEPT_GRACE_MS })
}

/** Ending an accepted voice reservation leaves the agent's leg of the call up (P14). */
function callStillUp(
  ready: RowVerdict,
  { known, reservation, task, siblings }: PlanSubject,
  { action }: JudgeContext,
): RowVerdict | null {
  const ends =
    action.kind === 'completeTask' ||
    action.kind === 'deleteTask' ||
    (action.kind === 'instruction' && action.instruction.kind === 'complete')
  // Somebody looked at the call, and it is over.
  if (known?.reason === 'callEnded' && action.kind === 'instruction') return null
  if (!ends || isVoice(known, valueIn(task)) !== true) return null
  const fresh = valueIn(reservation)
  const whole = action.kind === 'instruction' ? [] : (siblings ?? [])
  const accepted = [...(fresh === null ? [] : [fresh]), ...whole].find(({ status }) => status === 'accepted')
  if (accepted === undefined) return null
  return hold(ready, 'callStillUp', {
    ...(accepted.workerName === null ? {} : { worker: accepted.workerName }),
    ...(accepted.updatedAt === null ? {} : { since: accepted.updatedAt }),
  })
}

/** The task came straight back to the worker who had just rejected it; another reject would do the same again (P10). */
function rejectLoop(
  ready: RowVerdict,
  { known, reservation, siblings }: PlanSubject,
  { action, directory }: JudgeContext,
): RowVerdict | null {
  if (action.kind !== 'instruction' || action.instruction.kind !== 'reject') return null
  if (unavailableActivityOf(action.instruction, directory) !== null) return null
  if (known?.reason === 'rejectLoop') {
    return hold(ready, 'rejectLoop', known.reasonSince === null ? {} : { since: known.reasonSince })
  }
  const fresh = valueIn(reservation)
  const offeredAt = fresh?.createdAt ?? null
  if (fresh === null || offeredAt === null) return null
  const before = siblings?.find(
    (other) =>
      other.sid !== fresh.sid &&
      other.workerSid === fresh.workerSid &&
      other.status === 'rejected' &&
      other.updatedAt !== null &&
      other.updatedAt <= offeredAt &&
      offeredAt - other.updatedAt <= LOOP_WINDOW_MS,
  )
  return before?.updatedAt == null ? null : hold(ready, 'rejectLoop', { since: before.updatedAt })
}

/** The row itself was read fresh, but what surrounds it (rejections, deadlines) comes from a board that is behind. */
function stale(ready: RowVerdict, { known }: PlanSubject, { trustworthy }: JudgeContext): RowVerdict | null {
  if (trustworthy) return null
  return hold(ready, 'stale', known === null ? {} : { since: known.knownAt })
}

/** TaskRouter cancels a task that went from pending to reserved this often (limits page, "Max Assignment Count"). */
const MAX_ASSIGNMENTS = 1_000

/** Rejections of one task: how many it has had, and how many this plan adds. */
export class RejectionBudget {
  readonly #limit: number
  readonly #used = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Asks for one more rejection; a row that would reach the limit is held back and does not count. */
  ask(ready: RowVerdict, subject: PlanSubject): RowVerdict {
    const { known } = subject
    if (ready.verdict === 'skip' || known === null) return ready
    const used = this.#used.get(known.taskSid) ?? rejectionsOf(known, subject)
    const facts = { used, limit: this.#limit }
    if (used + 1 >= this.#limit) return hold(ready, 'rejectionLimit', facts)
    if (known.offers >= MAX_ASSIGNMENTS - 1 && known.liveOffers <= 1) {
      return hold(ready, 'lastOffer', { offers: known.offers, limit: MAX_ASSIGNMENTS })
    }
    if (ready.verdict === 'act') this.#used.set(known.taskSid, used + 1)
    return { ...ready, facts: { ...ready.facts, ...facts } }
  }
}

function rejectionsOf(known: BoardRow, { siblings }: PlanSubject): number {
  const read = siblings?.filter(({ status }) => status === 'rejected').length ?? 0
  return Math.max(known.rejections, read)
}
