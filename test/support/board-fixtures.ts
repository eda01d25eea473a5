import type { BoardPush, BoardRow, BoardStatus } from '../../preload/contract/board'
import { writeRows } from '../../preload/contract/row-pages'

const HEX = 32

/** A well-formed SID whose digits spell `number`. */
export const sidOf = (prefix: string, number: number): string =>
  `${prefix}${number.toString(16).padStart(HEX, '0')}`

/** The server's time in tests about rows. */
export const NOON = Date.UTC(2026, 4, 4, 12)

/** A pending voice reservation, numbered; everything can be overridden. */
export function boardRow(number: number, over: Partial<BoardRow> = {}): BoardRow {
  return {
    sid: sidOf('WR', number),
    status: 'pending',
    createdAt: NOON - number * 1000,
    updatedAt: NOON,
    endedAt: null,
    deadlineAt: NOON + 60_000,
    taskSid: sidOf('WT', number),
    taskStatus: 'reserved',
    taskCreatedAt: NOON - number * 1000,
    channel: 'voice',
    queueSid: sidOf('WQ', number % 5),
    queueName: `Queue ${String(number % 5)}`,
    workflowSid: sidOf('WW', 1),
    workflowName: 'Main line',
    priority: 0,
    subject: `Caller ${String(number)}`,
    hasCall: true,
    offers: 1,
    rejections: 0,
    liveOffers: 1,
    workerSid: sidOf('WK', number % 7),
    workerName: `Worker ${String(number % 7)}`,
    activitySid: sidOf('WA', 1),
    activityName: 'Available',
    available: true,
    activitySince: NOON - 600_000,
    reason: null,
    reasonLevel: null,
    reasonSince: null,
    advice: null,
    instructed: null,
    note: null,
    source: 'event',
    knownAt: NOON,
    ...over,
  }
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
