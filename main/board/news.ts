import type { BoardStatus } from '../../preload/contract/board'
import type { BoardChange } from './api'
import { Listeners } from './listeners'
import type { BoardIndex } from './model/index'
import type { BoardRows } from './model/rows'
import type { BoardClock } from './options'

const STATUS_EVERY_MS = 100
const DIRECTORY_EVERY_MS = 1000
const SOONEST_LOOK_MS = 250

interface NewsParts {
  readonly index: BoardIndex
  readonly rows: BoardRows
  readonly clock: BoardClock
  readonly serverNow: () => number
  readonly status: () => BoardStatus
  readonly onFault: (error: unknown) => void
}

/**
 * Who hears of the board, and when: joins what changed, slice by slice, and tells it at once; status and directory are told at
 * most so often, and only while the board runs.
 */
export class BoardNews {
  readonly changes: Listeners<BoardChange>
  readonly statuses: Listeners<BoardStatus>
  readonly directories: Listeners<undefined>
  private running = false
  private pumping = false
  private pumped: Promise<void> = Promise.resolve()
  private lookTimer: unknown = null
  private statusTimer: unknown = null
  private directoryTimer: unknown = null

  constructor(private readonly parts: NewsParts) {
    this.changes = new Listeners(parts.onFault)
    this.statuses = new Listeners(parts.onFault)
    this.directories = new Listeners(parts.onFault)
  }

  start(): void {
    this.running = true
  }

  stop(): void {
    this.running = false
    for (const timer of [this.lookTimer, this.statusTimer, this.directoryTimer])
      if (timer !== null) this.parts.clock.clearTimeout(timer)
    this.lookTimer = this.statusTimer = this.directoryTimer = null
  }

  /** Resolves when listeners have heard everything known now. */
  publish(): Promise<void> {
    if (!this.pumping) {
      this.pumping = true
      this.pumped = this.pump()
    }
    return this.pumped
  }

  tellStatus(): void {
    if (this.statusTimer !== null || !this.running) return
    this.statusTimer = this.parts.clock.setTimeout(() => {
      this.statusTimer = null
      this.statuses.emit(this.parts.status())
    }, STATUS_EVERY_MS)
  }

  private async pump(): Promise<void> {
    const { rows, clock, serverNow } = this.parts
    try {
      while (rows.pending(serverNow())) {
        const change = rows.update(serverNow())
        if (change.upserts.length > 0 || change.removed.length > 0) this.changes.emit(change)
        if (rows.pending(serverNow())) await clock.breathe()
      }
    } finally {
      this.pumping = false
    }
    this.tellStatus()
    this.tellDirectory()
    this.planLook()
  }

  /** Comes back when a rule asked to be asked again, or an ended row has to leave. */
  private planLook(): void {
    const { rows, clock, serverNow } = this.parts
    if (this.lookTimer !== null) clock.clearTimeout(this.lookTimer)
    const next = rows.nextLook()
    this.lookTimer = null
    if (next === null || !this.running) return
    this.lookTimer = clock.setTimeout(
      () => {
        void this.publish()
      },
      Math.max(SOONEST_LOOK_MS, next - serverNow()),
    )
  }

  private tellDirectory(): void {
    const { index, clock } = this.parts
    if (!index.directoryChanged || this.directoryTimer !== null || !this.running) return
    this.directoryTimer = clock.setTimeout(() => {
      this.directoryTimer = null
      index.directoryChanged = false
      this.directories.emit(undefined)
    }, DIRECTORY_EVERY_MS)
  }
}
