import type { BoardRow } from '../../preload/contract/board'
import type { OutcomeKind } from '../../preload/contract/bulk'

/** What a reservation on the board is shown with, as a row of the table and as a card of a lane alike. */
export interface ShownReservation {
  row: BoardRow
  /** px from the top of its list. */
  top: number
  /** px */
  height: number
  /** Its place in the list, from 0. */
  index: number
  active: boolean
  selected: boolean
  /** It has ended and fades. */
  leaving: boolean
  /** How far a job that acts on it is. */
  mark: OutcomeKind | null
}
