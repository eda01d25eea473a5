import { isLive } from '../../../preload/contract/board'

/** What the board holds of a reservation. Mutable: the index owns it and hands out rows, never this. */
export interface ReservationState {
  readonly sid: string
  readonly taskSid: string
  workerSid: string | null
  workerName: string | null
  status: string
  createdAt: number | null
  updatedAt: number | null
  /** Server time at which it ended, or at which we learned that it had; null while live. */
  endedAt: number | null
  /** The end was concluded (its task ended, or a list no longer names it), not told: a told end replaces it. */
  endAssumed: boolean
  instructed: string | null
  source: 'event' | 'read'
  knownAt: number
}

export interface TaskState {
  readonly sid: string
  /** Last status that the server told, and the server time it was true at. */
  status: string | null
  statusAt: number
  /** Server time of the newest facts below. */
  factsAt: number
  createdAt: number | null
  channel: string | null
  queueSid: string | null
  queueName: string | null
  workflowSid: string | null
  workflowName: string | null
  priority: number | null
  subject: string | null
  hasCall: boolean | null
  /** The caller's leg, by which the Voice API is asked; never leaves main. */
  callSid: string | null
  /** Server time at which the task ended or vanished; null while it lives. */
  endedAt: number | null
  /** When its reservations were last read whole (server time); null = never. */
  readAt: number | null
  /** `date_updated` of the task when its reservations were last read whole. */
  readUpdatedAt: number | null
  readonly reservations: Set<ReservationState>
}

export interface WorkerState {
  readonly sid: string
  name: string
  activitySid: string | null
  activityName: string | null
  available: boolean | null
  since: number | null
  /** Server time at which the above was true. */
  asOf: number
  readonly reservations: Set<ReservationState>
}

/** Where something was learned and at which server time it was true. */
export interface Knowledge {
  readonly source: 'event' | 'read'
  readonly at: number
}

const RANK: Readonly<Record<string, number>> = { pending: 0, accepted: 2, wrapping: 3 }

/**
 * A reservation only ever moves forward: pending → (unknown, such as the internal onHold) → accepted → wrapping → ended
 * (reference section 2.2). Comparing ranks makes folding independent of the order in which news arrives.
 */
export function rankOf(status: string): number {
  if (!isLive(status)) return 4
  return RANK[status] ?? 1
}

export const TASK_ENDS: ReadonlySet<string> = new Set(['completed', 'canceled'])

/** Task statuses under which a live reservation can exist. */
export const HOLDING_TASKS = ['reserved', 'assigned', 'wrapping'] as const

/**
 * How a live reservation must have ended when the server no longer has it: accepted work can only be completed, an offer whose
 * task went away is canceled (reference sections 2.3 and 2.4).
 */
export function endingOf(status: string): string {
  return rankOf(status) >= 2 ? 'completed' : 'canceled'
}

export function holdsLive(task: TaskState): boolean {
  for (const reservation of task.reservations) if (reservation.endedAt === null) return true
  return false
}

export function isHolding(status: string | null): boolean {
  return status !== null && (HOLDING_TASKS as readonly string[]).includes(status)
}

export function countLive(task: TaskState): number {
  let live = 0
  for (const reservation of task.reservations) if (reservation.endedAt === null) live += 1
  return live
}

/**
 * What the task's status must be, from its own status and its reservations: an answered offer gives the task back, an accepted
 * one assigns it "slightly later" (reference 2.3), and the log tells the offer but not always the task.
 */
export function effectiveStatus(task: TaskState): string | null {
  if (task.endedAt !== null) return task.status
  let best = -1
  let last: ReservationState | null = null
  for (const reservation of task.reservations) {
    if (reservation.endedAt === null) best = Math.max(best, rankOf(reservation.status))
    else if (reservation.endedAt >= (last?.endedAt ?? 0)) last = reservation
  }
  if (best === 3) return 'wrapping'
  if (best === 2) return 'assigned'
  if (best >= 0) return task.status === 'assigned' || task.status === 'wrapping' ? task.status : 'reserved'
  const givenBack = last !== null && last.status !== 'completed' && (last.endedAt ?? 0) >= task.statusAt
  return givenBack && isHolding(task.status) ? 'pending' : task.status
}
