import type { BoardPush, BoardRow, BoardStatus } from '../../preload/contract/board'
import { writeRows } from '../../preload/contract/row-pages'
import { boardRow as plainRow, NOON, sid } from './rows'

export { NOON, sid as sidOf }

/** A pending voice reservation, numbered; everything can be overridden. */
export function boardRow(number: number, over: Partial<BoardRow> = {}): BoardRow {
  return plainRow({
    sid: sid('WR', number),
    createdAt: NOON - number * 1000,
    updatedAt: NOON,
    deadlineAt: NOON + 60_000,
    taskSid: sid('WT', number),
    taskCreatedAt: NOON - number * 1000,
    queueSid: sid('WQ', number % 5),
    queueName: `Queue ${String(number % 5)}`,
    workflowName: 'Main line',
    subject: `Caller ${String(number)}`,
    workerSid: sid('WK', number % 7),
    workerName: `Worker ${String(number % 7)}`,
    activitySince: NOON - 600_000,
    ...over,
  })
}

export const boardRows = (count: number, over: (n: number) => Partial<BoardRow> = () => ({})): BoardRow[] =>
  Array.from({ length: count }, (_, index) => boardRow(index + 1, over(index + 1)))

export const pagePush = (
  rows: readonly BoardRow[],
  { stream = 'a', seq = 1, first = true, last = true } = {},
): BoardPush => ({ kind: 'page', stream, seq, first, last, rows: writeRows(rows) })

export const deltaPush = (
  seq: number,
  upserts: readonly BoardRow[],
  removed: readonly string[] = [],
  stream = 'a',
): BoardPush => ({ kind: 'delta', stream, seq, upserts, removed })

export function boardStatus(over: Partial<BoardStatus> = {}): BoardStatus {
  return {
    phase: 'live',
    rows: 0,
    counts: {},
    stuck: 0,
    watch: 0,
    progress: null,
    plan: 'events',
    freshAt: NOON,
    verifiedAt: NOON,
    drift: 0,
    callCheck: 'off',
    clockOffset: 0,
    problem: null,
    budget: {
      ratePerSecond: 30,
      limit: 30,
      remaining: 28,
      inFlight: 0,
      waiting: 0,
      pausedUntil: null,
      sent: 0,
      rateLimited: 0,
    },
    ...over,
  }
}
