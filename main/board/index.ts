import type { Board } from './api'
import { LiveBoard } from './live-board'
import type { BoardOptions } from './options'

export type { Board } from './api'
export { type BoardClock, DEFAULT_PACE, type Pace, systemClock } from './options'
export { BoardStream } from './stream'

/** A board for one workspace; nothing is read before `start`. */
export function createBoard(options: BoardOptions): Board {
  return new LiveBoard(options)
}
