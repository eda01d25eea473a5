import type { TaskState } from '../model/facts'
import { readTask } from '../plans/tasks'
import { type Workbench, allowed, collect } from '../plans/workbench'

/** A list and the log are never of the same instant. */
const MOMENT_MS = 3_000
/** Tasks that wait no more and whose fate nobody told; the others have their turn at the next look. */
const READ_AT_MOST = 5

/**
 * Tasks that wait for a worker have no reservation, so neither rows nor the server's counts of live tasks keep them right. Their
 * list is read now and then: one request tells how many wait in every queue, however long they have waited.
 */
export class WaitingCheck {
  /** Server time of the last look; null before the first, and for ever where this key may not list tasks. */
  checkedAt: number | null = null
  private closed = false
  private dueAt: number

  constructor(
    private readonly everyMs: number,
    now: number,
  ) {
    this.dueAt = now
  }

  due(now: number): boolean {
    return this.everyMs > 0 && !this.closed && now >= this.dueAt
  }

  async run(bench: Workbench): Promise<void> {
    const { api, index, signal } = bench
    const startedAt = bench.serverNow()
    this.dueAt = startedAt + this.everyMs
    const pages = api.listTasks({ statuses: ['pending'] }, { priority: 'audit', signal })
    const listed = await allowed(collect(pages))
    if (listed === null) {
      this.closed = true
      this.checkedAt = null
      return
    }
    for (const task of listed) index.putTaskResource(task, startedAt)
    const names = new Set(listed.map(({ sid }) => sid))
    for (const { sid } of this.leftWaiting(bench, names, startedAt)) await readTask(bench, sid, 'audit')
    this.checkedAt = startedAt
    await bench.publish()
  }

  private leftWaiting(
    bench: Workbench,
    listed: ReadonlySet<string>,
    startedAt: number,
  ): readonly TaskState[] {
    const { index } = bench
    const left: TaskState[] = []
    for (const task of index.tasks.values()) {
      if (task.endedAt !== null || listed.has(task.sid) || task.statusAt > startedAt - MOMENT_MS) continue
      if (index.effectiveStatus(task) === 'pending' && left.push(task) >= READ_AT_MOST) break
    }
    return left
  }
}
