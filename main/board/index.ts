import type { Board } from './api'
import { LiveBoard } from './live-board'
import type { BoardOptions } from './options'

export type { Board, BoardChange, BoardReader } from './api'
export { type BoardClock, type BoardOptions, DEFAULT_PACE, type Pace, systemClock } from './options'
export { BoardStream, type BoardStreamOptions } from './stream'

/** A board for one workspace; nothing is read before `start`. */
export function createBoard(options: BoardOptions): Board {
  return new LiveBoard(options)
}
