const WINDOW_MS = 60_000
const MOST = 3

/** Allows a few reloads a minute: a page that dies at once each time would otherwise be reloaded for ever. */
export class CrashCounter {
  readonly #now: () => number
  #crashes: number[] = []

  /** @param now monotonic time in ms */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts a crash and says whether the page may be loaded again. */
  mayReload(): boolean {
    const now = this.#now()
    this.#crashes = [...this.#crashes.filter((at) => now - at < WINDOW_MS), now]
    return this.#crashes.length <= MOST
  }
}
