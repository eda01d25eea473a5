import type { BoardRow } from '../../preload/contract/board'
import type { CallFact, DiagnosisContext, Evidence } from './api'
import { type Rule, type Verdict, NOTHING, evidence, inStatusSince, ladder } from './rule'

/** After a caller hangs up the desk's own clean-up runs within seconds; a contradiction younger than this is ordinary. */
const CLEAN_UP_MS = 60_000
const STUCK_MS = 5 * 60_000
/** Accepted calls older than this are worth a look although no other rule names them yet. */
const LONG_CALL_MS = 15 * 60_000
/** For how long "the call is up" is believed after it was seen. */
const BELIEVED_MS = 10 * 60_000

/** Whether the call of a row is worth asking about: a rule names the row, or its call lasts long. */
export function suspectsCall(row: BoardRow, now: number): boolean {
  if (row.hasCall !== true) return false
  if (row.endedAt !== null) return row.reason === 'justCanceled'
  if (row.status !== 'pending' && row.status !== 'accepted') return false
  if (row.reason !== null) return true
  const since = inStatusSince(row)
  return row.status === 'accepted' && since !== null && now - since >= LONG_CALL_MS
}

/** True while a look at the call, not too long ago, found it up. */
export function isUp(call: CallFact | null | undefined, now: number): boolean {
  return call?.over === false && now < call.at + BELIEVED_MS
}

/** What is known of the call: seen up, or merely named by the task. */
export function callEvidence(row: BoardRow, { call, now }: DiagnosisContext): readonly Evidence[] {
  if (isUp(call, now)) return [evidence('callUp', {}, call?.at ?? null)]
  return row.hasCall === true && call?.over !== true ? [evidence('callOpen')] : []
}

/** A conversation that goes on is not stuck, however long it lasts: worth watching, no more. */
export function calmedByCall(verdict: Verdict, { call, now }: DiagnosisContext): Verdict {
  const { found, nextLook } = verdict
  if (found === null || call == null || !isUp(call, now)) return verdict
  const again = call.at + BELIEVED_MS
  return {
    found: { ...found, level: 'watch' },
    nextLook: nextLook === null ? again : Math.min(nextLook, again),
  }
}

/** The call is over and its task is not (P2). */
export const callEnded: Rule = {
  reason: 'callEnded',
  statuses: ['pending', 'accepted'],
  look: (row, { call, now }) => {
    if (call?.over !== true || call.endedAt === null || row.endedAt !== null) return NOTHING
    // A task that was made after its call is about calling back: its call is over by nature.
    if (row.taskCreatedAt === null || call.endedAt < row.taskCreatedAt) return NOTHING
    const { endedAt } = call
    const accepted = row.status === 'accepted'
    return ladder(
      endedAt,
      now,
      { watch: CLEAN_UP_MS, stuck: STUCK_MS },
      {
        reason: 'callEnded',
        advice: accepted ? 'complete' : 'cancelTask',
        evidence: () => {
          const since = inStatusSince(row)
          const held =
            since === null
              ? []
              : [evidence(accepted ? 'acceptedFor' : 'pendingFor', { ms: now - since }, since)]
          return [evidence('callEnded', { ms: now - endedAt }, endedAt), ...held]
        },
      },
    )
  },
}
