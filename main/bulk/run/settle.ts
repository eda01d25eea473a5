import type { Problem } from '../../../preload/contract/envelope'
import type { BoardReader } from '../../board/api'
import type { RequestOptions, WorkspaceApi } from '../../taskrouter/api'
import type { Clock } from '../../taskrouter/clock'
import { isTaskRouterError } from '../../taskrouter/errors'
import { toProblem } from '../../taskrouter/problem'
import type { UnitRow } from '../plan/units'
import { findReservation, isGone } from '../reach'
import { decide, type Applied, type RowResult } from './goal'
import { withNote } from './note'

/** Before "nothing happened" is believed, the row is read once more: the server may still be at work on the request. */
const LOOK_AGAIN_MS: readonly number[] = [2_000]
/** What connects a call shows its result only when somebody has picked up. */
const SLOW_LOOK_AGAIN_MS: readonly number[] = [2_000, 10_000]
/** How long to wait between reads that fail. After the last one the row stays unknown. */
const READ_AGAIN_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000]

export interface SettleDeps {
  readonly api: WorkspaceApi
  readonly board: BoardReader
  readonly clock: Clock
  /** Ends all waiting and reading: the job's owner shuts down. */
  readonly signal: AbortSignal
}

/** How a request ended that brought no success. */
export interface Unsettled {
  readonly applied: Applied
  readonly problem: Problem
  readonly requestId: string | null
}

/** What was read: a status (or activity), or that the thing is gone. */
type Look = Seen | { readonly gone: true }

interface Seen {
  readonly now: string
  /** Server time of its last change, ms; undefined where what was read does not say it. */
  readonly changedAt?: number | null
}

/** Reads a reservation until its state is known and decides. Resolves with null if the owner shut down meanwhile. */
export function settleReservation(
  deps: SettleDeps,
  row: UnitRow,
  goal: string | null,
  unsettled: Unsettled,
  slow = false,
): Promise<RowResult | null> {
  const status = async () => {
    const { value, serverTime } = await findReservation(deps.api, row, options(deps))
    deps.board.learn(value, serverTime)
    return { now: value.status, changedAt: value.updatedAt }
  }
  return settle(deps, [row], goal, unsettled, status, { slow }).then((results) => results?.[0] ?? null)
}

/** The same for a task; `goal` null = it should be gone. */
export function settleTask(
  deps: SettleDeps,
  taskSid: string,
  rows: readonly UnitRow[],
  goal: string | null,
  unsettled: Unsettled,
): Promise<readonly RowResult[] | null> {
  return settle(
    deps,
    rows,
    goal,
    unsettled,
    async () => {
      const { value } = await deps.api.fetchTask(taskSid, options(deps))
      return { now: value.status, changedAt: value.updatedAt }
    },
    { goneIsGoal: goal === null },
  )
}

/** The same for a worker's activity: `goal` and the rows' `before` are activity names. */
export function settleWorker(
  deps: SettleDeps,
  workerSid: string,
  rows: readonly UnitRow[],
  activitySid: string,
  unsettled: Unsettled,
): Promise<readonly RowResult[] | null> {
  // Names are for people and may be missing; the SID decides, and the name is what is told.
  return settle(deps, rows, activitySid, unsettled, async () => {
    const { value } = await deps.api.fetchWorker(workerSid, options(deps))
    const other = value.activityName ?? value.activitySid ?? ''
    return { now: value.activitySid === activitySid ? activitySid : other, changedAt: value.statusChangedAt }
  })
}

/** The same for the supervisor's note on a task: whether its attributes hold it. */
export function settleNote(
  deps: SettleDeps,
  taskSid: string,
  rows: readonly UnitRow[],
  note: string,
  unsettled: Unsettled,
): Promise<readonly RowResult[] | null> {
  const unwritten = rows.map((row) => ({ ...row, before: 'missing' }))
  return settle(deps, unwritten, 'written', unsettled, async () => {
    const { value } = await deps.api.fetchTask(taskSid, options(deps))
    return { now: withNote(value.attributes, note) === 'there' ? 'written' : 'missing' }
  })
}

