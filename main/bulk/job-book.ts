import type {
  BulkAction,
  JobPush,
  JobSummary,
  PlanRow,
  RowOutcome,
  VerdictReason,
} from '../../preload/contract/bulk'
import type { BoardReader } from '../board/api'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import type { Clock } from '../taskrouter/clock'
import { BulkError, bulkError } from './errors'
import type { HeadRecord, RowRecord } from './journal/record'
import { Journal, type JournalStorage } from './journal/write'
import { readyOf, type Planned } from './plan/planner'
import type { PlanShelf } from './plan/shelf'
import { unitsOf, type Unit } from './plan/units'
import { findOpenJobs, recordedRows, settleOpenRows, type OpenJob } from './recover'
import { ActivityWatch } from './run/activity-watch'
import { JobFeed } from './run/feed'
import { FoldWitness } from './run/fold'
import type { RowResult } from './run/goal'
import { diskProblem, Job, type JobDeps, type JobStart } from './run/job'
import { isFinal } from './run/ledger'
import { actionName, withoutPersonalValues } from './wording'

export interface JobBookOptions {
  readonly api: WorkspaceApi
  readonly board: BoardReader
  readonly history: History
  readonly journal: JournalStorage
  readonly clock: Clock
  readonly serverNow: () => number
  readonly ids: () => string
  readonly workspaceSid: string
  readonly operator: () => string
  readonly shelf: PlanShelf
}

/** What the book remembers of a job besides its run. */
interface Entry {
  readonly job: Job
  /** Null while the action is whole; set when values that may not be stored were lost in a crash. */
  readonly lost: boolean
  /** Rows a supervisor released although a guard held them. */
  readonly released: ReadonlySet<string>
}

/** All jobs of this workspace since the start, and those that a crash left open. */
export class JobBook {
  readonly #options: JobBookOptions
  readonly #feed: JobFeed
  readonly #witness: FoldWitness
  readonly #watch: ActivityWatch
  readonly #entries = new Map<string, Entry>()

  constructor(options: JobBookOptions) {
    this.#options = options
    this.#feed = new JobFeed(options.clock)
    this.#witness = new FoldWitness(options.api, options.clock, options.serverNow)
    this.#watch = new ActivityWatch(options.api, options.clock)
  }

