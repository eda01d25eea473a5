import type { Problem } from '../../../preload/contract/envelope'
import type { Instruction } from '../../../preload/contract/instructions'
import { isTaskRouterError, type TaskRouterError } from '../../taskrouter/errors'
import { toProblem } from '../../taskrouter/problem'
import type { ReservationPath } from '../../taskrouter/api'
import type { Reservation, Task, Version } from '../../taskrouter/resources'
import type { ReservationUnit, TaskUnit, Unit, WorkerUnit } from '../plan/units'
import { isGone, pathOfFound } from '../reach'
import { plainFailure, READ, reading, told, unsettledOf, writing, type Attempt } from './attempt'
import type { FoldWitness } from './fold'
import { goalOf, leavesPending, takesTime, type RowResult } from './goal'
import { sendChannel } from './send-channel'
import { sendNote } from './send-note'
import { settleReservation, settleTask, settleWorker, type SettleDeps, type Unsettled } from './settle'

export interface SendDeps extends SettleDeps {
  readonly witness: FoldWitness
}

/** Sends the request of a unit once and says how it ended. Never sends again what may have been applied. Never rejects. */
export async function sendUnit(deps: SendDeps, unit: Unit): Promise<Attempt> {
  switch (unit.kind) {
    case 'reservation':
      return sendReservation(deps, unit, unit.version, true)
    case 'worker':
      return sendWorker(deps, unit, unit.version, true)
    case 'channel':
      return sendChannel(deps, unit)
    case 'task':
      return sendTask(deps, unit, unit.version, true)
    case 'note':
      return sendNote(deps, unit)
  }
}

async function sendReservation(
  deps: SendDeps,
  unit: ReservationUnit,
  version: Version,
  mayReread: boolean,
  path: ReservationPath = { taskSid: unit.rows[0].taskSid, sid: unit.rows[0].sid },
): Promise<Attempt> {
  const { api, board } = deps
  const { instruction } = unit
  const [row] = unit.rows
  const goal = goalOf(instruction)
  try {
    const { value, requestId, serverTime } = await api.updateReservation(path, instruction, writing(version))
    board.learn(value, serverTime)
    if (leavesPending(instruction)) board.markInstructed(row.sid, instruction.kind)
    const plain =
      instruction.kind === 'reject' || instruction.kind === 'complete' || instruction.kind === 'wrapUp'
    if (plain && value.status !== goal && value.status === row.before) {
      // Some answers have been seen to carry the status of before; a read tells which it is.
      const problem: Problem = { code: 'malformed', message: 'The answer did not show the change.' }
      return reading(() =>
        settled(settleReservation(deps, row, goal, { applied: 'unknown', problem, requestId })),
      )
    }
    return told([{ sid: row.sid, outcome: 'done', after: value.status, problem: null, requestId }])
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    if (error.kind === 'changed' && mayReread) {
      return rereadAndDecide(error, async () => {
        const { value, serverTime } = await api.fetchReservation(path, READ)
        board.learn(value, serverTime)
        if (value.status !== row.before) return superseded(unit, value, error)
        return sendReservation(deps, unit, value.version, false, path)
      })
    }
    if (error.kind === 'gone' && mayReread) return sendWhereFound(deps, unit, error)
    if (leavesPending(instruction) && error.applied === 'unknown')
      board.markInstructed(row.sid, instruction.kind)
    return (
      plainFailure(unit, error) ??
      reading(() => settled(settleReservation(deps, row, goal, unsettledOf(error), takesTime(instruction))))
    )
  }
}

/** The task does not have the reservation, so nothing was done. Its worker may have it still: one more try, there (P21). */
async function sendWhereFound(
  deps: SendDeps,
  unit: ReservationUnit,
  gone: TaskRouterError,
): Promise<Attempt> {
  const [row] = unit.rows
  const { sid, workerSid, before } = row
  return rereadAndDecide(gone, async () => {
    try {
      if (workerSid === null) return superseded(unit, null, gone)
      const { value, serverTime } = await deps.api.fetchReservation({ workerSid, sid }, READ)
      deps.board.learn(value, serverTime)
      if (value.status !== before) return superseded(unit, value, gone)
      return await sendReservation(deps, unit, value.version, false, pathOfFound(value, row, workerSid))
    } catch (error) {
      if (isGone(error)) return superseded(unit, null, gone)
      throw error
    }
  })
}

