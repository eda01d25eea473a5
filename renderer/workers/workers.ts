import type { WorkerRow } from '../../preload/contract/board'

export type WorkerSort =
  'name' | 'activity' | 'since' | 'pending' | 'accepted' | 'wrapping' | 'load' | 'ghosts'

export interface WorkerOrder {
  readonly key: WorkerSort
  readonly descending: boolean
}

export const BUSIEST_FIRST: WorkerOrder = { key: 'load', descending: true }

/** Which workers are looked at. Empty conditions mean "any". */
export interface WorkerFilter {
  readonly text: string
  readonly activities: readonly string[]
  /** `unavailable` = in an activity in which no offers come. */
  readonly available: 'any' | 'available' | 'unavailable'
  readonly holding: 'any' | 'offers' | 'work' | 'ghosts'
}

export const EVERY_WORKER: WorkerFilter = { text: '', activities: [], available: 'any', holding: 'any' }

export const loadOf = ({ pending, accepted, wrapping }: WorkerRow): number => pending + accepted + wrapping

/** Capacity that nothing holds, over all channels; null while nobody has looked. */
export function ghostsOf({ capacity }: WorkerRow): number | null {
  return capacity === null ? null : capacity.reduce((sum, { ghosts }) => sum + ghosts, 0)
}

export function matchingWorkers(workers: readonly WorkerRow[], filter: WorkerFilter): readonly WorkerRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const activities = new Set<string | null>(filter.activities)
  return workers.filter((worker) => {
    if (activities.size > 0 && !activities.has(worker.activitySid)) return false
    if (filter.available !== 'any' && worker.available !== (filter.available === 'available')) return false
    if (!holds(worker, filter.holding)) return false
    const searched = `${worker.name}\n${worker.activityName ?? ''}\n${worker.sid}`.toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}

function holds(worker: WorkerRow, what: WorkerFilter['holding']): boolean {
  switch (what) {
    case 'any':
      return true
    case 'offers':
      return worker.pending > 0
    case 'work':
      return worker.accepted + worker.wrapping > 0
    case 'ghosts':
      return (ghostsOf(worker) ?? 0) > 0
  }
}

const VALUES: Readonly<Record<WorkerSort, (worker: WorkerRow) => string | number | null>> = {
  name: ({ name }) => name,
  activity: ({ activityName }) => activityName,
  // The longest time in an activity is the earliest start.
  since: ({ since }) => (since === null ? null : -since),
  pending: ({ pending }) => pending,
  accepted: ({ accepted }) => accepted,
  wrapping: ({ wrapping }) => wrapping,
  load: loadOf,
  ghosts: ghostsOf,
}

/** In order; what is not known goes last in both directions, equal workers by name. */
export function sortedWorkers(
  workers: readonly WorkerRow[],
  { key, descending }: WorkerOrder,
): readonly WorkerRow[] {
  const valueOf = VALUES[key]
  const sign = descending ? -1 : 1
  return workers.toSorted((one, other) => {
    const a = valueOf(one)
    const b = valueOf(other)
    if (a === null || b === null) return a === b ? byName(one, other) : a === null ? 1 : -1
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareText(String(a), String(b))
    return sign * order || byName(one, other)
  })
}

const compareText = (a: string, b: string): number => a.localeCompare(b, undefined, { numeric: true })
const byName = (a: WorkerRow, b: WorkerRow): number => compareText(a.name, b.name) || (a.sid < b.sid ? -1 : 1)

/** The order after a press on a heading: names start at A, numbers at the largest; a second press turns it round. */
export function toggledOrder(order: WorkerOrder, key: WorkerSort): WorkerOrder {
  if (order.key === key) return { key, descending: !order.descending }
  return { key, descending: key !== 'name' && key !== 'activity' }
}
