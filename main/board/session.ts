import { type BoardOptions, type Pace } from './options'
import { type Freshness } from './freshness'
import { type BoardIndex } from './model/index'
import { type BoardRows } from './model/rows'
import { Pause, nextDelay, scarcity } from './pacing'
import { Reading } from './reading'
import type { Workbench } from './plans/workbench'
import type { CallCheck } from './tail/calls'

export interface SessionParts {
  readonly options: BoardOptions
  readonly pace: Pace
  readonly index: BoardIndex
  readonly rows: BoardRows
  readonly calls: CallCheck | null
  readonly freshness: Freshness
  readonly serverNow: () => number
  readonly publish: () => Promise<void>
  /** Something in the status changed. */
  readonly changed: () => void
}

const FORGET_EVERY_MS = 60_000
const BLOCKED_RETRY_MS = 60_000
const WIDEST = 16
/** While everything arrives, rows are joined in batches: the same row changes many times within one. */
const SHOW_EVERY_MS = 200

/** One stretch of reading, from start to stop: read everything, then follow, whatever happens to the network meanwhile. */
export class Session {
  readonly bench: Workbench
  readonly reading: Reading
  private readonly controller = new AbortController()
  private readonly pause: Pause
  private visible = true
  private asleep = false
  private readDue = true
  private askedMeanwhile = false
  private forgottenAt = 0
  private publishedAt = 0

  constructor(private readonly parts: SessionParts) {
    const { options, index, serverNow, publish } = parts
    this.pause = new Pause(options.clock)
    this.bench = {
      api: options.api,
      index,
      clock: options.clock,
      signal: this.controller.signal,
      serverNow,
      publish,
      publishSome: async () => {
        const now = options.clock.now()
        if (Math.abs(now - this.publishedAt) < SHOW_EVERY_MS) return
        this.publishedAt = now
        await publish()
      },
      progress: (done, about) => {
        this.reading.progress = { done, about }
        parts.freshness.problem = null
        parts.changed()
      },
      width: () => Math.max(1, Math.min(WIDEST, options.budget().concurrency)),
    }
    this.reading = new Reading(this.bench, {
      rows: parts.rows,
      calls: parts.calls,
      pace: parts.pace,
      log: options.log,
      thrifty: () => scarcity(options.budget(), options.clock.now()) > 1,
    })
  }

  /** Ends when `end` is called; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.controller
    const { freshness, options, pace } = this.parts
    while (!signal.aborted) {
      if (this.asleep) {
        await this.pause.wait(null, signal)
        continue
      }
      await this.step()
      if (this.stopped()) return
      this.forget()
      this.parts.changed()
      const delay = freshness.blocked
        ? BLOCKED_RETRY_MS
        : nextDelay(pace, {
            floorMs: options.tickFloorMs?.() ?? 0,
            visible: this.visible,
            failures: freshness.failures,
            budget: options.budget(),
            clock: options.clock.now(),
            random: options.random(),
          })
      await this.pause.wait(delay, signal)
    }
  }

  end(): void {
    this.controller.abort()
  }

  readAll(): void {
    this.readDue = true
    this.askedMeanwhile = true
    this.pause.wake()
  }

  poke(sids: readonly string[]): void {
    this.reading.hint(sids)
    this.pause.wake()
  }

  setVisible(visible: boolean): void {
    if (visible && !this.visible) this.pause.wake()
    this.visible = visible
  }

  suspend(): void {
    this.asleep = true
  }

  resume(): void {
    this.asleep = false
    this.readDue = true
    this.askedMeanwhile = true
    this.pause.wake()
  }

  private async step(): Promise<void> {
    const { freshness, serverNow } = this.parts
    const startedAt = serverNow()
    try {
      if (this.readDue || this.reading.gapTooLong(startedAt)) {
        this.readDue = true
        this.askedMeanwhile = false
        await this.reading.readAll()
        // Not whole before every row is joined: until then one that is not on the board yet would count as gone.
        await this.parts.publish()
        // A nap during the read leaves it due: what came before the nap is as old as the nap.
        if (this.asleep) return
        // What was asked for while it ran may be about something that it had passed already.
        this.readDue = this.askedMeanwhile
        freshness.complete = true
        freshness.succeeded(startedAt)
        this.parts.changed()
        await this.reading.further()
      } else {
        await this.reading.tick()
      }
      freshness.succeeded(startedAt)
    } catch (error) {
      if (this.stopped()) return
      freshness.failed(error)
      this.parts.options.log('readFailed', { kind: freshness.problem?.code ?? 'internal' })
    } finally {
      if (!this.stopped()) await this.parts.publish()
    }
  }

  private stopped(): boolean {
    return this.controller.signal.aborted
  }

  private forget(): void {
    const now = this.parts.serverNow()
    if (now - this.forgottenAt < FORGET_EVERY_MS) return
    this.forgottenAt = now
    this.parts.index.forgetEnded(now - this.parts.pace.evidenceMs)
  }
}
