import type { BoardRow } from './board'

const FIELDS = [
  'sid',
  'status',
  'createdAt',
  'updatedAt',
  'endedAt',
  'deadlineAt',
  'taskSid',
  'taskStatus',
  'taskCreatedAt',
  'channel',
  'queueSid',
  'queueName',
  'workflowSid',
  'workflowName',
  'priority',
  'subject',
  'hasCall',
  'offers',
  'rejections',
  'liveOffers',
  'workerSid',
  'workerName',
  'activitySid',
  'activityName',
  'available',
  'activitySince',
  'reason',
  'reasonLevel',
  'reasonSince',
  'advice',
  'instructed',
  'note',
  'source',
  'knownAt',
] as const satisfies readonly (keyof BoardRow)[]

/** Fails to compile when a field of BoardRow is missing above. */
type Missing = Exclude<keyof BoardRow, (typeof FIELDS)[number]>
const complete: [Missing] extends [never] ? true : never = true

/** Most rows that cross the wall in one message (measured: 1,000 take the window about 3 ms). */
export const PAGE_ROWS = 1000

/** What `readRows` reads and only `writeRows` writes. */
export type RowsText = string & { readonly [written]: readonly BoardRow[] }
declare const written: unique symbol

/** A page of rows as one text: the bridge copies every value that crosses it, one by one, and a text in one piece. */
export const writeRows = (rows: readonly BoardRow[]): RowsText => JSON.stringify(rows) as RowsText

export const readRows = (text: RowsText): BoardRow[] => JSON.parse(text) as BoardRow[]

/** Every field of a row. */
export const ROW_FIELDS: readonly (keyof BoardRow)[] = complete ? FIELDS : []
