import { join } from 'node:path'
import type { RowOutcome } from '../../preload/contract/bulk'
import type { Problem } from '../../preload/contract/envelope'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import { isTaskRouterError } from '../taskrouter/errors'
import { toProblem } from '../taskrouter/problem'
import { forEachLimited } from './concurrency'
import type { RowRecord } from './journal/record'
import { journalIds, readJournal, type JournalState } from './journal/read'
import { journalName, type JournalStorage } from './journal/write'
import { goalOf } from './run/goal'
import { decide, type RowResult } from './run/goal'
import type { BulkAction } from '../../preload/contract/bulk'

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

/**
 * Finds the journals of this workspace that were left open, and puts away the others: ended ones after a while, those
 * that never sent anything at once, unreadable ones under another name.
 */
export async function findOpenJobs(
  storage: JournalStorage,
  workspaceSid: string,
  now: number,
): Promise<readonly OpenJob[]> {
  const { files, folder } = storage
  const open: OpenJob[] = []
  for (const id of await journalIds(storage)) {
    const path = join(folder, journalName(id))
    const journal = await readJournal(storage, id)
    const { head } = journal
    if (head === null) {
      if (journal.inFlight.size > 0 || journal.outcomes.size > 0) await files.rename(path, `${path}.damaged`)
      else await files.remove(path)
      continue
    }
    if (head.workspaceSid !== workspaceSid) continue
    if (journal.end !== null) {
      if (now - journal.end.at > KEEP_ENDED_MS) await files.remove(path)
      continue
    }
    if (!journal.ready) {
      await files.remove(path)
      continue
    }
    if (journal.cutOffAt !== null) await files.truncate(path, journal.cutOffAt)
    open.push({
      journal,
      head,
      rows: journal.rows.map((row) => rowOf(row, journal)),
      problem: damage(journal),
    })
  }
  return open
}

function damage({ damaged }: JournalState): Problem | null {
  if (damaged === 0) return null
  return {
    code: 'storage',
    message: `The journal was damaged: ${damaged} line${damaged === 1 ? '' : 's'} could not be read.`,
  }
}

function rowOf(row: RowRecord, { outcomes, inFlight }: JournalState): RowOutcome {
  const { sid, taskSid, workerSid, workerName, before, skipped } = row
  const told = outcomes.get(sid)
  const base = { sid, taskSid, workerSid, workerName, statusBefore: before }
  if (told !== undefined) {
    const { outcome, after, at, problem, requestId } = told
    return { ...base, outcome, statusAfter: after, at, reason: null, problem, requestId }
  }
  const outcome = skipped !== null ? 'skipped' : inFlight.has(sid) ? 'unknown' : 'waiting'
  return { ...base, outcome, statusAfter: null, at: null, reason: skipped, problem: null, requestId: null }
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
    const { now, goal } = await look(api, action, row)
    const decision = before === null ? unsure(now, goal) : decide(now, before, goal, 'unknown')
    // Nothing happened, and nothing will: whatever left before the crash has long been answered.
    if (decision === 'failed') return { ...result, outcome: 'waiting', after: null }
    return {
      ...result,
      outcome: decision,
      after: now,
      ...(decision === 'unknown' ? { problem: UNPROVEN } : {}),
    }
  } catch (error) {
    const gone = isTaskRouterError(error) && error.kind === 'gone'
    if (gone && action.kind === 'deleteTask') return { ...result, outcome: 'done', after: null }
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
  { sid, taskSid, workerSid }: RowOutcome,
): Promise<{ readonly now: string; readonly goal: string | null }> {
  const options = { priority: 'action' } as const
  switch (action.kind) {
    case 'instruction': {
      const { value } = await api.fetchReservation({ taskSid, sid }, options)
      return { now: value.status, goal: goalOf(action.instruction) }
    }
    case 'workerActivity': {
      const { value } = await api.fetchWorker(workerSid ?? '', options)
      const moved = value.activitySid === action.activitySid
      const now = value.activityName ?? value.activitySid ?? ''
      return { now, goal: moved ? now : action.activitySid }
    }
    case 'cancelTask':
    case 'completeTask':
    case 'deleteTask': {
      const { value } = await api.fetchTask(taskSid, options)
      const goal = { cancelTask: 'canceled', completeTask: 'completed', deleteTask: '' }[action.kind]
      return { now: value.status, goal }
    }
  }
}

/** SIDs of a job's rows that the history already holds, so that a crash between journal and history doubles nothing. */
export async function recordedRows(history: History, jobId: string): Promise<ReadonlySet<string>> {
  const sids = new Set<string>()
  for await (const entry of history.export({ text: jobId, limit: 1, before: null })) {
    if (entry.jobId === jobId) sids.add(entry.sid)
  }
  return sids
}