  /** Writes the journal and starts. Rejects with BulkError, having sent nothing, if the journal cannot be written. */
  async start(planned: Planned, released: ReadonlySet<string>): Promise<JobSummary> {
    const { plan, ready, directory } = planned
    const { serverNow, workspaceSid } = this.#options
    const chosen = plan.rows.filter(
      ({ sid, verdict }) => verdict === 'act' || (verdict === 'held' && released.has(sid)),
    )
    if (chosen.length === 0) throw bulkError('invalid', 'No row of this plan can be acted on.')
    const units = unitsOf(plan.action, readyOf(chosen, ready), directory)
    const before = new Map(units.flatMap(({ rows }) => rows.map((row) => [row.sid, row.before])))
    const id = this.#options.ids()
    const startedAt = serverNow()
    const operator = this.#options.operator()
    const head: HeadRecord = {
      type: 'head',
      version: 1,
      id,
      ...withoutPersonalValues(plan.action),
      note: plan.note,
      workspaceSid,
      operator,
      startedAt,
    }
    const records = plan.rows.map((row) => rowRecord(row, before.get(row.sid), released.has(row.sid)))
    const journal = new Journal(this.#options.journal, id)
    try {
      await this.#options.journal.files.ensureFolder(this.#options.journal.folder)
      await journal.start(head, records)
    } catch (error) {
      throw new BulkError(diskProblem(error))
    }
    const rows = records.map((record) => startingRow(record, startedAt))
    const job = this.#open(id, journal, {
      summary: { id, action: plan.action, note: plan.note, workspaceSid, startedAt },
      facts: { operator, jobId: id, workspaceSid, action: actionName(plan.action), note: plan.note },
      rows,
      units,
      state: 'running',
      problem: null,
    })
    this.#entries.set(id, { job, lost: false, released })
    job.record(rows.filter(({ outcome }) => outcome === 'skipped'))
    job.start()
    return job.summary()
  }

  /** Goes on with a paused, blocked or interrupted job; the latter reads every waiting row again first. */
  async resume(jobId: string): Promise<JobSummary> {
    const { job, lost, released } = this.#entry(jobId)
    if (job.state === 'paused' || job.state === 'blocked') {
      job.start()
      return job.summary()
    }
    if (job.state !== 'interrupted') throw bulkError('busy', 'This job is not waiting to go on.')
    if (lost) {
      throw bulkError(
        'invalid',
        'Numbers and secrets of this action are never kept on disk, so it cannot go on. Cancel it and select its rows again.',
      )
    }
    const { action, note } = job.summary()
    await this.#settle(job, action)
    const waiting = job.rows().filter(({ outcome }) => outcome === 'waiting')
    if (waiting.length > 0) await this.#replan(job, action, note, waiting, released)
    job.start()
    return job.summary()
  }

  /** Finds jobs that a crash left open and settles what was under way. They wait until somebody resumes them. */
  async recover(): Promise<void> {
    const { journal: storage, workspaceSid, serverNow } = this.#options
    const open = await findOpenJobs(storage, workspaceSid, serverNow())
    for (const found of open) {
      if (!this.#entries.has(found.head.id)) await this.#reopen(found)
    }
  }

  job(jobId: string): Job {
    return this.#entry(jobId).job
  }

  summaries(): readonly JobSummary[] {
    return [...this.#entries.values()].map(({ job }) => job.summary())
  }

  busy(): boolean {
    return [...this.#entries.values()].some(({ job }) => BUSY.has(job.state))
  }

  listen(listener: (push: JobPush) => void): () => void {
    return this.#feed.listen(listener)
  }

  async close(): Promise<void> {
    this.#watch.close()
    await Promise.all([...this.#entries.values()].map(({ job }) => job.close()))
    this.#feed.close()
  }

  #entry(jobId: string): Entry {
    const entry = this.#entries.get(jobId)
    if (entry === undefined) throw bulkError('notFound', 'There is no such job.')
    return entry
  }

  #open(id: string, journal: Journal, start: JobStart): Job {
    const { api, board, clock, history } = this.#options
    const deps: JobDeps = {
      api,
      board,
      clock,
      history,
      now: this.#options.serverNow,
      witness: this.#witness,
      onChange: () => this.#feed.changed(job),
      onMoved: (unit, done) => this.#watchMove(id, unit, done),
    }
    const job: Job = new Job(deps, journal, start)
    return job
  }

  async #reopen({ journal, head, rows, problem }: OpenJob): Promise<void> {
    const { id, action, note, workspaceSid, startedAt, operator, incomplete } = head
    const job = this.#open(id, new Journal(this.#options.journal, id), {
      summary: { id, action, note, workspaceSid, startedAt },
      facts: { operator, jobId: id, workspaceSid, action: actionName(action), note },
      rows,
      units: [],
      state: 'interrupted',
      problem,
    })
    const released = new Set(journal.rows.flatMap((row) => (row.released ? [row.sid] : [])))
    this.#entries.set(id, { job, lost: incomplete, released })
    const recorded = await recordedRows(this.#options.history, id)
    const open = new Set(journal.inFlight)
    job.record(rows.filter((row) => isFinal(row.outcome) && !open.has(row.sid) && !recorded.has(row.sid)))
    await this.#settle(job, action)
    this.#feed.changed(job)
  }

  /** Rows of an interrupted job that may have been sent are read; only then is it known which still wait. */
  async #settle(job: Job, action: BulkAction): Promise<void> {
    const open = job.rows().filter((row) => row.outcome === 'unknown' && row.at === null)
    if (open.length === 0) return
    const results = await settleOpenRows(this.#options.api, action, open)
    const known = results.filter(
      ({ outcome, problem }) => outcome !== 'unknown' || problem?.code === 'internal',
    )
    job.apply(known)
    this.#options.board.poke(known.map(({ sid }) => sid))
  }

  async #replan(
    job: Job,
    action: BulkAction,
    note: string,
    waiting: readonly RowOutcome[],
    released: ReadonlySet<string>,
  ): Promise<void> {
    const sids = waiting.map(({ sid }) => sid)
    const { plan, ready, directory } = await this.#options.shelf.planOnce({ action, note, sids })
    const before = new Map(waiting.map((row) => [row.sid, row.statusBefore]))
    const acting: PlanRow[] = []
    for (const row of plan.rows) {
      if (row.verdict === 'act' || (row.verdict === 'held' && released.has(row.sid))) acting.push(row)
      else job.skip(row.sid, leftOut(row, before.get(row.sid) ?? null))
    }
    job.requeue(unitsOf(action, readyOf(acting, ready), directory))
  }

  #watchMove(jobId: string, unit: Unit, done: readonly RowResult[]): void {
    const move = moveOf(unit)
    if (move === null) return
    this.#watch.watch({
      ...move,
      onReverted: (problem) =>
        this.job(jobId).apply(done.map((result) => ({ ...result, outcome: 'partial', problem }))),
    })
  }
}

const BUSY: ReadonlySet<JobSummary['state']> = new Set<JobSummary['state']>([
  'running',
  'paused',
  'cancelling',
  'blocked',
])

/** Where a unit moves its worker to, or null if it leaves the activity alone. */
function moveOf(unit: Unit): { readonly workerSid: string; readonly activitySid: string } | null {
  if (unit.kind === 'worker') return { workerSid: unit.workerSid, activitySid: unit.activitySid }
  if (unit.kind === 'task') return null
  const activitySid = unit.instruction.parameters['WorkerActivitySid']
  const { workerSid } = unit.rows[0]
  return typeof activitySid === 'string' && workerSid !== null ? { workerSid, activitySid } : null
}

function rowRecord(row: PlanRow, before: string | null | undefined, released: boolean): RowRecord {
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

function startingRow(record: RowRecord, at: number): RowOutcome {
  const { sid, taskSid, workerSid, workerName, before, skipped } = record
  return {
    sid,
    taskSid,
    workerSid,
    workerName,
    outcome: skipped === null ? 'waiting' : 'skipped',
    statusBefore: before,
    statusAfter: null,
    at: skipped === null ? null : at,
    reason: skipped,
    problem: null,
    requestId: null,
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
function leftOut(
  { reason, status, problem }: PlanRow,
  before: string | null,
): Pick<RowOutcome, 'outcome' | 'statusAfter' | 'reason' | 'problem'> {
  const overtaken = OVERTAKEN.has(reason) && status !== before
  return { outcome: overtaken ? 'superseded' : 'skipped', statusAfter: status, reason, problem }
}
