import type { BoardRow } from '../../preload/contract/board'
import type { DiagnosisContext } from './api'
import { type Rule, type Verdict, NOTHING, climb, evidence, inStatusSince, ladder, steps } from './rule'

/**
 * Situations of a pending offer. While an accept is being connected TaskRouter shows the offer as pending past its
 * time-out, for minutes if the conference is slow (P5); every rule here but the first keeps quiet during that grace, so
 * that nobody is advised to reject a call that an agent is just picking up.
 */
export const ACCEPT_GRACE_MS = 5 * 60_000

/** An offer reaches the board a moment before or after the activity it belongs to; younger contradictions are noise. */
const SETTLING_MS = 10_000
const LOOP_WINDOW_MS = 10_000
const CHURN_WINDOW_MS = 5 * 60_000
const SILENT_TIMEOUTS = { watch: 2, stuck: 3 }

function beingAccepted(row: BoardRow, now: number): boolean {
  return row.deadlineAt !== null && now >= row.deadlineAt && now < row.deadlineAt + ACCEPT_GRACE_MS
}

/** When time alone begins or ends the time in which an offer may be being accepted; null = never, or it is over. */
export function acceptTurn(row: BoardRow, now: number): number | null {
  if (row.status !== 'pending' || row.deadlineAt === null) return null
  if (now < row.deadlineAt) return row.deadlineAt
  return beingAccepted(row, now) ? row.deadlineAt + ACCEPT_GRACE_MS : null
}

const PENDING: readonly string[] = ['pending']

/** Applies `look` to offers that are certainly not being accepted right now; `acceptTurn` says when that changes. */
function offerRule(
  reason: Rule['reason'],
  look: (row: BoardRow, context: DiagnosisContext, createdAt: number) => Verdict,
): Rule {
  return {
    reason,
    statuses: PENDING,
    look: (row, context) =>
      row.createdAt === null || beingAccepted(row, context.now) ? NOTHING : look(row, context, row.createdAt),
  }
}

const pendingFor = (row: BoardRow, now: number) =>
  evidence('pendingFor', { ms: now - (row.createdAt ?? now) }, row.createdAt)

function deadlineEvidence(row: BoardRow, now: number) {
  if (row.deadlineAt === null) return evidence('deadlineUnknown')
  return row.deadlineAt > now
    ? evidence('deadlineAhead', { ms: row.deadlineAt - now }, row.deadlineAt)
    : evidence('pastDeadline', { ms: now - row.deadlineAt }, row.deadlineAt)
}

const instructedPending: Rule = {
  reason: 'instructedPending',
  statuses: PENDING,
  look: (row, { now, thresholds }) => {
    const since = inStatusSince(row)
    if (row.instructed === null || since === null) return NOTHING
    const instruction = row.instructed
    return ladder(
      since,
      now,
      { watch: 0, stuck: thresholds.pending.watch * 1000 },
      {
        reason: 'instructedPending',
        advice: 'rejectOrAccept',
        evidence: () => [evidence('instructed', { instruction }), pendingFor(row, now)],
      },
    )
  },
}

const acceptInProgress: Rule = {
  reason: 'acceptInProgress',
  statuses: PENDING,
  look: (row, { now }) => {
    if (row.deadlineAt === null || !beingAccepted(row, now)) return NOTHING
    return {
      found: {
        reason: 'acceptInProgress',
        level: 'watch',
        since: row.deadlineAt,
        advice: 'wait',
        evidence: [
          evidence('pastDeadline', { ms: now - row.deadlineAt }, row.deadlineAt),
          evidence('withinGrace', { ms: row.deadlineAt + ACCEPT_GRACE_MS - now }),
        ],
      },
      nextLook: null,
    }
  },
}

const overdueOffer = offerRule('overdueOffer', (row, { now }) => {
  if (row.deadlineAt === null || now < row.deadlineAt) return NOTHING
  return {
    found: {
      reason: 'overdueOffer',
      level: 'stuck',
      since: row.deadlineAt,
      advice: 'reject',
      evidence: [deadlineEvidence(row, now), pendingFor(row, now)],
    },
    nextLook: null,
  }
})

const longOffer = offerRule('longOffer', (row, { now, thresholds }, createdAt) => {
  if (row.deadlineAt !== null && now >= row.deadlineAt) return NOTHING
  return ladder(createdAt, now, steps(thresholds.pending), {
    reason: 'longOffer',
    advice: 'reject',
    evidence: () => [pendingFor(row, now), deadlineEvidence(row, now)],
  })
})

const offerToUnavailable = offerRule('offerToUnavailable', (row, { now, thresholds }, createdAt) => {
  if (row.available !== false) return NOTHING
  const since = Math.max(createdAt, row.activitySince ?? createdAt)
  return ladder(
    since,
    now,
    { watch: SETTLING_MS, stuck: thresholds.pending.watch * 1000 + SETTLING_MS },
    {
      reason: 'offerToUnavailable',
      advice: 'rejectKeepActivity',
      evidence: () => [
        evidence('workerUnavailable', { activity: row.activityName ?? '' }, row.activitySince),
        pendingFor(row, now),
      ],
    },
  )
})

