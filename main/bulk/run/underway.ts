import type { Clock } from '../../taskrouter/clock'

/** Work that was begun and is not over. */
export class Underway {
  readonly #works = new Set<Promise<void>>()

  track(work: Promise<void>): void {
    this.#works.add(work)
    void work.finally(() => this.#works.delete(work))
  }

  /** Resolves when all of it is over, or when the time is. */
  async settled(clock: Clock, withinMs: number): Promise<void> {
    if (this.#works.size === 0) return
    let giveUp: () => void = () => undefined
    const patience = new Promise<void>((resolve) => {
      giveUp = clock.schedule(resolve, withinMs)
    })
    await Promise.race([Promise.all(this.#works), patience])
    giveUp()
  }
}
