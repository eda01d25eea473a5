import type { Clock } from '../taskrouter/clock'

const FREE_TRIES = 2
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 300_000

/** How long nobody is listened to after so many wrong tries: 5 s after the third, then twice as long each time, up to 5 minutes. */
export const waitAfter = (wrong: number): number =>
  wrong <= FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES - 1))

/** Counts wrong tries and says how long the next has to wait. */
export class Tries {
  readonly #clock: Pick<Clock, 'monotonic'>
  #wrong: number
  #until: number

  /** @param wrong tries of an earlier run: the wait after them begins again */
  constructor(clock: Pick<Clock, 'monotonic'>, wrong: number) {
    this.#clock = clock
    this.#wrong = wrong
    this.#until = clock.monotonic() + waitAfter(wrong)
  }

  wrong(): number {
    return this.#wrong
  }

  /** Ms; 0 = the next try may come now. */
  waitMs(): number {
    return Math.max(0, Math.ceil(this.#until - this.#clock.monotonic()))
  }

  failed(): void {
    this.#wrong += 1
    this.#until = this.#clock.monotonic() + waitAfter(this.#wrong)
  }

  forget(): void {
    this.#wrong = 0
    this.#until = this.#clock.monotonic()
  }
}
