import type { PlanRow, RowOutcome, VerdictReason } from '../../preload/contract/bulk'
import type { RowRecord } from './journal/record'

/** How a row of a plan stands in the journal. `before`: status of what is acted on; undefined = the row is left out. */
export function rowRecord(row: PlanRow, before: string | null | undefined, released: boolean): RowRecord {
  const { sid, taskSid, workerSid, workerName } = row
  const acts = before !== undefined
  return {
    type: 'row',
    sid,
    taskSid,
    workerSid,
    workerName,
    before: acts ? before : row.status,
    skipped: acts ? null : row.reason,
    released: acts && released,
  }
}

/** How a row begins in its job. */
export function startingRow(record: RowRecord, at: number): RowOutcome {
  const { sid, taskSid, workerSid, workerName, before, skipped } = record
  return {
    sid,
    taskSid,
    workerSid,
    workerName,
    outcome: skipped === null ? 'waiting' : 'skipped',
    statusBefore: before,
    statusAfter: null,
    overtakenAt: null,
    at: skipped === null ? null : at,
    reason: skipped,
    problem: null,
    requestId: null,
    left: null,
  }
}

const OVERTAKEN: ReadonlySet<VerdictReason> = new Set<VerdictReason>([
  'alreadyDone',
  'ended',
  'notPending',
  'notAccepted',
  'wrongTaskStatus',
  'gone',
])

/** A row that was fit for action before the interruption and is not any more: somebody else got there, or a guard objects. */
export function leftOut(
  { reason, status, problem }: PlanRow,
  before: string | null,
): Pick<RowOutcome, 'outcome' | 'statusAfter' | 'reason' | 'problem'> {
  const overtaken = OVERTAKEN.has(reason) && status !== before
  return { outcome: overtaken ? 'superseded' : 'skipped', statusAfter: status, reason, problem }
}
