import type { BulkAction, Leftover, RowOutcome } from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import type { NoteUnit, Unit, UnitRow } from '../plan/units'
import type { RowResult } from './goal'

/** A second request for rows whose first one is done. */
export interface LeftoverUnit {
  readonly left: Leftover
  readonly unit: Unit
}

/** The notes for rows that are done: one request a task. */
export function noteUnits(rows: readonly UnitRow[], note: string): readonly NoteUnit[] {
  const byTask = new Map<string, UnitRow[]>()
  for (const row of rows) {
    const group = byTask.get(row.taskSid)
    if (group === undefined) byTask.set(row.taskSid, [row])
    else group.push(row)
  }
  return [...byTask].map(([taskSid, group]) => ({ kind: 'note', rows: group, taskSid, note }))
}

/**
 * What has to be sent for partly done rows. A repeated move leaves offers alone: those that the worker has by now were
 * chosen by nobody.
 */
export function leftoverUnits(
  action: BulkAction,
  note: string,
  rows: readonly RowOutcome[],
): readonly LeftoverUnit[] {
  const partial = rows.filter(({ outcome }) => outcome === 'partial')
  const notes = noteUnits(partial.filter(({ left }) => left === 'note').map(unitRow), note)
  const activitySid = activityOf(action)
  const moves = new Map<string, UnitRow[]>()
  for (const row of partial) {
    if (row.left !== 'activity' || row.workerSid === null || activitySid === null) continue
    moves.set(row.workerSid, [...(moves.get(row.workerSid) ?? []), unitRow(row)])
  }
  return [
    ...notes.map((unit) => ({ left: 'note', unit }) as const),
    ...[...moves].map(
      ([workerSid, group]) =>
        ({
          left: 'activity',
          unit: {
            kind: 'worker',
            rows: group,
            workerSid,
            activitySid: activitySid ?? '',
            rejectPending: false,
            version: null,
            folded: null,
          },
        }) as const,
    ),
  ]
}

/** Where an action moves workers to, or null if it leaves their activity alone. */
export function activityOf(action: BulkAction): string | null {
  if (action.kind === 'workerActivity') return action.activitySid
  if (action.kind !== 'instruction') return null
  const activitySid = action.instruction.parameters['WorkerActivitySid']
  return typeof activitySid === 'string' ? activitySid : null
}

/** The result of a second request, told of the whole row: its status stays done whatever came of the rest. */
export function leftoverResult(
  result: RowResult,
  left: Leftover,
  row: RowOutcome | undefined,
): RowResult & { readonly outcome: 'done' | 'partial' } {
  const after = row?.statusAfter ?? null
  if (result.outcome === 'done') {
    return { sid: result.sid, outcome: 'done', after, problem: null, requestId: result.requestId }
  }
  const problem = result.problem ?? UNDONE
  return { sid: result.sid, outcome: 'partial', after, problem, requestId: result.requestId, left }
}

const UNDONE: Problem = { code: 'changed', message: 'Somebody else changed it at the same moment.' }
export const NOT_YET_NOTED: Problem = {
  code: 'cancelled',
  message: 'The status was changed; the note was not written to the task.',
}

function unitRow({ sid, taskSid, workerSid, workerName, statusBefore: before }: RowOutcome): UnitRow {
  return { sid, taskSid, workerSid, workerName, before }
}
