import type { Directory } from '../../../preload/contract/board'
import {
  namedCount,
  type Plan,
  type PlanProgress,
  type PlanRequest,
  type PlanRow,
} from '../../../preload/contract/bulk'
import { unknownPlaceholders } from '../../../preload/contract/instructions'
import type { BoardReader } from '../../board/api'
import type { WorkspaceApi } from '../../taskrouter/api'
import { isTaskRouterError } from '../../taskrouter/errors'
import { toProblem } from '../../taskrouter/problem'
import { BulkError, bulkError } from '../errors'
import { confirmPhrase } from '../wording'
import { channelPlanRow, channelReadyRow, judgeChannel, readChannels, type ChannelAction } from './channels'
import { judgeRows } from './judge'
import { needsOf } from './needs'
import { FreshReader } from './read'
import { valueIn, type PlanSubject } from './subject'
import { unitsOf, type ReadyRow } from './units'
import type { JudgeContext, RowVerdict } from './verdict'
import { judgeWorkers, ofWorkers, readWorkers, workerPlanRow, workerReadyRow } from './workers'

export interface PlannerOptions {
  readonly api: WorkspaceApi
  readonly board: BoardReader
  readonly serverNow: () => number
  readonly settings: () => { readonly rejectionLimit: number; readonly typedConfirmFrom: number }
  readonly multiTasking: boolean
}

/** A plan, and for each of its rows that can act what its request needs. */
export interface Planned {
  readonly plan: Plan
  readonly ready: ReadonlyMap<string, ReadyRow>
  readonly directory: Directory
}

/** Reads every chosen row fresh and sorts it. Sends nothing that changes anything. Rejects with BulkError. */
export async function makePlan(
  id: string,
  request: PlanRequest,
  options: PlannerOptions,
  signal: AbortSignal,
  onProgress: (progress: PlanProgress) => void,
): Promise<Planned> {
  refuseUnknownPlaceholders(request)
  const { board } = options
  const { action, note } = request
  const total = request.sids.length
  const directory = board.directory()
  const judged = await (ofWorkers(request) ? judgedWorkers : judgedReservations)({
    request,
    options,
    directory,
    signal,
    onRead: (done) => onProgress({ planId: id, done, total }),
  })
  const serverNow = options.serverNow()
  const settings = options.settings()
  const rows = judged.map(({ row }) => row)
  const ready = new Map(
    judged.flatMap(({ ready: one }) => (one === null ? [] : [[one.row.sid, one] as const])),
  )
  const acting = rows.filter(({ verdict }) => verdict === 'act')
  const units = unitsOf(action, readyOf(acting, ready), directory)
  const typed = action.kind === 'deleteTask' || acting.length >= settings.typedConfirmFrom
  const plan: Plan = {
    id,
    action,
    note,
    createdAt: serverNow,
    rows,
    counts: { act: acting.length, skip: countOf(rows, 'skip'), held: countOf(rows, 'held') },
    requests: units.length,
    workersMoved: workersMoved(request, acting, judged),
    confirm: typed
      ? { kind: 'typed', phrase: confirmPhrase(action, namedCount(action, acting)) }
      : { kind: 'simple' },
    proposedActivitySid: rows.some(({ reason }) => reason === 'rejectLoop')
      ? proposeActivity(directory)
      : null,
  }
  return { plan, ready, directory }
}

/** One row of a plan, and where it stands now what it is about. */
interface Judged {
  readonly row: PlanRow
  /** Null for rows that are skipped. */
  readonly ready: ReadyRow | null
  readonly activitySid: string | null
}

interface JudgeWork {
  readonly request: PlanRequest
  readonly options: PlannerOptions
  readonly directory: Directory
  readonly signal: AbortSignal
  readonly onRead: (done: number) => void
}

function contextOf({ request, options, directory }: JudgeWork): JudgeContext {
  const { board, multiTasking, serverNow } = options
  const trustworthy = board.trustworthy()
  return { action: request.action, directory, serverNow: serverNow(), trustworthy, multiTasking }
}

async function judgedReservations(work: JudgeWork): Promise<readonly Judged[]> {
  if (work.request.action.kind === 'workerChannel') {
    throw bulkError('invalid', 'Channels are changed of workers, not of reservations.')
  }
  const { request, options, directory, signal, onRead } = work
  const subjects = await readSubjects(options.api, options.board, request, directory, signal, onRead)
  const verdicts = judgeRows(subjects, contextOf(work), options.settings().rejectionLimit)
  return subjects.flatMap((subject, index) => {
    const verdict = verdicts[index]
    if (verdict === undefined) return []
    const row = planRow(subject, verdict)
    const activitySid = valueIn(subject.worker)?.activitySid ?? subject.known?.activitySid ?? null
    return { row, ready: verdict.verdict === 'skip' ? null : readyRow(row, verdict, subject), activitySid }
  })
}

