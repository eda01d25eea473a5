import type { HistoryEntry, JobSummary, RowOutcome } from '../../preload/contract/bulk'
import { CSV_START, csvLine, isoTime, masked, type Cell } from './csv'

export type Format = 'csv' | 'json'

export interface ExportOptions {
  readonly format: Format
  /** Phone numbers as they are, in CSV as well. */
  readonly rawNumbers: boolean
  /** What supervisors wrote on reservations. */
  readonly notes: ReadonlyMap<string, string>
}

/** Outcomes of a job as the pieces of a file. JSON is raw; in CSV numbers are masked unless raw ones are asked for. */
export function* outcomePieces(
  job: JobSummary | undefined,
  outcomes: readonly RowOutcome[],
  { format, notes, rawNumbers }: ExportOptions,
): Generator<string> {
  if (format === 'json') {
    const rows = outcomes.map((row) => withNote(row, notes))
    yield `${JSON.stringify({ job: job ?? null, outcomes: rows }, null, 2)}\n`
    return
  }
  yield CSV_START
  yield csvLine(OUTCOME_COLUMNS)
  for (const row of outcomes) {
    const cells = [...outcomeCells(row), notes.get(row.sid) ?? null]
    yield csvLine(rawNumbers ? cells : cells.map(masked))
  }
}

/** History entries as the pieces of a file, oldest first. JSON is raw; in CSV numbers are masked unless raw ones are asked for. */
export async function* historyPieces(
  entries: AsyncIterable<HistoryEntry>,
  { format, notes, rawNumbers }: ExportOptions,
): AsyncGenerator<string> {
  let first = true
  yield format === 'csv' ? CSV_START + csvLine(HISTORY_COLUMNS) : '['
  for await (const entry of entries) {
    const cells = [...historyCells(entry), notes.get(entry.sid) ?? null]
    if (format === 'csv') yield csvLine(rawNumbers ? cells : cells.map(masked))
    else yield `${first ? '' : ','}\n${JSON.stringify(withNote(entry, notes))}`
    first = false
  }
  if (format === 'json') yield '\n]\n'
}

function withNote<Row extends { readonly sid: string }>(row: Row, notes: ReadonlyMap<string, string>) {
  const rowNote = notes.get(row.sid)
  return rowNote === undefined ? row : { ...row, rowNote }
}

const OUTCOME_COLUMNS = [
  'reservation',
  'task',
  'worker',
  'workerName',
  'outcome',
  'before',
  'after',
  'at',
  'overtakenAt',
  'reason',
  'problem',
  'twilioCode',
  'message',
  'requestId',
  'rowNote',
]

const outcomeCells = (row: RowOutcome): Cell[] => [
  row.sid,
  row.taskSid,
  row.workerSid,
  row.workerName,
  row.outcome,
  row.statusBefore,
  row.statusAfter,
  isoTime(row.at),
  isoTime(row.overtakenAt),
  row.reason,
  row.problem?.code ?? null,
  row.problem?.twilioCode ?? null,
  row.problem?.message ?? null,
  row.requestId,
]

const HISTORY_COLUMNS = [
  'at',
  'operator',
  'job',
  'workspace',
  'action',
  'note',
  'reservation',
  'task',
  'worker',
  'workerName',
  'outcome',
  'before',
  'after',
  'problem',
  'twilioCode',
  'requestId',
  'rowNote',
]

const historyCells = (entry: HistoryEntry): Cell[] => [
  isoTime(entry.at),
  entry.operator,
  entry.jobId,
  entry.workspaceSid,
  entry.action,
  entry.note,
  entry.sid,
  entry.taskSid,
  entry.workerSid,
  entry.workerName,
  entry.outcome,
  entry.statusBefore,
  entry.statusAfter,
  entry.problemCode,
  entry.twilioCode,
  entry.requestId,
]
