import type { BoardStatus } from '../../preload/contract/board'
import type { BoardRows } from './model/rows'
import type { BoardOptions, Pace } from './options'
import { readNames, readWorkers } from './plans/directory'
import { readByTasks, readReservationsOf, refreshByTasks } from './plans/tasks'
import { type Workbench, inParallel } from './plans/workbench'

/** How the workspace is read: once whole, then followed. Keeps what the status says about it. */
export class Reading {
  progress: BoardStatus['progress'] = null
  plan: BoardStatus['plan'] = null
  verifiedAt: number | null = null
  drift: number | null = null
  private begunAt: number | null = null
  private followedAt: number | null = null
  private readonly poked = new Set<string>()

  constructor(
    private readonly bench: Workbench,
    readonly rows: BoardRows,
    private readonly pace: Pace,
    readonly log: BoardOptions['log'],
  ) {}

  /** Rows must be read whole again, because following cannot close a gap this long. */
  gapTooLong(now: number): boolean {
    return this.followedAt !== null && now - this.followedAt > this.pace.longestGapMs
  }

  /** Reads everything. After a failure it goes on where it was, when called again soon. */
  async readAll(): Promise<void> {
    const now = this.bench.serverNow()
    if (this.begunAt === null || now - this.begunAt > this.pace.longestGapMs) this.begunAt = now
    const startedAt = this.begunAt
    this.plan = 'tasks'
    await Promise.all([
      readNames(this.bench, 'read'),
      readWorkers(this.bench, 'read'),
      readByTasks(this.bench, startedAt),
    ])
    this.progress = null
    this.begunAt = null
    this.followedAt = startedAt
    this.verifiedAt = startedAt
  }

  async tick(): Promise<void> {
    const startedAt = this.bench.serverNow()
    await this.readPoked()
    await Promise.all([refreshByTasks(this.bench), readWorkers(this.bench, 'tail')])
    this.followedAt = startedAt
  }

  poke(sids: readonly string[]): void {
    for (const sid of sids) this.poked.add(sid)
  }

  private async readPoked(): Promise<void> {
    const tasks = new Set([...this.poked].map((sid) => this.bench.index.reservations.get(sid)?.taskSid ?? ''))
    this.poked.clear()
    const known = [...tasks].flatMap((sid) => this.bench.index.tasks.get(sid) ?? [])
    await inParallel(known, this.bench.width(), this.bench.signal, (task) =>
      readReservationsOf(this.bench, task, 'tail'),
    )
  }
}
