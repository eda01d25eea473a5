import type { JobPush } from '../../../preload/contract/bulk'
import type { Clock } from '../../taskrouter/clock'
import type { Job } from './job'

/** Ten pushes a second are more than an eye can follow. */
const PUSH_EVERY_MS = 100

/** Tells listeners what changed in the jobs, at most ten times a second for each, and never the same row twice in a push. */
export class JobFeed {
  readonly #clock: Clock
  readonly #listeners = new Set<(push: JobPush) => void>()
  readonly #due = new Map<Job, () => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  listen(listener: (push: JobPush) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  changed(job: Job): void {
    if (this.#due.has(job)) return
    this.#due.set(
      job,
      this.#clock.schedule(() => this.#push(job), PUSH_EVERY_MS),
    )
  }

  /** Pushes whatever is due and stops. */
  close(): void {
    for (const [job, takeBack] of this.#due) {
      takeBack()
      this.#push(job)
    }
    this.#listeners.clear()
  }

  #push(job: Job): void {
    this.#due.delete(job)
    const push: JobPush = { job: job.summary(), rows: job.takeChanged() }
    for (const listener of this.#listeners) listener(push)
  }
}
