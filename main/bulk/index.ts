import type {
  JobPush,
  JobSummary,
  Plan,
  PlanProgress,
  PlanRequest,
  RowOutcome,
} from '../../preload/contract/bulk'
import type { BoardReader } from '../board/api'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import { systemClock, type Clock } from '../taskrouter/clock'
import type { Bulk } from './api'
import { commandLines, type CommandContext } from './commands'
import { bulkError } from './errors'
import { requirePermission, requireReason, type BulkPermission } from './permission'
import type { JournalStorage } from './journal/write'
import { JobBook } from './job-book'
import { PlanShelf } from './plan/shelf'

export { BulkError } from './errors'

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

  async run(planId: string, released: readonly string[], typed: string): Promise<JobSummary> {
    const planned = this.#shelf.confirmed(planId, typed)
    const { action, note, rows } = planned.plan
    const settings = this.#options.settings()
    requirePermission(action, settings, rows.length)
    requireReason(note, settings)
    this.#shelf.cancel(planId)
    return this.#book.start(planned, new Set(released))
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

  busy(): boolean {
    return this.#book.busy()
  }

  recover(): Promise<void> {
    return this.#book.recover()
  }

  onJob(listener: (push: JobPush) => void): () => void {
    return this.#book.listen(listener)
  }

  close(): Promise<void> {
    this.#shelf.close()
    return this.#book.close()
  }
}
