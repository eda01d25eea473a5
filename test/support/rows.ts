import type { BoardRow } from '../../preload/contract/board'

/** A server-clock moment that all row fixtures hang on. */
export const NOON = Date.UTC(2031, 1, 3, 12, 0, 0)

/** SIDs that read well in failures: prefix, then a number padded with zeros. */
export const sid = (prefix: string, n: number): string => prefix + n.toString(16).padStart(32, '0')

let serial = 0

/** A plausible pending offer, one minute old, with an hour of time-out left; override what the test is about. */
export function boardRow(overrides: Partial<BoardRow> = {}): BoardRow {
  serial += 1
  return {
    sid: sid('WR', serial),
    status: 'pending',
    createdAt: NOON - 60_000,
    updatedAt: NOON - 60_000,
    endedAt: null,
    deadlineAt: NOON + 3_600_000,
    taskSid: sid('WT', serial),
    taskStatus: 'reserved',
    taskCreatedAt: NOON - 90_000,
    channel: 'voice',
    queueSid: sid('WQ', 1),
    queueName: 'Harbour desk',
    workflowSid: sid('WW', 1),
    workflowName: 'Front desk',
    priority: 0,
    subject: null,
    hasCall: true,
    offers: 1,
    rejections: 0,
    liveOffers: 1,
    workerSid: sid('WK', serial),
    workerName: `Worker ${serial}`,
    activitySid: sid('WA', 1),
    activityName: 'Available',
    available: true,
    activitySince: NOON - 3_600_000,
    reason: null,
    reasonLevel: null,
    reasonSince: null,
    advice: null,
    instructed: null,
    note: null,
    source: 'event',
    knownAt: NOON,
    ...overrides,
  }
}
