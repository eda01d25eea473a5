import type { BoardRow } from '../../preload/contract/board'
import { CSV_START, csvLine, isoTime, masked, type Cell } from './csv'
import type { ExportOptions } from './exports'

/** Rows of the board as the pieces of a file. JSON is raw; in CSV numbers are masked unless raw ones are asked for. */
export function* rowPieces(
  rows: readonly BoardRow[],
  { format, rawNumbers }: Pick<ExportOptions, 'format' | 'rawNumbers'>,
): Generator<string> {
  if (format === 'json') {
    yield `${JSON.stringify(rows, null, 2)}\n`
    return
  }
  yield CSV_START
  yield csvLine(Object.keys(COLUMNS))
  const cellsOf = Object.values(COLUMNS)
  for (const row of rows) {
    const cells = cellsOf.map((cell) => cell(row))
    yield csvLine(rawNumbers ? cells : cells.map(masked))
  }
}

const COLUMNS: Readonly<Record<string, (row: BoardRow) => Cell>> = {
  reservation: (row) => row.sid,
  status: (row) => row.status,
  created: (row) => isoTime(row.createdAt),
  updated: (row) => isoTime(row.updatedAt),
  ended: (row) => isoTime(row.endedAt),
  timesOut: (row) => isoTime(row.deadlineAt),
  note: (row) => row.note,
  level: (row) => row.reasonLevel,
  reason: (row) => row.reason,
  since: (row) => isoTime(row.reasonSince),
  advice: (row) => row.advice,
  worker: (row) => row.workerSid,
  workerName: (row) => row.workerName,
  activity: (row) => row.activityName,
  task: (row) => row.taskSid,
  taskStatus: (row) => row.taskStatus,
  queue: (row) => row.queueName,
  workflow: (row) => row.workflowName,
  channel: (row) => row.channel,
  priority: (row) => row.priority,
  subject: (row) => row.subject,
  offers: (row) => row.offers,
  rejections: (row) => row.rejections,
}
