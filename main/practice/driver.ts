import type { VirtualClock } from './world/clock'

const LONGEST_NAP_MS = 250
const SHORTEST_NAP_MS = 5

/** Moves a workspace's clock along with real time, at a chosen speed. */
export class ClockDriver {
  private timer: NodeJS.Timeout | null = null
  private realAt: number
  private virtualAt: number
  private paused = false

  constructor(
    private clock: VirtualClock,
    private speed: number,
    private readonly realNow: () => number = Date.now,
  ) {
    this.realAt = realNow()
    this.virtualAt = clock.now
  }

  get pace(): { readonly speed: number; readonly paused: boolean } {
    return { speed: this.speed, paused: this.paused }
  }

  /** Begins to run; without it time moves only by `catchUp` and `advance`. */
  start(): void {
    this.plan()
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
  }

  /** Brings the clock to the present of its speed. */
  catchUp(): void {
    if (this.paused || this.speed === 0) return
    this.clock.advanceTo(this.virtualAt + (this.realNow() - this.realAt) * this.speed)
  }

  /** Jumps ahead by so many virtual ms. */
  advance(ms: number): void {
    this.catchUp()
    this.clock.advanceTo(this.clock.now + ms)
    this.anchor()
  }

  setSpeed(speed: number): void {
    this.catchUp()
    this.speed = speed
    this.anchor()
  }

  pause(): void {
    this.catchUp()
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.anchor()
  }

  /** Drives another clock from now on. */
  replace(clock: VirtualClock): void {
    this.clock = clock
    this.anchor()
  }

  private anchor(): void {
    this.realAt = this.realNow()
    this.virtualAt = this.clock.now
  }

  private plan(): void {
    const due = this.clock.nextDue
    const wait = due === undefined || this.speed === 0 ? LONGEST_NAP_MS : (due - this.clock.now) / this.speed
    this.timer = setTimeout(
      () => {
        this.catchUp()
        this.plan()
      },
      Math.min(LONGEST_NAP_MS, Math.max(SHORTEST_NAP_MS, wait)),
    )
    this.timer.unref()
  }
}
