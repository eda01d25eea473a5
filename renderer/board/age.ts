import type { BoardRow } from '../../preload/contract/board'
import {
  thresholdLookup,
  type ThresholdPlace,
  type Thresholds,
  type ThresholdSettings,
} from '../../preload/contract/thresholds'

/** Settings are replaced as a whole, never changed: the way to their thresholds is made once for each. */
const lookups = new WeakMap<ThresholdSettings, (place: ThresholdPlace) => Thresholds>()

/** The thresholds that hold for a row's queue and channel. */
export function thresholdsFor(settings: ThresholdSettings, place: ThresholdPlace): Thresholds {
  let lookup = lookups.get(settings)
  if (lookup === undefined) {
    lookup = thresholdLookup(settings)
    lookups.set(settings, lookup)
  }
  return lookup(place)
}

/** How a row's age compares with the supervisor's thresholds; null = young, ended, or a status without thresholds. */
export function ageLevel(
  row: Pick<BoardRow, 'status' | 'endedAt'>,
  elapsedMs: number,
  thresholds: Thresholds,
): 'watch' | 'stuck' | null {
  if (row.endedAt !== null) return null
  const { status } = row
  if (status !== 'pending' && status !== 'accepted' && status !== 'wrapping') return null
  const { watch, stuck } = thresholds[status]
  const seconds = elapsedMs / 1000
  return seconds >= stuck ? 'stuck' : seconds >= watch ? 'watch' : null
}
