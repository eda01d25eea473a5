import type { BoardRow, ReservationDetail } from '../../preload/contract/board'

const DAY_MS = 24 * 3_600_000

/** When TaskRouter itself will end something. `offer`: the offer; `day`: work older than a day; `ttl`: a task nobody took. */
export interface Deadline {
  readonly kind: 'offer' | 'day' | 'ttl'
  /** Server time, ms. */
  readonly at: number
  /** The true moment may be later, because its start is not known to the second. */
  readonly earliest: boolean
}

/**
 * The deadlines that hold for a reservation now. An assigned task is removed 24 h after it was assigned; one that is not assigned is
 * canceled when its time to live is over (sources: TaskRouter limits; task resource, `timeout`).
 */
export function deadlinesOf(row: BoardRow, detail: ReservationDetail | null): readonly Deadline[] {
  if (row.endedAt !== null) return []
  const found: Deadline[] = []
  if (row.status === 'pending') {
    if (row.deadlineAt !== null) found.push({ kind: 'offer', at: row.deadlineAt, earliest: false })
    const seconds = detail?.taskTimeoutSeconds ?? null
    const unassigned = row.taskStatus === 'pending' || row.taskStatus === 'reserved'
    if (seconds !== null && unassigned && row.taskCreatedAt !== null) {
      found.push({ kind: 'ttl', at: row.taskCreatedAt + seconds * 1000, earliest: false })
    }
    return found
  }
  const accepted = detail?.timeline.findLast(({ type }) => type === 'reservation.accepted')?.at ?? null
  const from = accepted ?? row.createdAt
  if (from !== null) found.push({ kind: 'day', at: from + DAY_MS, earliest: accepted === null })
  return found
}
