import type { CumulativeStatistics, RealTimeStatistics } from '../../taskrouter/resources'
import { HOLDING_TASKS } from '../model/facts'

export type PlanName = 'events' | 'tasks' | 'workers'

export interface Estimate {
  readonly plan: PlanName
  /** About how many requests it takes. */
  readonly requests: number
}

const PAGE = 1000
/** One list per live status: without a filter a worker's list is its whole past. */
const LISTS_PER_WORKER = 3
/** Log lines of one task beside its reservations: created, entered and matched its workflow, entered its queue. */
const LINES_PER_TASK = 4

/** About how many lines the log of the look-back holds; null = nobody told. */
export function estimateEvents(day: CumulativeStatistics | null): number | null {
  if (day === null) return null
  const offers =
    day.reservationsCreated +
    day.reservationsAccepted +
    day.reservationsRejected +
    day.reservationsTimedOut +
    day.reservationsCanceled +
    day.reservationsRescinded
  // Accepted work is logged twice more: wrap-up and completion.
  const work = 2 * day.reservationsAccepted
  return (
    offers +
    work +
    LINES_PER_TASK * day.tasksCreated +
    day.tasksCompleted +
    day.tasksCanceled +
    day.tasksDeleted
  )
}

/** Live tasks under which reservations are held, as the server counts them. */
function countHolding(now: RealTimeStatistics): number {
  return HOLDING_TASKS.reduce((sum, status) => sum + (now.tasksByStatus[status] ?? 0), 0)
}

/**
 * Complete ways to read the workspace, cheapest first. Where the statistics are closed the log is tried first: its price does not
 * depend on the number of tasks.
 */
export function estimatePlans(
  now: RealTimeStatistics | null,
  day: CumulativeStatistics | null,
  refused: ReadonlySet<PlanName>,
): Estimate[] {
  const events = estimateEvents(day)
  const holding = now === null ? null : countHolding(now)
  const lists = Math.ceil((holding ?? PAGE) / PAGE)
  const estimates: Estimate[] = [
    { plan: 'events', requests: lists + Math.ceil((events ?? PAGE) / PAGE) + 1 },
    { plan: 'tasks', requests: holding === null ? Number.MAX_SAFE_INTEGER : lists + holding },
    {
      plan: 'workers',
      requests:
        now?.totalWorkers == null ? Number.MAX_SAFE_INTEGER : LISTS_PER_WORKER * now.totalWorkers + lists,
    },
  ]
  return estimates.filter(({ plan }) => !refused.has(plan)).sort((a, b) => a.requests - b.requests)
}