async function judgedWorkers(work: JudgeWork): Promise<readonly Judged[]> {
  const { request, options, directory, signal, onRead } = work
  const { action, sids } = request
  if (action.kind === 'workerChannel') return judgedChannels(work, action)
  if (action.kind !== 'workerActivity') {
    throw bulkError('invalid', 'Workers can only be moved to an activity or have a channel changed.')
  }
  const subjects = await problemsOf(readWorkers(options.api, action, sids, signal, onRead))
  const limit = options.settings().rejectionLimit
  const verdicts = judgeWorkers(subjects, action, options.board, contextOf(work), limit)
  return subjects.flatMap((subject, index) => {
    const verdict = verdicts[index]
    if (verdict === undefined) return []
    const row = workerPlanRow(subject, verdict, directory)
    const activitySid = valueIn(subject.worker)?.activitySid ?? null
    return { row, ready: verdict.verdict === 'skip' ? null : workerReadyRow(row, subject), activitySid }
  })
}

async function judgedChannels(work: JudgeWork, action: ChannelAction): Promise<readonly Judged[]> {
  const { request, options, directory, signal, onRead } = work
  const subjects = await problemsOf(readChannels(options.api, action, request.sids, signal, onRead))
  return subjects.map((subject) => {
    const verdict = judgeChannel(action, subject)
    const row = channelPlanRow(subject, verdict, directory)
    return {
      row,
      ready: verdict.verdict === 'skip' ? null : channelReadyRow(row, subject),
      activitySid: null,
    }
  })
}

export function readyOf(rows: readonly PlanRow[], ready: ReadonlyMap<string, ReadyRow>): readonly ReadyRow[] {
  return rows.flatMap(({ sid }) => ready.get(sid) ?? [])
}

function refuseUnknownPlaceholders({ action }: PlanRequest): void {
  if (action.kind !== 'instruction') return
  const unknown = unknownPlaceholders(action.instruction)
  if (unknown.length === 0) return
  throw bulkError(
    'invalid',
    'A template names something that is not there.',
    unknown.map(({ parameter, name }) => ({ path: parameter, message: `{{${name}}} is not known.` })),
  )
}

async function readSubjects(
  api: WorkspaceApi,
  board: BoardReader,
  { action, sids }: PlanRequest,
  directory: Directory,
  signal: AbortSignal,
  onRead: (done: number) => void,
): Promise<readonly PlanSubject[]> {
  const rows = sids.map((sid) => ({ sid, known: board.row(sid) ?? null }))
  return problemsOf(new FreshReader(api).read(rows, needsOf(action, directory), signal, onRead))
}

/** What the client says went wrong, as the bulk's own error. */
async function problemsOf<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (isTaskRouterError(error)) throw new BulkError(toProblem(error))
    throw error
  }
}

function planRow(subject: PlanSubject, verdict: RowVerdict): PlanRow {
  const { sid, known, task } = subject
  const reservation = valueIn(subject.reservation)
  const fresh = valueIn(task)
  return {
    sid,
    taskSid: reservation?.taskSid ?? known?.taskSid ?? '',
    workerSid: reservation?.workerSid ?? known?.workerSid ?? null,
    workerName: reservation?.workerName ?? known?.workerName ?? null,
    queueName: fresh?.queueName ?? known?.queueName ?? null,
    channel: fresh?.channelName ?? known?.channel ?? null,
    status: reservation?.status ?? null,
    verdict: verdict.verdict,
    reason: verdict.reason,
    facts: verdict.facts,
    values: verdict.values,
    problem: verdict.problem,
  }
}

function readyRow(row: PlanRow, verdict: RowVerdict, subject: PlanSubject): ReadyRow {
  const worker = valueIn(subject.worker)
  const task = valueIn(subject.task)
  return {
    row,
    instruction: verdict.instruction,
    reservationVersion: valueIn(subject.reservation)?.version ?? null,
    taskVersion: task?.version ?? null,
    workerVersion: worker?.version ?? null,
    taskStatus: task?.status ?? null,
    activityName: worker?.activityName ?? null,
    workerPending: subject.workerPending,
  }
}

function countOf(rows: readonly PlanRow[], verdict: PlanRow['verdict']): number {
  return rows.filter((row) => row.verdict === verdict).length
}

/** Workers whose activity will be another one afterwards, as far as their present one is known. */
function workersMoved(
  { action }: PlanRequest,
  acting: readonly PlanRow[],
  judged: readonly Judged[],
): number {
  const target =
    action.kind === 'workerActivity'
      ? action.activitySid
      : action.kind === 'instruction' && action.instruction.kind === 'reject'
        ? action.instruction.parameters['WorkerActivitySid']
        : undefined
  if (target === undefined) return 0
  const sids = new Set(acting.map(({ sid }) => sid))
  const moved = new Set<string>()
  for (const { row, activitySid } of judged) {
    if (sids.has(row.sid) && row.workerSid !== null && activitySid !== target) moved.add(row.workerSid)
  }
  return moved.size
}

const UNAVAILABLE_NAMES: readonly RegExp[] = [/unavailable/i, /break|away|paus/i]

/** The unavailable activity that a looping worker is best moved to: one that says so, else the first. */
function proposeActivity({ activities }: Directory): string | null {
  const unavailable = activities.filter(({ available }) => available === false)
  for (const pattern of UNAVAILABLE_NAMES) {
    const named = unavailable.find(({ name }) => pattern.test(name))
    if (named !== undefined) return named.sid
  }
  return unavailable[0]?.sid ?? null
}
