import type { BoardRow } from '../../preload/contract/board'
import type { Settings } from '../../preload/contract/settings'

/** How a row's age compares with the supervisor's thresholds; null = young, ended, or a status without thresholds. */
export function ageLevel(
  row: Pick<BoardRow, 'status' | 'endedAt'>,
  elapsedMs: number,
  thresholds: Settings['thresholds'],
): 'watch' | 'stuck' | null {
  if (row.endedAt !== null) return null
  const { status } = row
  if (status !== 'pending' && status !== 'accepted' && status !== 'wrapping') return null
  const { watch, stuck } = thresholds[status]
  const seconds = elapsedMs / 1000
  return seconds >= stuck ? 'stuck' : seconds >= watch ? 'watch' : null
}
