import type { Problem } from '../../../preload/contract/envelope'
import type { WorkspaceApi } from '../../taskrouter/api'
import type { Clock } from '../../taskrouter/clock'
import type { Worker } from '../../taskrouter/resources'

/** When a moved worker is looked at again: an agent's client has been seen to move back within seconds (P19). */
const LOOKS_MS: readonly number[] = [2_000, 10_000]
/** Looks that fall due this close together share their requests. */
const GATHER_MS = 250
/** From this many workers on, the list of all workers is cheaper than one read each. */
const LIST_FROM = 4

export interface WatchedMove {
  readonly workerSid: string
  readonly activitySid: string
  /** Called once if the worker is found in another activity; the problem says in which and after how long. */
  readonly onReverted: (problem: Problem) => void
}

interface Due {
  readonly move: WatchedMove
  readonly afterMs: number
  readonly state: { told: boolean }
}

/** Verifies changes of activity 2 s and 10 s after they were made. */
export class ActivityWatch {
  readonly #api: WorkspaceApi
  readonly #clock: Clock
  readonly #stop = new AbortController()
  #due: Due[] = []
  readonly #timers = new Set<() => void>()

  constructor(api: WorkspaceApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  watch(move: WatchedMove): void {
    const state = { told: false }
    for (const afterMs of LOOKS_MS) this.#after(afterMs, () => this.#gather({ move, afterMs, state }))
  }

  close(): void {
    this.#stop.abort()
    for (const takeBack of this.#timers) takeBack()
    this.#timers.clear()
  }

  #after(milliseconds: number, callback: () => void): void {
    const takeBack = this.#clock.schedule(() => {
      this.#timers.delete(takeBack)
      callback()
    }, milliseconds)
    this.#timers.add(takeBack)
  }

  #gather(due: Due): void {
    this.#due.push(due)
    if (this.#due.length === 1) this.#after(GATHER_MS, () => void this.#look())
  }

  async #look(): Promise<void> {
    const due = this.#due.filter(({ state }) => !state.told)
    this.#due = []
    const workers = await this.#read(new Set(due.map(({ move }) => move.workerSid)))
    for (const { move, afterMs, state } of due) {
      const worker = workers.get(move.workerSid)
      if (worker === undefined || worker.activitySid === move.activitySid || state.told) continue
      state.told = true
      const activity = worker.activityName ?? 'another activity'
      move.onReverted({
        code: 'changed',
        message: `The worker was in ${activity} again ${Math.round(afterMs / 1_000)} s later.`,
      })
    }
  }

  /** A worker that cannot be read is not reported: only a proof of the contrary counts. */
  async #read(sids: ReadonlySet<string>): Promise<ReadonlyMap<string, Worker>> {
    const workers = new Map<string, Worker>()
    const options = { priority: 'detail', signal: this.#stop.signal } as const
    try {
      if (sids.size >= LIST_FROM) {
        for await (const { items } of this.#api.listWorkers({}, options)) {
          for (const worker of items) if (sids.has(worker.sid)) workers.set(worker.sid, worker)
        }
      } else {
        for (const sid of sids) workers.set(sid, (await this.#api.fetchWorker(sid, options)).value)
      }
    } catch {
      // Told by nobody: the board's own reads show the same trouble with its cause.
    }
    return workers
  }
}
