import type { BulkAction, JobPush, JobSummary, PlanRow, RowOutcome } from '../../preload/contract/bulk'
import { BulkError, bulkError, diskProblem } from './errors'
import { JobMaker, type JobMakerOptions } from './job-maker'
import { leftOut, rowRecord, startingRow } from './job-rows'
import type { HeadRecord } from './journal/record'
import { Journal } from './journal/write'
import { readyOf, type Planned } from './plan/planner'
import type { PlanShelf } from './plan/shelf'
import { unitsOf } from './plan/units'
import {
  findOpenJobs,
  isOpen,
  recordedRows,
  settleOpenRows,
  withRecorded,
  type FoundJobs,
  type OpenJob,
} from './recover'
import type { Job } from './run/job'
import { isFinal } from './run/ledger'
import { actionName, withoutPersonalValues } from './wording'

export interface JobBookOptions extends JobMakerOptions {
  readonly ids: () => string
  readonly workspaceSid: string
  readonly operator: () => string
  readonly shelf: PlanShelf
}

/** What the supervisor decided when confirming a plan. */
export interface Decision {
  readonly released: ReadonlySet<string>
  readonly note: string
  readonly noteOnTask: boolean
}

/** What the book remembers of a job besides its run. */
interface Entry {
  readonly job: Job
  /** True when values that may not be stored were lost in a crash: the job cannot go on. */
  readonly lost: boolean
  /** Rows a supervisor released although a guard held them. */
  readonly released: ReadonlySet<string>
}

/** All jobs of this workspace since the start, and those that a crash left open. */
export class JobBook {
  readonly #options: JobBookOptions
  readonly #maker: JobMaker
  readonly #entries = new Map<string, Entry>()

  constructor(options: JobBookOptions) {
    this.#options = options
    this.#maker = new JobMaker(options)
  }

  /** Writes the journal and starts. Rejects with BulkError, having sent nothing, if the journal cannot be written. */
  async start({ plan, ready, directory }: Planned, decision: Decision): Promise<JobSummary> {
    const { released, note, noteOnTask } = decision
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
    const about = { id, note, noteOnTask, workspaceSid, operator, startedAt }
    const records = plan.rows.map((row) => rowRecord(row, before.get(row.sid), released.has(row.sid)))
    const journal = await this.#newJournal(
      { type: 'head', version: 1, ...about, ...withoutPersonalValues(plan.action) },
      records,
    )
    const rows = records.map((record) => startingRow(record, startedAt))
    const job = this.#maker.make(
      {
        summary: { id, action: plan.action, note, workspaceSid, startedAt },
        facts: { operator, jobId: id, workspaceSid, action: actionName(plan.action), note },
        rows,
        units,
        noteOnTask,
        state: 'running',
        problem: null,
      },
      journal,
    )
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
    // Rows are planned anew. On a board that is not whole they would be held back, or taken for gone, and end so.
    if (!this.#options.board.trustworthy())
      throw bulkError('stale', 'The board is not up to date. The job can go on when it is.')
    const { action, note } = job.summary()
    await this.#settle(job, action)
    const waiting = job.rows().filter(({ outcome }) => outcome === 'waiting')
    if (waiting.length > 0) await this.#replan(job, action, note, waiting, released)
    job.requeueLeftovers(['note'])
    job.start()
    return job.summary()
  }

  /**
   * Finds jobs that a crash left open and settles what was under way. They wait until somebody resumes them. Returns what
   * could not be read.
   */
  async recover(): Promise<FoundJobs> {
    const { journal: storage, workspaceSid, serverNow } = this.#options
    const found = await findOpenJobs(storage, workspaceSid, serverNow())
    for (const open of found.open) {
      if (!this.#entries.has(open.head.id)) await this.#reopen(open)
    }
    return found
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
    return this.#maker.feed.listen(listener)
  }

  async close(): Promise<void> {
    this.#maker.stopWatching()
    await Promise.all([...this.#entries.values()].map(({ job }) => job.close()))
    this.#maker.feed.close()
  }

  #entry(jobId: string): Entry {
    const entry = this.#entries.get(jobId)
    if (entry === undefined) throw bulkError('notFound', 'There is no such job.')
    return entry
  }

  async #newJournal(head: HeadRecord, records: Parameters<Journal['start']>[1]): Promise<Journal> {
    const { journal: storage } = this.#options
    const journal = new Journal(storage, head.id)
    try {
      await storage.files.ensureFolder(storage.folder)
      await journal.start(head, records)
    } catch (error) {
      throw new BulkError(diskProblem(error))
    }
    return journal
  }

  async #reopen({ journal, head, rows: found, problem }: OpenJob): Promise<void> {
    const { id, action, note, noteOnTask, workspaceSid, startedAt, operator, incomplete } = head
    const recorded = await recordedRows(this.#options.history, id)
    const rows = found.map((row) => withRecorded(row, recorded.get(row.sid)))
    const job = this.#maker.make({
      summary: { id, action, note, workspaceSid, startedAt },
      facts: { operator, jobId: id, workspaceSid, action: actionName(action), note },
      rows,
      units: [],
      noteOnTask,
      state: 'interrupted',
      problem,
    })
    const released = new Set(journal.rows.flatMap((row) => (row.released ? [row.sid] : [])))
    this.#entries.set(id, { job, lost: incomplete, released })
    job.record(
      rows.filter(
        (row) => isFinal(row.outcome) && !isOpen(row) && recorded.get(row.sid)?.outcome !== row.outcome,
      ),
    )
    await this.#settle(job, action)
    this.#maker.feed.changed(job)
  }

  /** Rows of an interrupted job that may have been sent are read; only then is it known which still wait. */
  async #settle(job: Job, action: BulkAction): Promise<void> {
    const open = job.rows().filter(isOpen)
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
}

const BUSY: ReadonlySet<JobSummary['state']> = new Set<JobSummary['state']>([
  'running',
  'paused',
  'cancelling',
  'blocked',
])
