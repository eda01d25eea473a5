import type { Priority } from '../../taskrouter/api'
import { countLive } from '../model/facts'
import { type FoldNotes, isIncomplete } from '../model/fold'
import { readReservationsOf, readTask } from '../plans/tasks'
import { type Workbench, inParallel } from '../plans/workbench'

/** Up to so many tasks may wait for their one read a tick; beyond it the queue is worked off side by side. */
const PATIENCE = 10
const AT_ONCE = 8
const CROWD_GRACE_MS = 5_000

/** What has to be read because nothing else can settle it: a queue of tasks, each at a moment (server time), most urgent first. */
export class Settler {
  private readonly due = new Map<
    string,
    { readonly at: number; readonly whole: boolean; readonly low: boolean }
  >()

  /** Tasks whose surplus offers should be rescinded by a moment; only those still crowded then are read. */
  private readonly crowded = new Map<string, number>()

  get waiting(): number {
    return this.due.size
  }

  /**
   * @param whole read the task too, not only its reservations.
   * @param low a look to make sure, not to repair.
   */
  add(taskSid: string, at: number, how: { readonly whole?: boolean; readonly low?: boolean } = {}): void {
    const { whole = false, low = false } = how
    const known = this.due.get(taskSid)
    if (known === undefined) this.due.set(taskSid, { at, whole, low })
    else
      this.due.set(taskSid, {
        at: Math.min(at, known.at),
        whole: whole || known.whole,
        low: low && known.low,
      })
  }

  take(notes: FoldNotes, bench: Workbench): void {
    const now = bench.serverNow()
    for (const sid of notes.unsettled) this.add(sid, now)
    for (const sid of notes.incomplete) {
      const task = bench.index.tasks.get(sid)
      if (task !== undefined && isIncomplete(task)) this.add(sid, now, { whole: true })
    }
    for (const sid of notes.crowded) this.crowded.set(sid, now + CROWD_GRACE_MS)
    notes.crowded.clear()
    notes.unsettled.clear()
    notes.incomplete.clear()
  }

  /** Reads what is due: one task, or several side by side when many wait. Returns how many requests that took, about. */
  async work(bench: Workbench): Promise<number> {
    const now = bench.serverNow()
    this.takeCrowded(bench, now)
    const ready = [...this.due].filter(([, { at }]) => at <= now)
    ready.sort(([, a], [, b]) => Number(a.low) - Number(b.low) || a.at - b.at)
    const urgent = ready.filter(([, { low }]) => !low).length
    const batch = ready.slice(0, urgent > PATIENCE ? AT_ONCE : 1)
    for (const [sid] of batch) this.due.delete(sid)
    await inParallel(batch, bench.width(), bench.signal, async ([sid, entry]) => {
      try {
        await this.read(bench, sid, entry.whole, entry.low ? 'audit' : 'tail')
      } catch (error) {
        this.add(sid, entry.at, entry)
        throw error
      }
    })
    return batch.length
  }

  private takeCrowded(bench: Workbench, now: number): void {
    for (const [sid, at] of this.crowded) {
      if (at > now) continue
      this.crowded.delete(sid)
      const task = bench.index.tasks.get(sid)
      if (task !== undefined && countLive(task) > 1) this.add(sid, now)
    }
  }

  private async read(bench: Workbench, sid: string, whole: boolean, priority: Priority): Promise<void> {
    const task = bench.index.tasks.get(sid)
    if (task === undefined) return
    if (whole) await readTask(bench, sid, priority)
    else await readReservationsOf(bench, task, priority)
  }
}
