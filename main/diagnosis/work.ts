import type { BoardRow } from '../../preload/contract/board'
import { calmedByCall, callEvidence, isUp } from './call'
import { type Rule, NOTHING, evidence, inStatusSince, ladder, later, steps } from './rule'

/** An assigned task is removed by TaskRouter 24 hours after it was accepted (reference 2.5). */
const ASSIGNED_LIMIT_MS = 24 * 3_600_000
/** A break or a busy activity while working is ordinary; leaving for longer with work in hand is not. */
const AWAY_MS = 10 * 60_000
const RECENTLY_MS = 5 * 60_000

function endsBySystem(row: BoardRow, now: number) {
  const since = inStatusSince(row) ?? now
  return evidence(
    'endsBySystemIn',
    { ms: Math.max(0, since + ASSIGNED_LIMIT_MS - now) },
    since + ASSIGNED_LIMIT_MS,
  )
}

const longWrapUp: Rule = {
  reason: 'longWrapUp',
  statuses: ['wrapping'],
  look: (row, { now, thresholds }) => {
    const since = inStatusSince(row)
    if (since === null) return NOTHING
    return ladder(since, now, steps(thresholds.wrapping), {
      reason: 'longWrapUp',
      advice: 'complete',
      evidence: () => [evidence('wrappingFor', { ms: now - since }, since)],
    })
  },
}

const abandonedWork: Rule = {
  reason: 'abandonedWork',
  statuses: ['accepted', 'wrapping'],
  look: (row, context) => {
    const { now, thresholds } = context
    const since = inStatusSince(row)
    const leftAt = row.activitySince
    // Only who *became* unavailable after taking the work has left it: some centres work in a "busy" activity.
    if (row.available !== false || since === null || leftAt === null || leftAt <= since) return NOTHING
    const limit = row.status === 'wrapping' ? thresholds.wrapping : thresholds.accepted
    const away = { watch: Math.min(AWAY_MS, limit.stuck * 1000), stuck: limit.stuck * 1000 }
    const verdict = ladder(leftAt, now, away, {
      reason: 'abandonedWork',
      advice: row.status === 'wrapping' ? 'complete' : 'decide',
      evidence: () => [
        evidence('workerUnavailable', { activity: row.activityName ?? '' }, leftAt),
        ...(row.status === 'accepted' ? callEvidence(row, context) : []),
        endsBySystem(row, now),
      ],
    })
    return row.status === 'accepted' ? calmedByCall(verdict, context) : verdict
  },
}

const longAccepted: Rule = {
  reason: 'longAccepted',
  statuses: ['accepted'],
  look: (row, context) => {
    const { now, thresholds } = context
    const since = inStatusSince(row)
    if (since === null) return NOTHING
    const verdict = ladder(since, now, steps(thresholds.accepted), {
      reason: 'longAccepted',
      advice: 'decide',
      evidence: () => [
        evidence('acceptedFor', { ms: now - since }, since),
        ...callEvidence(row, context),
        endsBySystem(row, now),
      ],
    })
    return calmedByCall(verdict, context)
  },
}

const ghostCapacity: Rule = {
  reason: 'ghostCapacity',
  statuses: ['pending', 'accepted', 'wrapping'],
  look: (row, context) => {
    const { capacity } = context
    if (capacity === null || row.channel === null) return NOTHING
    const working = context.ofWorker.filter(
      (other) => other.status === 'accepted' || other.status === 'wrapping',
    )
    // A row of unknown channel, or one that moved after the audit, could explain the difference.
    if (working.some((other) => other.channel === null || (other.updatedAt ?? 0) >= capacity.at))
      return NOTHING
    const held = working.filter((other) => other.channel === row.channel).length
    if (capacity.assigned <= held) return NOTHING
    return {
      found: {
        reason: 'ghostCapacity',
        level: 'watch',
        since: capacity.at,
        advice: 'audit',
        evidence: [
          evidence(
            'capacity',
            { assigned: capacity.assigned, configured: capacity.configured, live: held },
            capacity.at,
          ),
        ],
      },
      nextLook: null,
    }
  },
}

const justCanceled: Rule = {
  reason: 'justCanceled',
  statuses: ['canceled'],
  look: (row, context) => {
    const { call, now } = context
    // Nobody waits on a call that is over.
    if (row.hasCall !== true || row.endedAt === null || call?.over === true) return NOTHING
    // While the task lives the caller has kept their place, and the next offer is on its way.
    if (row.taskStatus !== null && row.taskStatus !== 'canceled') return NOTHING
    if (now < row.endedAt) return later(row.endedAt)
    if (now >= row.endedAt + RECENTLY_MS) return NOTHING
    return {
      found: {
        reason: 'justCanceled',
        level: isUp(call, now) ? 'stuck' : 'watch',
        since: row.endedAt,
        advice: 'redirectCall',
        evidence: [
          evidence('canceledAgo', { ms: now - row.endedAt }, row.endedAt),
          ...callEvidence(row, context),
        ],
      },
      nextLook: row.endedAt + RECENTLY_MS,
    }
  },
}

export const WORK_RULES: readonly Rule[] = [
  abandonedWork,
  longWrapUp,
  longAccepted,
  ghostCapacity,
  justCanceled,
]