async function sendWorker(
  deps: SendDeps,
  unit: WorkerUnit,
  version: Version,
  mayReread: boolean,
): Promise<Attempt> {
  const { api, board } = deps
  const { workerSid, activitySid, rejectPending, rows, folded } = unit
  const sids = rows.map(({ sid }) => sid)
  try {
    const { value, requestId } = await api.updateWorker(
      workerSid,
      { activitySid, ...(rejectPending ? { rejectPendingReservations: true } : {}) },
      writing(version),
    )
    if (folded !== null) {
      const unseen: Problem = {
        code: 'malformed',
        message: 'The offer was not among those that were rejected.',
      }
      return reading(() => verifyFold(deps, unit, { applied: 'unknown', problem: unseen, requestId }))
    }
    board.poke(rejectPending ? [...sids, ...board.rowsOfWorker(workerSid).map(({ sid }) => sid)] : sids)
    const after = value.activityName
    return told(rows.map(({ sid }) => ({ sid, outcome: 'done', after, problem: null, requestId })))
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    if (folded !== null && error.kind === 'changed') {
      return mayReread
        ? rereadAndDecide(error, () => foldAgain(deps, unit))
        : { is: 'split', units: unfolded(unit, folded) }
    }
    if (folded !== null && (error.kind === 'refused' || error.kind === 'gone')) {
      return { is: 'split', units: unfolded(unit, folded) }
    }
    const failure = plainFailure(unit, error)
    if (failure !== null) return failure
    const unsettled = unsettledOf(error)
    if (folded !== null) return reading(() => verifyFold(deps, unit, unsettled))
    return reading(() => settleWorker(deps, workerSid, rows, activitySid, unsettled))
  }
}

/** The worker changed since the plan: fold again only if all that it is offered is still what was chosen. */
async function foldAgain(deps: SendDeps, unit: WorkerUnit): Promise<Attempt> {
  const { api } = deps
  const { workerSid, rows, folded } = unit
  // The version first: an offer that arrives between the two reads makes it old, and the update is refused again.
  const { value: worker } = await api.fetchWorker(workerSid, READ)
  const chosen = new Set(rows.map(({ sid }) => sid))
  for await (const { items } of api.listWorkerReservations(workerSid, { status: 'pending' }, READ)) {
    if (folded !== null && items.some(({ sid }) => !chosen.has(sid))) {
      return { is: 'split', units: unfolded(unit, folded) }
    }
  }
  return sendWorker(deps, unit, worker.version, false)
}

function unfolded(unit: WorkerUnit, instruction: Instruction): readonly Unit[] {
  return unit.rows.map((row) => ({ kind: 'reservation', rows: [row], instruction, version: null }))
}

async function verifyFold(
  deps: SendDeps,
  { rows }: WorkerUnit,
  unsettled: Unsettled,
): Promise<readonly RowResult[] | null> {
  const rejected = await deps.witness.rejected(rows, deps.signal)
  const results: RowResult[] = []
  const unseen = rows.filter(({ sid }) => !rejected.has(sid))
  for (const { sid } of rows) {
    if (!rejected.has(sid)) continue
    results.push({ sid, outcome: 'done', after: 'rejected', problem: null, requestId: unsettled.requestId })
  }
  const read = await Promise.all(unseen.map((row) => settleReservation(deps, row, 'rejected', unsettled)))
  deps.board.poke([...rejected].filter((sid) => rows.some((row) => row.sid === sid)))
  if (read.includes(null)) return null
  return [...results, ...read.flatMap((result) => result ?? [])]
}

async function sendTask(
  deps: SendDeps,
  unit: TaskUnit,
  version: Version,
  mayReread: boolean,
): Promise<Attempt> {
  const { api, board } = deps
  const { taskSid, change, rows } = unit
  const goal = change === 'delete' ? null : (change.status ?? null)
  try {
    const answered =
      change === 'delete'
        ? await api.deleteTask(taskSid, writing(version))
        : await api.updateTask(taskSid, change, writing(version))
    board.poke(rows.map(({ sid }) => sid))
    const after = answered.value?.status ?? null
    const { requestId } = answered
    return told(rows.map(({ sid }) => ({ sid, outcome: 'done', after, problem: null, requestId })))
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    if (error.kind === 'changed' && mayReread) {
      return rereadAndDecide(error, async () => {
        const { value } = await api.fetchTask(taskSid, READ)
        if (rows.some(({ before }) => before !== value.status)) return superseded(unit, value, error)
        return sendTask(deps, unit, value.version, false)
      })
    }
    board.poke(rows.map(({ sid }) => sid))
    return (
      plainFailure(unit, error) ?? reading(() => settleTask(deps, taskSid, rows, goal, unsettledOf(error)))
    )
  }
}

/**
 * A 412 was certainly not applied: one read, and the new state decides. Where even that read fails, the unit waits for
 * a later turn.
 */
async function rereadAndDecide(
  changed: TaskRouterError,
  decideAgain: () => Promise<Attempt>,
): Promise<Attempt> {
  try {
    return await decideAgain()
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    if (error.kind === 'notSignedIn') return { is: 'blocked', problem: toProblem(error) }
    if (error.kind === 'cancelled') return { is: 'abandoned', maybeApplied: false }
    return { is: 'later', problem: toProblem(changed) }
  }
}

/** `now`: what was read of it; null = it is gone. */
function superseded(
  { rows }: Unit,
  now: Pick<Reservation | Task, 'status' | 'updatedAt'> | null,
  { requestId }: TaskRouterError,
): Attempt {
  const found = { after: now?.status ?? null, overtakenAt: now?.updatedAt ?? null }
  return told(rows.map(({ sid }) => ({ sid, outcome: 'superseded', ...found, problem: null, requestId })))
}

async function settled(one: Promise<RowResult | null>): Promise<readonly RowResult[] | null> {
  const result = await one
  return result === null ? null : [result]
}
