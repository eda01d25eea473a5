import type { Page } from '../../taskrouter/api'
import type { Task } from '../../taskrouter/resources'
import { type TaskState, effectiveStatus } from '../model/facts'
import { type Workbench, allowed } from '../plans/workbench'
import type { Settler } from './settle'

/** A list and the log are never of the same instant. */
const MOMENT_MS = 3_000
/** Tasks that wait no more and whose fate nobody told; the others have their turn at the next look. */
const READ_AT_MOST = 5

/** The list while it is read, page after page. */
interface Round {
  /** Server time at which it was begun. */
  readonly startedAt: number
  readonly pages: AsyncIterator<Page<Task>, unknown>
  readonly names: Set<string>
}

/**
 * Tasks that wait for a worker have no reservation, so neither rows nor the server's counts of live tasks keep them right. Their
 * list is read now and then, a page a tick, so that following costs the same however many wait: it tells how many wait in every
 * queue, however long they have waited.
 */
export class WaitingCheck {
  /** Server time of the last look; null before the first, and for ever where this key may not list tasks. */
  checkedAt: number | null = null
  private closed = false
  private dueAt: number
  private round: Round | null = null

  constructor(
    private readonly everyMs: number,
    now: number,
  ) {
    this.dueAt = now
  }

  due(now: number): boolean {
    return this.everyMs > 0 && !this.closed && (this.round !== null || now >= this.dueAt)
  }

  /** One request: the next page. What nobody told of is left to the settler. */
  async run(bench: Workbench, settler: Settler): Promise<void> {
    const askedAt = bench.serverNow()
    const first = this.round === null
    const round = this.round ?? this.begin(bench, askedAt)
    // A page that fails ends the round; the next one begins when it is due.
    this.round = null
    const next = await allowed(round.pages.next())
    if (next === null) {
      // Only a list that cannot even be begun is none of ours; a later page may be refused because its token has aged.
      if (!first) return
      this.closed = true
      this.checkedAt = null
      return
    }
    const last = next.done === true || next.value.last
    for (const task of next.done === true ? [] : next.value.items) {
      bench.index.putTaskResource(task, askedAt)
      round.names.add(task.sid)
    }
    if (last) this.end(bench, round, settler)
    else this.round = round
    await bench.publish()
  }

  private begin({ api, signal }: Workbench, startedAt: number): Round {
    this.dueAt = startedAt + this.everyMs
    const pages = api.listTasks({ statuses: ['pending'] }, { priority: 'audit', signal })
    return { startedAt, pages: pages[Symbol.asyncIterator](), names: new Set() }
  }

  private end(bench: Workbench, { startedAt, names }: Round, settler: Settler): void {
    this.checkedAt = startedAt
    for (const { sid } of leftWaiting(bench, names, startedAt))
      settler.add(sid, bench.serverNow(), { whole: true, low: true })
  }
}

/** Tasks that were waiting before the list was begun, and are not in it. */
function leftWaiting(
  { index }: Workbench,
  listed: ReadonlySet<string>,
  startedAt: number,
): readonly TaskState[] {
  const left: TaskState[] = []
  for (const task of index.tasks.values()) {
    if (task.endedAt !== null || listed.has(task.sid) || task.statusAt > startedAt - MOMENT_MS) continue
    if (effectiveStatus(task) === 'pending' && left.push(task) >= READ_AT_MOST) break
  }
  return left
}
