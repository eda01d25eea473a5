import type { BoardStatus } from '../../preload/contract/board'
import { newNotes } from './model/fold'
import type { BoardRows } from './model/rows'
import type { BoardOptions, Pace } from './options'
import { readNames, readWorkers } from './plans/directory'
import { type Estimate, type PlanName, estimateEvents, estimatePlans } from './plans/estimate'
import { EventRead } from './plans/events'
import { readUnexplained } from './plans/check'
import { listHoldingTasks, readByTasks } from './plans/tasks'
import { readByWorkers } from './plans/workers'
import { type Workbench, allowed, isRefusal } from './plans/workbench'
import type { CallCheck } from './tail/calls'
import { Follower } from './tail/follower'

export interface ReadingParts {
  readonly rows: BoardRows
  readonly calls: CallCheck | null
  readonly pace: Pace
  readonly log: BoardOptions['log']
  readonly thrifty: () => boolean
}

/** How the workspace is read: once whole, by the cheapest way that is complete and allowed, then followed. */
export class Reading {
  progress: BoardStatus['progress'] = null
  plan: BoardStatus['plan'] = null
  private listedAt: number | null = null
  private readonly refused = new Set<PlanName>()
  private begunAt: number | null = null
  private eventRead: EventRead | null = null
  private follower: Follower | null = null

  constructor(
    private readonly bench: Workbench,
    private readonly parts: ReadingParts,
  ) {}

  get verifiedAt(): number | null {
    const byCount = this.follower?.drift.verifiedAt ?? null
    if (byCount === null || this.listedAt === null) return byCount ?? this.listedAt
    return Math.max(byCount, this.listedAt)
  }

  get drift(): number | null {
    return this.follower?.drift.drift ?? null
  }

  /** When the tasks that wait were last counted by the server's list. */
  get waitingCheckedAt(): number | null {
    return this.follower?.waiting.checkedAt ?? null
  }

  /** Rows must be read whole again, because following cannot close a gap this long. */
  gapTooLong(now: number): boolean {
    return this.follower !== null && now - this.follower.knownTo > this.parts.pace.longestGapMs
  }

  /** Reads everything. After a failure it goes on where it was, when called again soon. */
  async readAll(): Promise<void> {
    const now = this.bench.serverNow()
    if (this.begunAt === null || now - this.begunAt > this.parts.pace.longestGapMs) {
      this.begunAt = now
      this.eventRead = null
    }
    const from = this.begunAt
    const names = readNames(this.bench, 'read')
    // Whatever fails first is thrown below; this one must not be an unhandled rejection meanwhile.
    names.catch(() => undefined)
    for (const estimate of await this.estimate()) {
      if (await this.tryPlan(estimate, from)) break
      this.refused.add(estimate.plan)
    }
    await names
    this.follower = new Follower(this.bench, {
      rows: this.parts.rows,
      calls: this.parts.calls,
      pace: this.parts.pace,
      from,
      eventsRefused: this.refused.has('events'),
      thrifty: this.parts.thrifty,
    })
    if (!this.refused.has('events')) await this.follower.look()
    this.progress = null
    this.begunAt = null
    this.eventRead = null
  }

  async tick(): Promise<void> {
    await this.follower?.tick()
  }

  /** What follows a whole read once its rows are shown: the first request of those that can wait. */
  async further(): Promise<void> {
    await this.follower?.further()
  }

  hint(sids: readonly string[]): void {
    this.follower?.hint(sids)
  }

  private async estimate(): Promise<readonly Estimate[]> {
    const options = { priority: 'read', signal: this.bench.signal } as const
    const minutes = Math.ceil(this.parts.pace.lookBackMs / 60_000)
    const { api } = this.bench
    const [now, day] = await Promise.all([
      allowed(api.realTimeStatistics({ of: 'workspace' }, {}, options)),
      allowed(api.cumulativeStatistics({ of: 'workspace' }, { minutes }, options)),
    ])
    this.aboutLines = estimateEvents(day?.value ?? null) ?? 0
    return estimatePlans(now?.value ?? null, day?.value ?? null, this.refused)
  }

  private aboutLines = 0

  /** False when the server refuses this way to this key. */
  private async tryPlan({ plan, requests }: Estimate, from: number): Promise<boolean> {
    this.plan = plan
    this.parts.log('readBegins', { plan, requests })
    try {
      if (plan === 'events') await this.readByEvents(from)
      else if (plan === 'tasks')
        await Promise.all([readByTasks(this.bench, from), readWorkers(this.bench, 'read')])
      else await readByWorkers(this.bench)
    } catch (error) {
      if (!isRefusal(error) || plan === 'tasks') throw error
      this.parts.log('planRefused', { plan })
      return false
    }
    this.listedAt = from
    return true
  }

  private async readByEvents(from: number): Promise<void> {
    this.eventRead ??= new EventRead(from - this.parts.pace.lookBackMs, from, this.aboutLines)
    const notes = newNotes()
    const [tasks] = await Promise.all([
      listHoldingTasks(this.bench, 'read'),
      this.eventRead.run(this.bench, notes),
      readWorkers(this.bench, 'read'),
    ])
    const read = await readUnexplained(this.bench, tasks, 'read')
    this.parts.log('eventsRead', { lines: this.eventRead.lines, unexplained: read })
  }
}
