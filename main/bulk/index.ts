import type {
  JobPush,
  JobRecords,
  JobSummary,
  Plan,
  PlanProgress,
  PlanRequest,
  RowOutcome,
  RunRequest,
} from '../../preload/contract/bulk'
import { mayNoteTasks } from '../../preload/contract/bulk'
import type { Problem } from '../../preload/contract/envelope'
import type { BoardReader } from '../board/api'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import { systemClock, type Clock } from '../taskrouter/clock'
import { isTaskRouterError } from '../taskrouter/errors'
import { toProblem } from '../taskrouter/problem'
import type { Bulk } from './api'
import { commandLines, type CommandContext } from './commands'
import { BulkError, bulkError } from './errors'
import { requirePermission, requireReason, type BulkPermission } from './permission'
import type { JournalStorage } from './journal/write'
import { JobBook } from './job-book'
import { PlanShelf } from './plan/shelf'

export interface BulkSettings extends BulkPermission {
  readonly rejectionLimit: number
  readonly typedConfirmFrom: number
}

export interface BulkOptions {
  readonly api: WorkspaceApi
  readonly board: BoardReader
  readonly history: History
  /** Where journals are written; `files` is the disk. */
  readonly journal: JournalStorage
  readonly clock?: Clock
  /** Server clock minus workstation clock, ms. */
  readonly clockOffset?: () => number
  /** Makes ids of `[A-Za-z0-9_-]{1,64}`, later ones sorting after earlier ones where possible. */
  readonly ids: () => string
  /** Asked at every plan and run, so that a change takes effect at once. */
  readonly settings: () => BulkSettings
  readonly multiTasking: boolean
  readonly workspaceSid: string
  /** Name written into the history. */
  readonly operator: () => string
  readonly commandContext: Pick<CommandContext, 'baseUrl'>
}

/** Bulk work on one workspace: see `Bulk`. Nothing is read or sent before it is asked for. */
export function createBulk(options: BulkOptions): Bulk {
  const clock = options.clock ?? systemClock
  const serverNow = () => clock.now() + (options.clockOffset?.() ?? 0)
  const shelf = new PlanShelf(
    {
      api: options.api,
      board: options.board,
      serverNow,
      settings: options.settings,
      multiTasking: options.multiTasking,
    },
    clock,
    options.ids,
  )
  return new WorkspaceBulk(options, shelf, new JobBook({ ...options, clock, serverNow, shelf }))
}

class WorkspaceBulk implements Bulk {
  readonly #options: BulkOptions
  readonly #shelf: PlanShelf
  readonly #book: JobBook
  readonly #recordsListeners = new Set<(records: JobRecords) => void>()
  #records: JobRecords = { setAside: 0, unread: 0, problem: null }

  constructor(options: BulkOptions, shelf: PlanShelf, book: JobBook) {
    this.#options = options
    this.#shelf = shelf
    this.#book = book
  }

  async plan(request: PlanRequest, onProgress: (progress: PlanProgress) => void): Promise<Plan> {
    requirePermission(request.action, this.#options.settings(), request.sids.length)
    return this.#shelf.plan(request, onProgress)
  }

  cancelPlan(planId: string): void {
    this.#shelf.cancel(planId)
  }

  async run({ planId, released, typed, note, noteOnTask }: RunRequest): Promise<JobSummary> {
    const planned = this.#shelf.confirmed(planId, typed)
    const { action, rows } = planned.plan
    const settings = this.#options.settings()
    const why = note.trim()
    requirePermission(action, settings, rows.length)
    requireReason(why, settings)
    if (noteOnTask && !mayNoteTasks(action)) {
      throw bulkError('invalid', 'This action writes no note to tasks.', [
        { path: 'noteOnTask', message: 'Not for this action.' },
      ])
    }
    this.#shelf.cancel(planId)
    return this.#book.start(planned, { released: new Set(released), note: why, noteOnTask })
  }

  commands(planId: string, shell: 'curl' | 'twilio'): string {
    const { baseUrl } = this.#options.commandContext
    const context = { baseUrl, workspaceSid: this.#options.workspaceSid }
    return commandLines(this.#shelf.units(planId), context, shell)
  }

  jobs(): readonly JobSummary[] {
    return this.#book.summaries()
  }

  outcomes(jobId: string): readonly RowOutcome[] {
    return this.#book.job(jobId).rows()
  }

  pause(jobId: string): JobSummary {
    const job = this.#book.job(jobId)
    job.pause()
    return job.summary()
  }

  async resume(jobId: string): Promise<JobSummary> {
    requirePermission(this.#book.job(jobId).summary().action, this.#options.settings())
    return this.#book.resume(jobId)
  }

  cancel(jobId: string): JobSummary {
    const job = this.#book.job(jobId)
    job.cancel()
    return job.summary()
  }

  async retryFailed(jobId: string, onProgress: (progress: PlanProgress) => void): Promise<Plan> {
    const job = this.#book.job(jobId)
    const { action, note } = job.summary()
    const sids = job.rows().flatMap(({ sid, outcome }) => (outcome === 'failed' ? [sid] : []))
    if (sids.length === 0) throw bulkError('notFound', 'No row of this job has failed.')
    requirePermission(action, this.#options.settings(), sids.length)
    return this.#shelf.plan({ action, note, sids }, onProgress)
  }

  retryPartial(jobId: string): JobSummary {
    const job = this.#book.job(jobId)
    requirePermission(job.summary().action, this.#options.settings())
    job.doLeftovers()
    return job.summary()
  }

  busy(): boolean {
    return this.#book.busy()
  }

  records(): JobRecords {
    return this.#records
  }

  async recover(): Promise<JobRecords> {
    try {
      const { setAside, unread } = await this.#book.recover()
      this.#tellRecords({ setAside, unread, problem: null })
    } catch (error) {
      this.#tellRecords({ ...this.#records, problem: unreadable(error) })
    }
    return this.#records
  }

  onRecords(listener: (records: JobRecords) => void): () => void {
    this.#recordsListeners.add(listener)
    return () => this.#recordsListeners.delete(listener)
  }

  onJob(listener: (push: JobPush) => void): () => void {
    return this.#book.listen(listener)
  }

  #tellRecords(records: JobRecords): void {
    this.#records = records
    for (const listener of this.#recordsListeners) listener(records)
  }

  close(): Promise<void> {
    this.#shelf.close()
    return this.#book.close()
  }
}

/** Why the journals could not be looked through: a problem of TaskRouter's keeps its words, a disk's becomes ours. */
function unreadable(error: unknown): Problem {
  if (error instanceof BulkError) return error.problem
  if (isTaskRouterError(error)) return toProblem(error)
  return { code: 'storage', message: 'The records of earlier jobs could not be read.' }
}