/** The same for anything else that has a state in words; `goal` is the wanted one. */
export function settleState(
  deps: SettleDeps,
  rows: readonly UnitRow[],
  goal: string | null,
  unsettled: Unsettled,
  state: (options: RequestOptions) => Promise<string>,
): Promise<readonly RowResult[] | null> {
  return settle(deps, rows, goal, unsettled, async () => ({ now: await state(options(deps)) }))
}

async function settle(
  deps: SettleDeps,
  rows: readonly UnitRow[],
  goal: string | null,
  unsettled: Unsettled,
  status: () => Promise<Seen>,
  kind: SettleKind = {},
): Promise<readonly RowResult[] | null> {
  const looked = await lookUntilKnown(deps, status)
  if (looked === null) return null
  if ('problem' in looked) return rows.map((row) => unknown(row, looked.problem))
  let results = rows.map((row) => judge(row, looked, goal, unsettled, kind))
  for (const wait of kind.slow === true ? SLOW_LOOK_AGAIN_MS : LOOK_AGAIN_MS) {
    if (!results.some((result, index) => mayStillChange(result, rows[index]))) return results
    if (!(await sleep(deps, wait))) return null
    const again = await lookUntilKnown(deps, status)
    if (again === null) return null
    if ('problem' in again) return results
    results = rows.map((row) => judge(row, again, goal, unsettled, kind))
  }
  return results
}

interface SettleKind {
  /** What is settled is gone when it is as wanted. */
  readonly goneIsGoal?: boolean
  /** See `takesTime`. */
  readonly slow?: boolean
}

/** Whether the server may still be at work on it: nothing has happened yet. */
const mayStillChange = ({ outcome, after }: RowResult, row: UnitRow | undefined): boolean =>
  outcome === 'failed' || (outcome === 'unknown' && after !== null && after === row?.before)

function judge(
  row: UnitRow,
  look: Look,
  goal: string | null,
  { applied, problem, requestId }: Unsettled,
  { goneIsGoal = false, slow = false }: SettleKind,
): RowResult {
  const { sid, before } = row
  if ('gone' in look) {
    if (applied === 'no') return { sid, outcome: 'superseded', after: null, problem: null, requestId }
    return goneIsGoal
      ? { sid, outcome: 'done', after: null, problem: null, requestId }
      : { sid, outcome: 'unknown', after: null, problem, requestId }
  }
  const outcome =
    goneIsGoal && applied === 'unknown' ? 'failed' : decide(look.now, before, goal, applied, slow)
  const explained = outcome === 'failed' || outcome === 'unknown'
  const overtakenAt = outcome === 'superseded' ? (look.changedAt ?? null) : null
  return { sid, outcome, after: look.now, overtakenAt, problem: explained ? problem : null, requestId }
}

function unknown({ sid }: UnitRow, problem: Problem): RowResult {
  return { sid, outcome: 'unknown', after: null, problem, requestId: null }
}

async function lookUntilKnown(
  deps: SettleDeps,
  status: () => Promise<Seen>,
): Promise<Look | { readonly problem: Problem } | null> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await status()
    } catch (error) {
      if (deps.signal.aborted) return null
      if (isGone(error)) return { gone: true }
      if (isTaskRouterError(error) && error.kind === 'cancelled') return null
      const wait = READ_AGAIN_MS[attempt]
      if (wait === undefined) return { problem: toProblem(error) }
      if (!(await sleep(deps, wait))) return null
    }
  }
}

/** Resolves with false when the owner shut down before the time was over. */
function sleep({ clock, signal }: SettleDeps, milliseconds: number): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  return new Promise((resolve) => {
    const stop = () => {
      takeBack()
      resolve(false)
    }
    const takeBack = clock.schedule(() => {
      signal.removeEventListener('abort', stop)
      resolve(true)
    }, milliseconds)
    signal.addEventListener('abort', stop, { once: true })
  })
}

const options = ({ signal }: SettleDeps) => ({ priority: 'action', signal }) as const
