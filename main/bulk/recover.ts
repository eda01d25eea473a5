import { join } from 'node:path'
import type { BulkAction, HistoryEntry, RowOutcome } from '../../preload/contract/bulk'
import type { Problem } from '../../preload/contract/envelope'
import { channelStateText, isAsWanted } from '../../preload/contract/worker-channel'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import { toProblem } from '../taskrouter/problem'
import { EVERYTHING } from '../history/match'
import { forEachLimited } from './concurrency'
import type { RowRecord } from './journal/record'
import { journalIds, readJournal, type JournalState } from './journal/read'
import { journalName, type JournalStorage } from './journal/write'
import { channelOfWorker, stateOf } from './plan/channels'
import { findReservation, isGone } from './reach'
import { decide, goalOf, takesTime, type RowResult } from './run/goal'
import { NOT_YET_NOTED } from './run/leftovers'
import { goalOfChannel, NO_CHANNEL } from './run/send-channel'

const READS_AT_ONCE = 16
/** Journals of ended jobs are kept for support this long; the history keeps the outcomes. */
const KEEP_ENDED_MS = 7 * 24 * 3_600_000

/** A job that a crash left open. */
export interface OpenJob {
  readonly journal: JournalState
  readonly head: NonNullable<JournalState['head']>
  readonly rows: readonly RowOutcome[]
  readonly problem: Problem | null
}

export interface FoundJobs {
  readonly open: readonly OpenJob[]
  /** Journals that did not even say which job they belong to and were put aside under another name. */
  readonly setAside: number
  /** Journals that the disk would not let us read; they are tried again at the next start. */
  readonly unread: number
}

/**
 * Finds the journals of this workspace that were left open, and puts away the others: ended ones after a while, those
 * that never sent anything at once, unreadable ones under another name. One bad file never hides the others; rejects
 * only if the folder itself cannot be read.
 */
export async function findOpenJobs(
  storage: JournalStorage,
  workspaceSid: string,
  now: number,
): Promise<FoundJobs> {
  const open: OpenJob[] = []
  let setAside = 0
  let unread = 0
  for (const id of await journalIds(storage)) {
    try {
      const found = await sortJournal(storage, id, workspaceSid, now)
      if (found === 'setAside') setAside += 1
      else if (found !== null) open.push(found)
    } catch {
      unread += 1
    }
  }
  return { open, setAside, unread }
}

/** The job of a journal if it was left open; null for journals that need nothing more and may have been removed. */
async function sortJournal(
  storage: JournalStorage,
  id: string,
  workspaceSid: string,
  now: number,
): Promise<OpenJob | 'setAside' | null> {
  const { files, folder } = storage
  const path = join(folder, journalName(id))
  const journal = await readJournal(storage, id)
  const { head, end } = journal
  if (head !== null && head.workspaceSid !== workspaceSid) return null
  if (end !== null && head !== null) {
    if (now - end.at > KEEP_ENDED_MS) await files.remove(path)
    return null
  }
  if (head === null || !journal.ready) {
    if (mayHaveSent(journal)) {
      await files.rename(path, `${path}.damaged`)
      return 'setAside'
    }
    await files.remove(path)
    return null
  }
  if (journal.cutOffAt !== null) await files.truncate(path, journal.cutOffAt)
  const rows = journal.rows.map((row) => rowOf(row, journal))
  return { journal, head, rows, problem: damage(journal) }
}

/** One torn line is a start that a crash interrupted; any other damage may hide an intent. */
function mayHaveSent({ ready, outcomes, damaged, cutOffAt }: JournalState): boolean {
  return ready || outcomes.size > 0 || damaged > (cutOffAt === null ? 0 : 1)
}

function damage({ damaged }: JournalState): Problem | null {
  if (damaged === 0) return null
  return {
    code: 'damaged',
    message: `The journal was damaged: ${damaged} line${damaged === 1 ? '' : 's'} could not be read.`,
  }
}

function rowOf(row: RowRecord, { outcomes, inFlight }: JournalState): RowOutcome {
  const { sid, taskSid, workerSid, workerName, before, skipped } = row
  const told = outcomes.get(sid)
  const base = { sid, taskSid, workerSid, workerName, statusBefore: before }
  if (told !== undefined) {
    const { outcome, after, at, overtakenAt = null, problem, requestId, left } = told
    const explained = outcome === 'partial' && left === 'note' ? (problem ?? NOT_YET_NOTED) : problem
    const known = { statusAfter: after, at, overtakenAt, requestId, left }
    return { ...base, ...known, outcome, reason: null, problem: explained }
  }
  const outcome = skipped !== null ? 'skipped' : inFlight.has(sid) ? 'unknown' : 'waiting'
  const nothing = {
    statusAfter: null,
    at: null,
    overtakenAt: null,
    problem: null,
    requestId: null,
    left: null,
  }
  return { ...base, ...nothing, outcome, reason: skipped }
}

