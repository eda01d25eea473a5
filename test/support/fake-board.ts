import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { type Board, type Pace, createBoard } from '../../main/board'
import { countRules, createDiagnose } from '../../main/diagnosis'
import type { BudgetSnapshot } from '../../main/taskrouter/api'
import { FakeWorkspace } from './fake-workspace'
import { NOON } from './rows'
import { BoardClock } from './board-clock'

export const AMPLE: BudgetSnapshot = {
  inFlight: 0,
  waiting: { action: 0, detail: 0, tail: 0, read: 0, audit: 0 },
  ratePerSecond: null,
  concurrency: 8,
  limit: null,
  remaining: null,
  pausedUntil: null,
  sent: 0,
  rateLimited: 0,
}

export interface FakeBoard {
  readonly clock: BoardClock
  readonly world: FakeWorkspace
  readonly board: Board
}

/** A board over a fake workspace on one virtual clock; not started. */
export function fakeBoard(pace: Partial<Pace> = {}, budget: () => BudgetSnapshot = () => AMPLE): FakeBoard {
  const clock = new BoardClock(NOON)
  const world = new FakeWorkspace(clock)
  const board = createBoard({
    api: world.api(),
    budget,
    clockOffset: () => world.skewMs,
    clock,
    diagnose: createDiagnose(),
    countRules,
    rules: DEFAULT_SETTINGS,
    rejectionLimit: 10,
    random: () => 0.5,
    log: () => undefined,
    pace,
  })
  return { clock, world, board }
}

/** Live rows of the board and of the world in comparable form. */
export function boardTruth(board: Board): string[] {
  return board
    .rows()
    .filter((row) => row.endedAt === null)
    .map(
      (row) =>
        `${row.sid} ${row.status} ${row.taskSid} ${row.workerSid} ${row.activityName} ${row.taskStatus}`,
    )
    .sort()
}

export function worldTruth(world: FakeWorkspace): string[] {
  return world
    .live()
    .map((each) => {
      const worker = world.workers.get(each.workerSid ?? '')
      return `${each.sid} ${each.status} ${each.taskSid} ${each.workerSid} ${worker?.activityName ?? null} ${world.taskOf(each).status}`
    })
    .sort()
}
