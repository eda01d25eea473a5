import type { WorkerRow } from '../../preload/contract/board'

/** Workers whose name, activity or SID holds every word, the busiest first, then by name. */
export function matchingWorkers(workers: readonly WorkerRow[], text: string): readonly WorkerRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return workers
    .filter(({ name, activityName, sid }) => {
      const searched = `${name}\n${activityName ?? ''}\n${sid}`.toLowerCase()
      return words.every((word) => searched.includes(word))
    })
    .toSorted((a, b) => load(b) - load(a) || a.name.localeCompare(b.name))
}

const load = ({ pending, accepted, wrapping }: WorkerRow): number => pending + accepted + wrapping
