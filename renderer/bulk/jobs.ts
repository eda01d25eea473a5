import { shallowRef, type ShallowRef } from 'vue'
import type { JobPush, JobSummary, OutcomeKind, RowOutcome } from '../../preload/contract/bulk'

/** Order in which outcomes are told: what needs a person first. */
export const OUTCOME_ORDER: readonly OutcomeKind[] = [
  'failed',
  'unknown',
  'partial',
  'sending',
  'waiting',
  'superseded',
  'skipped',
  'done',
]

const OPEN: ReadonlySet<JobSummary['state']> = new Set([
  'running',
  'paused',
  'cancelling',
  'interrupted',
  'blocked',
])

/** How long what we did ourselves stays highlighted, ms. */
export const OWN_SHOWN_MS = 10_000

/** Whether a job can still change by itself or by the supervisor. */
export const isOpen = (job: JobSummary): boolean => OPEN.has(job.state)

/** Rows that have an outcome, of all rows. */
export const settledCount = ({ counts, total }: JobSummary): number => total - counts.waiting - counts.sending

/** The window's copy of the jobs. Outcomes are kept per job, by SID; `version` rises with every change. */
export class JobList {
  readonly version: ShallowRef<number> = shallowRef(0)
  readonly #jobs = new Map<string, JobSummary>()
  readonly #outcomes = new Map<string, Map<string, RowOutcome>>()
  /** When rows came to an end whose mark may still be on screen (server time, ms). */
  #marked: number[] = []

  /** Newest first. */
  all(): readonly JobSummary[] {
    return [...this.#jobs.values()].sort((a, b) => b.startedAt - a.startedAt)
  }

  get(jobId: string): JobSummary | undefined {
    return this.#jobs.get(jobId)
  }

  /** Forgets everything: the jobs of another workspace are not these. */
  clear(): void {
    this.#jobs.clear()
    this.#outcomes.clear()
    this.version.value += 1
  }

  load(jobs: readonly JobSummary[]): void {
    for (const job of jobs) this.#jobs.set(job.id, job)
    this.version.value += 1
  }

  loadOutcomes(jobId: string, rows: readonly RowOutcome[]): void {
    this.#merge(jobId, rows)
    this.version.value += 1
  }

  accept({ job, rows }: JobPush): void {
    this.#jobs.set(job.id, job)
    this.#merge(job.id, rows)
    this.version.value += 1
  }

  /** Outcomes of a job as far as they were sent, worst first, then in the order they came. */
  outcomes(jobId: string): readonly RowOutcome[] {
    const rows = [...(this.#outcomes.get(jobId)?.values() ?? [])]
    return rows.sort((a, b) => OUTCOME_ORDER.indexOf(a.outcome) - OUTCOME_ORDER.indexOf(b.outcome))
  }

  /** What our own jobs are doing to a reservation, or have done to it since `since` (server time, ms). */
  mark(sid: string, since = Number.POSITIVE_INFINITY): OutcomeKind | null {
    let mark: OutcomeKind | null = null
    for (const [jobId, rows] of this.#outcomes) {
      const row = rows.get(sid)
      const job = this.#jobs.get(jobId)
      if (row === undefined || job === undefined) continue
      if (isOpen(job)) return row.outcome
      if (row.outcome !== 'skipped' && (row.at ?? 0) >= since) mark = row.outcome
    }
    return mark
  }

  /** Marks of rows that came to an end before `since` are over: tells it once, or on a quiet board they would stay. */
  endMarks(since: number): void {
    const kept = this.#marked.filter((at) => at >= since)
    if (kept.length === this.#marked.length) return
    this.#marked = kept
    this.version.value += 1
  }

  #merge(jobId: string, rows: readonly RowOutcome[]): void {
    let known = this.#outcomes.get(jobId)
    if (known === undefined) {
      known = new Map()
      this.#outcomes.set(jobId, known)
    }
    for (const row of rows) {
      known.set(row.sid, row)
      if (row.at !== null) this.#marked.push(row.at)
    }
  }
}