/**
 * Settles rows whose request may have left, by reading and never by sending. A row that is still as it was goes back to
 * `waiting`; one that cannot be read now stays as it is and is asked again when the job goes on.
 */
export async function settleOpenRows(
  api: WorkspaceApi,
  action: BulkAction,
  rows: readonly RowOutcome[],
): Promise<readonly RowResult[]> {
  const results: RowResult[] = []
  await forEachLimited(rows, READS_AT_ONCE, async (row) => {
    results.push(await settleOpenRow(api, action, row))
  })
  return results
}

async function settleOpenRow(api: WorkspaceApi, action: BulkAction, row: RowOutcome): Promise<RowResult> {
  const { sid, statusBefore: before } = row
  const result = { sid, problem: null, requestId: null }
  try {
    const { now, goal, changedAt } = await look(api, action, row)
    const slow = action.kind === 'instruction' && takesTime(action.instruction)
    const decision = before === null ? unsure(now, goal) : decide(now, before, goal, 'unknown', slow)
    // Nothing happened, and nothing will: whatever left before the crash has long been answered.
    if (decision === 'failed') return { ...result, outcome: 'waiting', after: null }
    return {
      ...result,
      outcome: decision,
      after: now,
      ...(decision === 'superseded' ? { overtakenAt: changedAt ?? null } : {}),
      ...(decision === 'unknown' ? { problem: UNPROVEN } : {}),
    }
  } catch (error) {
    if (isGone(error) && action.kind === 'deleteTask') return { ...result, outcome: 'done', after: null }
    return { ...result, outcome: 'unknown', after: null, problem: toProblem(error) }
  }
}

const UNPROVEN: Problem = {
  code: 'internal',
  message:
    'The console stopped while this was being sent, and nothing on the server proves whether it arrived.',
}

function unsure(now: string, goal: string | null): 'done' | 'unknown' {
  return now === goal ? 'done' : 'unknown'
}

async function look(
  api: WorkspaceApi,
  action: BulkAction,
  row: RowOutcome,
): Promise<{ readonly now: string; readonly goal: string | null; readonly changedAt?: number | null }> {
  const options = { priority: 'action' } as const
  const { taskSid, workerSid } = row
  switch (action.kind) {
    case 'instruction': {
      const { value } = await findReservation(api, row, options)
      return { now: value.status, goal: goalOf(action.instruction), changedAt: value.updatedAt }
    }
    case 'workerActivity': {
      const { value } = await api.fetchWorker(workerSid ?? '', options)
      const moved = value.activitySid === action.activitySid
      const now = value.activityName ?? value.activitySid ?? ''
      return { now, goal: moved ? now : action.activitySid }
    }
    case 'workerChannel': {
      const channel = await channelOfWorker(api, workerSid ?? '', action.channelSid, options)
      if (channel === null) return { now: NO_CHANNEL, goal: null }
      const now = channelStateText(stateOf(channel))
      return {
        now,
        goal: isAsWanted(stateOf(channel), action) ? now : goalOfChannel(row.statusBefore, action),
      }
    }
    case 'cancelTask':
    case 'completeTask':
    case 'deleteTask': {
      const { value } = await api.fetchTask(taskSid, options)
      const goal = { cancelTask: 'canceled', completeTask: 'completed', deleteTask: '' }[action.kind]
      return { now: value.status, goal, changedAt: value.updatedAt }
    }
  }
}

/** What the history already says of a job's rows, by SID: the last line of each. */
export async function recordedRows(
  history: History,
  jobId: string,
): Promise<ReadonlyMap<string, HistoryEntry>> {
  const told = new Map<string, HistoryEntry>()
  for await (const entry of history.export({ ...EVERYTHING, text: jobId })) {
    if (entry.jobId === jobId) told.set(entry.sid, entry)
  }
  return told
}

/**
 * A crash can come after the history has a row's line and before the journal has its outcome. The line came from the
 * server's answer, so it stands: asking again would tell the row twice, or tell what became of it later.
 */
export function withRecorded(row: RowOutcome, entry: HistoryEntry | undefined): RowOutcome {
  if (!isOpen(row) || entry === undefined || entry.outcome === 'unknown') return row
  const { outcome, statusAfter, at, requestId } = entry
  return { ...row, outcome, statusAfter, at, requestId }
}

/** A row whose request may have left before the crash and of which nothing is known yet. */
export const isOpen = ({ outcome, at }: RowOutcome): boolean => outcome === 'unknown' && at === null
