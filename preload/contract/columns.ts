import type { BoardRow, RowColumns } from './board'

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

/** Largest page that crosses the wall in one message (measured: 1,000 rows as columns cost about 6 ms). */
export const PAGE_ROWS = 1000

export function packRows(rows: readonly BoardRow[]): RowColumns {
  const columns: Record<string, unknown[]> = {}
  for (const field of FIELDS) columns[field] = rows.map((row) => row[field])
  return columns as unknown as RowColumns
}

export function unpackRows(columns: RowColumns): BoardRow[] {
  return columns.sid.map((_, index) => {
    const row: Record<string, unknown> = {}
    for (const field of FIELDS) row[field] = columns[field][index]
    return row as unknown as BoardRow
  })
}

/** Field names in wire order; the tests hold them against BoardRow. */
export const ROW_FIELDS: readonly (keyof BoardRow)[] = complete ? FIELDS : []