const leftoverOffer = offerRule('leftoverOffer', (row, { now, thresholds }, createdAt) => {
  const changedAt = row.activitySince
  if (row.available !== true || changedAt === null || changedAt <= createdAt + 1000) return NOTHING
  const grace = { watch: SETTLING_MS, stuck: Math.max(SETTLING_MS, thresholds.pending.watch * 1000) }
  return ladder(changedAt, now, grace, {
    reason: 'leftoverOffer',
    advice: 'rejectKeepActivity',
    evidence: () => [
      evidence('activityChangedAfterOffer', { activity: row.activityName ?? '' }, changedAt),
      pendingFor(row, now),
    ],
  })
})

/** Earlier rows of the same task on the same worker that ended in `status`, newest first. */
function earlier(row: BoardRow, context: DiagnosisContext, status: string): BoardRow[] {
  return context.ofTask
    .filter(
      (other) =>
        other.sid !== row.sid &&
        other.workerSid === row.workerSid &&
        other.status === status &&
        other.endedAt !== null,
    )
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
}

const rejectLoop = offerRule('rejectLoop', (row, context, createdAt) => {
  if (row.workerSid === null) return NOTHING
  const rejected = earlier(row, context, 'rejected')
  const last = rejected[0]?.endedAt
  if (last == null || createdAt < last || createdAt - last > LOOP_WINDOW_MS) return NOTHING
  return {
    found: {
      reason: 'rejectLoop',
      level: rejected.length > 1 ? 'stuck' : 'watch',
      since: createdAt,
      advice: 'rejectAndMove',
      evidence: [evidence('rejectedBefore', { count: rejected.length, ms: createdAt - last }, last)],
    },
    nextLook: null,
  }
})

const cancelChurn = offerRule('cancelChurn', (row, context, createdAt) => {
  if (row.workerSid === null) return NOTHING
  const canceled = earlier(row, context, 'canceled').filter(
    (other) => (other.endedAt ?? 0) >= createdAt - CHURN_WINDOW_MS,
  )
  const last = canceled[0]?.endedAt
  if (last == null || canceled.length < 2) return NOTHING
  return {
    found: {
      reason: 'cancelChurn',
      level: canceled.length > 2 ? 'stuck' : 'watch',
      since: canceled.at(-1)?.endedAt ?? createdAt,
      advice: 'rejectAndMove',
      evidence: [evidence('canceledBefore', { count: canceled.length }, last)],
    },
    nextLook: null,
  }
})

const silentWorker = offerRule('silentWorker', (row, context, createdAt) => {
  if (row.available !== true || row.workerSid === null) return NOTHING
  // Somebody who is working is not silent, however many offers run out meanwhile.
  if (context.ofWorker.some((other) => other.status === 'accepted' || other.status === 'wrapping'))
    return NOTHING
  const ended = context.ofWorker
    .filter((other) => other.endedAt !== null && other.sid !== row.sid)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  const firstAnswer = ended.findIndex((other) => other.status !== 'timeout')
  const timeouts = firstAnswer === -1 ? ended.length : firstAnswer
  if (timeouts < SILENT_TIMEOUTS.watch) return NOTHING
  return {
    found: {
      reason: 'silentWorker',
      level: timeouts >= SILENT_TIMEOUTS.stuck ? 'stuck' : 'watch',
      since: ended[timeouts - 1]?.createdAt ?? createdAt,
      advice: 'setUnavailable',
      evidence: [
        evidence('offersTimedOut', { count: timeouts }, ended[0]?.endedAt ?? null),
        evidence('workerAvailable', { activity: row.activityName ?? '' }, row.activitySince),
      ],
    },
    nextLook: null,
  }
})

const multiOffer = offerRule('multiOffer', (row, { now, thresholds, ofTask }) => {
  const offers = ofTask.filter((other) => other.status === 'pending')
  if (offers.length < 2) return NOTHING
  // The youngest offer decides: one fresh round among old ones means that routing still moves.
  const youngest = Math.max(...offers.map((other) => other.createdAt ?? Number.POSITIVE_INFINITY))
  if (!Number.isFinite(youngest)) return NOTHING
  const { level, next } = climb(youngest, now, steps(thresholds.pending))
  if (level === null) return { found: null, nextLook: next }
  return {
    found: {
      reason: 'multiOffer',
      level,
      since: youngest,
      advice: 'rejectAllOffers',
      evidence: [evidence('offersOfTask', { count: offers.length }), pendingFor(row, now)],
    },
    nextLook: next,
  }
})

const nearRejectionLimit = offerRule('nearRejectionLimit', (row, { rejectionLimit }, createdAt) => {
  if (row.rejections < rejectionLimit - 1) return NOTHING
  return {
    found: {
      reason: 'nearRejectionLimit',
      level: 'watch',
      since: createdAt,
      advice: 'decide',
      evidence: [evidence('rejectionsOfLimit', { used: row.rejections, limit: rejectionLimit })],
    },
    nextLook: null,
  }
})

export const OFFER_RULES: readonly Rule[] = [
  instructedPending,
  offerToUnavailable,
  rejectLoop,
  cancelChurn,
  overdueOffer,
  silentWorker,
  leftoverOffer,
  multiOffer,
  longOffer,
  acceptInProgress,
  nearRejectionLimit,
]
