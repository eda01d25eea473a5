import type { ProblemCode } from '../../preload/contract/envelope'
import type { DraftTimers } from './drafts'

/** Failures that may pass by themselves. A wrong secret or a locked keychain needs the supervisor. */
const PASSING: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'network',
  'server',
  'rateLimited',
  'malformed',
])

const DELAYS_MS = [5_000, 15_000, 30_000, 60_000] as const
const LONGEST_MS = 60_000

/** Decides when a connection that could not be opened is tried again without being asked. */
export class RetryClock {
  readonly #timers: DraftTimers
  #failures = 0
  #timer: NodeJS.Timeout | null = null

  constructor(timers: DraftTimers) {
    this.#timers = timers
  }

  failed(code: ProblemCode, retry: () => void): void {
    this.cancel()
    if (!PASSING.has(code)) return
    const delay = DELAYS_MS[this.#failures] ?? LONGEST_MS
    this.#failures += 1
    this.#timer = this.#timers.set(() => {
      this.#timer = null
      retry()
    }, delay)
  }

  succeeded(): void {
    this.cancel()
    this.#failures = 0
  }

  cancel(): void {
    if (this.#timer !== null) this.#timers.clear(this.#timer)
    this.#timer = null
  }
}
