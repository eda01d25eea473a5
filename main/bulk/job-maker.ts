import type { BoardReader } from '../board/api'
import type { History } from '../history/api'
import type { WorkspaceApi } from '../taskrouter/api'
import type { Clock } from '../taskrouter/clock'
import { Journal, type JournalStorage } from './journal/write'
import type { Unit } from './plan/units'
import { ActivityWatch } from './run/activity-watch'
import { JobFeed } from './run/feed'
import { FoldWitness } from './run/fold'
import type { RowResult } from './run/goal'
import { Job, type JobStart } from './run/job'
import { activityOf } from './run/leftovers'

export interface JobMakerOptions {
  readonly api: WorkspaceApi
  readonly board: BoardReader
  readonly history: History
  readonly journal: JournalStorage
  readonly clock: Clock
  readonly serverNow: () => number
}

/** Makes jobs that share what all jobs of a workspace share: one feed, one look into the event log, one watch over moves. */
export class JobMaker {
  readonly feed: JobFeed
  readonly #options: JobMakerOptions
  readonly #witness: FoldWitness
  readonly #watch: ActivityWatch

  constructor(options: JobMakerOptions) {
    this.#options = options
    this.feed = new JobFeed(options.clock)
    this.#witness = new FoldWitness(options.api, options.clock, options.serverNow)
    this.#watch = new ActivityWatch(options.api, options.clock)
  }

  /** A job over the journal given, or over the one that its id names. */
  make(start: JobStart, journal = new Journal(this.#options.journal, start.summary.id)): Job {
    const { api, board, clock, history, serverNow: now } = this.#options
    const job: Job = new Job(
      {
        api,
        board,
        clock,
        history,
        now,
        witness: this.#witness,
        onChange: () => this.feed.changed(job),
        onMoved: (unit, done) => this.#watchMove(job, unit, done),
      },
      journal,
      start,
    )
    return job
  }

  /** Forgets the verifications that are still due. */
  stopWatching(): void {
    this.#watch.close()
  }

  #watchMove(job: Job, unit: Unit, done: readonly RowResult[]): void {
    const move = moveOf(unit)
    if (move === null) return
    this.#watch.watch({
      ...move,
      onReverted: (problem) =>
        job.apply(
          job.rowsOf(done).map(({ sid, statusAfter: after, requestId }) => {
            return { sid, outcome: 'partial', after, problem, requestId, left: 'activity' }
          }),
        ),
    })
  }
}

/** Where a unit moves its worker to, or null if it leaves the activity alone. */
function moveOf(unit: Unit): { readonly workerSid: string; readonly activitySid: string } | null {
  if (unit.kind === 'worker') return { workerSid: unit.workerSid, activitySid: unit.activitySid }
  if (unit.kind !== 'reservation') return null
  const activitySid = activityOf({ kind: 'instruction', instruction: unit.instruction })
  const { workerSid } = unit.rows[0]
  return activitySid !== null && workerSid !== null ? { workerSid, activitySid } : null
}
