import type { BoardClock as BoardTime } from '../../main/board'

/** A clock that stands still until told to move; after each step everything that it set off has come to rest. */
export class BoardClock implements BoardTime {
  private timers: { readonly id: number; readonly at: number; readonly run: () => void }[] = []
  private serial = 0
  private breathing = 0

  constructor(private time: number) {}

  now(): number {
    return this.time
  }

  setTimeout(run: () => void, ms: number): unknown {
    const id = ++this.serial
    this.timers.push({ id, at: this.time + Math.max(0, ms), run })
    return id
  }

  clearTimeout(timer: unknown): void {
    this.timers = this.timers.filter((each) => each.id !== timer)
  }

  async breathe(): Promise<void> {
    this.breathing += 1
    await new Promise((resolve) => setImmediate(resolve))
    this.breathing -= 1
  }

  /** Moves on by `ms`, running every timer on the way at its moment. */
  async advance(ms: number): Promise<void> {
    const target = this.time + ms
    await this.rest()
    for (;;) {
      const next = this.timers
        .filter((timer) => timer.at <= target)
        .sort((a, b) => a.at - b.at || a.id - b.id)[0]
      if (next === undefined) break
      this.timers = this.timers.filter((timer) => timer !== next)
      this.time = Math.max(this.time, next.at)
      next.run()
      await this.rest()
    }
    this.time = target
    await this.rest()
  }

  /** Waits until nothing runs any more without the clock moving. */
  async rest(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet = this.breathing === 0 ? quiet + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve))
  }
}
