import { newNotes } from '../model/fold'
import type { BoardRows } from '../model/rows'
import type { Pace } from '../options'
import { readNames, readWorkers } from '../plans/directory'
import { readReservationsOf, refreshByTasks } from '../plans/tasks'
import { type Workbench, inParallel, isRefusal } from '../plans/workbench'
import { GhostAudit } from './audit'
import type { CallCheck } from './calls'
import { DriftCheck } from './drift'
import { Settler } from './settle'
import { Tail } from './tail'
import { WaitingCheck } from './waiting'

/** So many hinted rows are read at once; more (after a bulk job) are left to the log and read only if it says nothing. */
const READ_AT_ONCE = 8
const HINT_GRACE_MS = 5_000
const NAMES_EVERY_MS = 30_000
/** Worker lines that never reached the log are made good by reading the whole list so often. */
const WORKERS_EVERY_MS = 5 * 60_000

export interface FollowerParts {
  readonly rows: BoardRows
  readonly calls: CallCheck | null
  readonly pace: Pace
  /** Server time up to which everything is known. */
  readonly from: number
  readonly eventsRefused: boolean
  /** True while requests are short: only what is needed is asked. */
  readonly thrifty: () => boolean
}

/**
 * Keeps the board true after the first read: one look into the event log a tick, and at most one more request for the most useful
 * thing that waits. Without the right to read events the list of live tasks is polled instead.
 */
export class Follower {
  readonly settler = new Settler()
  readonly drift: DriftCheck
  readonly waiting: WaitingCheck
  readonly notes = newNotes()
  eventsRefused: boolean
  private readonly tail: Tail
  private readonly audit: GhostAudit
  private readonly hinted = new Set<string>()
  private namesAt: number
  private workersAt: number
  private verifiedTasks = new Map<string, number>()

  constructor(
    private readonly bench: Workbench,
    private readonly parts: FollowerParts,
  ) {
    const now = bench.serverNow()
    this.tail = new Tail(parts.from, parts.pace.overlapMs)
    this.drift = new DriftCheck(parts.pace.driftCheckMs, now)
    this.waiting = new WaitingCheck(parts.pace.waitingCheckMs, now)
    this.audit = new GhostAudit(parts.rows, parts.pace.auditRoundMs, now)
    this.eventsRefused = parts.eventsRefused
    this.namesAt = now
    this.workersAt = now
  }

  get knownTo(): number {
    return this.tail.knownTo
  }

  hint(sids: readonly string[]): void {
    for (const sid of sids) this.hinted.add(sid)
  }

  /** One look, and the most useful further request. */
  async tick(): Promise<void> {
    await this.look()
    await this.further()
  }

  /** Brings the board up to the moment. */
  async look(): Promise<void> {
    const hints = this.readHinted()
    // Thrown below; until the look has ended nobody listens.
    hints.catch(() => undefined)
    try {
      if (this.eventsRefused) await this.poll()
      else await this.follow()
    } finally {
      await hints
    }
  }

  private async follow(): Promise<void> {
    try {
      await this.tail.look(this.bench, this.notes)
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.eventsRefused = true
      await this.poll()
      return
    }
    this.settler.take(this.notes, this.bench)
  }

  private async poll(): Promise<void> {
    await Promise.all([refreshByTasks(this.bench), readWorkers(this.bench, 'tail')])
  }

  /** Whatever is most useful beyond the look itself; one request as a rule. */
  async further(): Promise<void> {
    const { bench, notes } = this
    const now = bench.serverNow()
    if ((await this.settler.work(bench)) > 0) return
    const workersAge = now - this.workersAt
    if (workersAge >= (notes.workersChanged ? NAMES_EVERY_MS : WORKERS_EVERY_MS)) {
      this.workersAt = now
      notes.workersChanged = false
      await readWorkers(bench, 'tail')
    } else if (notes.namesChanged && now - this.namesAt >= NAMES_EVERY_MS) {
      this.namesAt = now
      notes.namesChanged = false
      await readNames(bench, 'tail')
    } else if (this.drift.due(now)) await this.drift.run(bench)
    else if (!this.parts.thrifty()) {
      if (this.waiting.due(now)) await this.waiting.run(bench, this.settler)
      else if (this.audit.due(now)) await this.audit.run(bench)
      else {
        this.verifyStuck(now)
        if (this.parts.calls?.due(now) === true) this.parts.calls.begin(bench)
      }
    }
  }

  /** Whatever a rule calls stuck is read once more, to be sure, before somebody acts on it; a few at a time, later. */
  private verifyStuck(now: number): void {
    for (const row of this.parts.rows.stuckRows()) {
      const since = row.reasonSince ?? 0
      if (row.source === 'read' && row.knownAt >= since) continue
      const before = this.verifiedTasks.get(row.taskSid)
      if (before !== undefined && before >= since) continue
      this.verifiedTasks.set(row.taskSid, now)
      this.settler.add(row.taskSid, now, { low: true })
      return
    }
    if (this.verifiedTasks.size > 2 * this.bench.index.tasks.size) this.verifiedTasks = new Map()
  }

  private async readHinted(): Promise<void> {
    if (this.hinted.size === 0) return
    const { bench } = this
    const now = bench.serverNow()
    const tasks = new Set<string>()
    for (const sid of this.hinted) {
      const taskSid = bench.index.reservations.get(sid)?.taskSid
      if (taskSid !== undefined) tasks.add(taskSid)
    }
    this.hinted.clear()
    const [soon, rest] = tasks.size > READ_AT_ONCE ? [[], [...tasks]] : [[...tasks], []]
    for (const sid of rest) this.settler.add(sid, now + HINT_GRACE_MS)
    await inParallel(soon, bench.width(), bench.signal, async (sid) => {
      const task = bench.index.tasks.get(sid)
      if (task !== undefined) await readReservationsOf(bench, task, 'tail')
    })
  }
}
