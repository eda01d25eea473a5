import type { BulkAction, PlanRow } from '../../../preload/contract/bulk'
import type { Directory } from '../../../preload/contract/board'
import type { ChannelChange } from '../../../preload/contract/worker-channel'
import type { Instruction } from '../../../preload/contract/instructions'
import type { TaskUpdate } from '../../taskrouter/api'
import type { Version } from '../../taskrouter/resources'
import { unavailableActivityOf } from './needs'

/** A row that will be acted on, with what its request needs. */
export interface ReadyRow {
  readonly row: PlanRow
  readonly instruction: Instruction | null
  readonly reservationVersion: Version
  readonly taskVersion: Version
  readonly workerVersion: Version
  readonly taskStatus: string | null
  readonly activityName: string | null
  /** SIDs of everything the worker was offered when it was read; null if that was not read. */
  readonly workerPending: ReadonlySet<string> | null
  /** The worker's own channel, where one is to be changed. */
  readonly workerChannelSid?: string | null
}

/** What one request is about. `before` is the status (or activity) in which it was when planned. */
export interface UnitRow {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly before: string | null
}

/** One request of a plan, and the rows it answers for. */
export type PlannedUnit = ReservationUnit | WorkerUnit | ChannelUnit | TaskUnit

/** One request of a run: of its plan, or what follows from it. */
export type Unit = PlannedUnit | NoteUnit

export interface ReservationUnit {
  readonly kind: 'reservation'
  readonly rows: readonly [UnitRow]
  readonly instruction: Instruction
  readonly version: Version
}

export interface WorkerUnit {
  readonly kind: 'worker'
  readonly rows: readonly UnitRow[]
  readonly workerSid: string
  readonly activitySid: string
  readonly rejectPending: boolean
  readonly version: Version
  /**
   * Set when this update stands for rejections of its rows. What to do instead if the worker has meanwhile been offered
   * something that nobody chose to reject.
   */
  readonly folded: Instruction | null
}

/** One channel of one worker. `before` of the row is the text of the channel's state. */
export interface ChannelUnit {
  readonly kind: 'channel'
  readonly rows: readonly UnitRow[]
  readonly workerSid: string
  /** The worker's channel, and the task channel that it belongs to. */
  readonly channelSid: string
  readonly taskChannelSid: string
  readonly change: ChannelChange
}

export interface TaskUnit {
  readonly kind: 'task'
  readonly rows: readonly UnitRow[]
  readonly taskSid: string
  readonly change: TaskUpdate | 'delete'
  readonly version: Version
}

/** The supervisor's note on a task whose rows are done. */
export interface NoteUnit {
  readonly kind: 'note'
  readonly rows: readonly UnitRow[]
  readonly taskSid: string
  readonly note: string
}

/** The requests of a run, in the order of the rows. */
export function unitsOf(
  action: BulkAction,
  rows: readonly ReadyRow[],
  directory: Directory,
): readonly PlannedUnit[] {
  switch (action.kind) {
    case 'instruction':
      return instructionUnits(action.instruction, rows, directory)
    case 'workerActivity':
      return [...grouped(rows, ({ row }) => row.workerSid ?? '')].map(([workerSid, group]) => ({
        kind: 'worker',
        rows: group.map((ready) => unitRow(ready, ready.activityName)),
        workerSid,
        activitySid: action.activitySid,
        rejectPending: action.rejectPending,
        // Every new offer changes the worker's version, and a move is meant whatever the worker is offered.
        version: null,
        folded: null,
      }))
    case 'workerChannel':
      return rows.flatMap((ready): readonly PlannedUnit[] => {
        const { workerChannelSid: channelSid, row } = ready
        if (channelSid == null || row.workerSid === null) return []
        const { channelSid: taskChannelSid, capacity, available } = action
        const change = { capacity, available }
        const { workerSid, status } = row
        return [
          { kind: 'channel', rows: [unitRow(ready, status)], workerSid, channelSid, taskChannelSid, change },
        ]
      })
    case 'cancelTask':
      return taskUnits(rows, taskUpdate('canceled', action.reason))
    case 'completeTask':
      return taskUnits(rows, taskUpdate('completed', action.reason))
    case 'deleteTask':
      return taskUnits(rows, 'delete')
  }
}

function taskUpdate(status: 'canceled' | 'completed', reason: string): TaskUpdate {
  return reason === '' ? { status } : { status, reason }
}

function taskUnits(rows: readonly ReadyRow[], change: TaskUpdate | 'delete'): readonly PlannedUnit[] {
  return [...grouped(rows, ({ row }) => row.taskSid)].map(([taskSid, group]) => ({
    kind: 'task',
    rows: group.map((ready) => unitRow(ready, ready.taskStatus)),
    taskSid,
    change,
    version: group[0]?.taskVersion ?? null,
  }))
}

function instructionUnits(
  instruction: Instruction,
  rows: readonly ReadyRow[],
  directory: Directory,
): readonly PlannedUnit[] {
  const activitySid = unavailableActivityOf(instruction, directory)
  const folded = activitySid === null ? new Map<string, readonly ReadyRow[]>() : foldable(rows)
  const units: PlannedUnit[] = []
  const done = new Set<string>()
  for (const ready of rows) {
    const { workerSid } = ready.row
    const group = workerSid === null ? undefined : folded.get(workerSid)
    if (group === undefined || workerSid === null || activitySid === null) {
      units.push(single(ready, ready.instruction ?? instruction))
    } else if (!done.has(workerSid)) {
      done.add(workerSid)
      units.push({
        kind: 'worker',
        rows: group.map((member) => unitRow(member, member.row.status)),
        workerSid,
        activitySid,
        rejectPending: true,
        version: ready.workerVersion,
        folded: instruction,
      })
    }
  }
  return units
}

/** Workers of whom everything that they are offered is to be rejected: two rows or more, and not one left out. */
function foldable(rows: readonly ReadyRow[]): ReadonlyMap<string, readonly ReadyRow[]> {
  const folds = new Map<string, readonly ReadyRow[]>()
  for (const [workerSid, group] of grouped(rows, ({ row }) => row.workerSid ?? '')) {
    const chosen = new Set(group.map(({ row }) => row.sid))
    const pending = group[0]?.workerPending ?? null
    if (workerSid === '' || pending === null || group.length < 2) continue
    if ([...pending].every((sid) => chosen.has(sid))) folds.set(workerSid, group)
  }
  return folds
}

function single(ready: ReadyRow, instruction: Instruction): ReservationUnit {
  return {
    kind: 'reservation',
    rows: [unitRow(ready, ready.row.status)],
    instruction,
    version: ready.reservationVersion,
  }
}

function unitRow({ row }: ReadyRow, before: string | null): UnitRow {
  const { sid, taskSid, workerSid, workerName } = row
  return { sid, taskSid, workerSid, workerName, before }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
