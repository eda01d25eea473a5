import type { BoardRows } from '../model/rows'
import { type Workbench, isGone } from '../plans/workbench'
import { readCapacity } from '../plans/capacity'

/**
 * Walks over the workers, one request a turn, and compares what each channel says it holds with the board's rows. A channel that
 * holds more than the board knows gets its worker's reservations read; what remains is capacity held by nothing (P23).
 */
export class GhostAudit {
  private queue: string[] = []
  private nextAt: number
  private closed = false

  constructor(
    private readonly rows: BoardRows,
    private readonly roundMs: number,
    now: number,
  ) {
    this.nextAt = now
  }

  due(now: number): boolean {
    return this.roundMs > 0 && !this.closed && now >= this.nextAt
  }

  async run(bench: Workbench): Promise<void> {
    const now = bench.serverNow()
    if (this.queue.length === 0) this.queue = [...bench.index.workers.keys()]
    const sid = this.queue.pop()
    this.nextAt = now + this.roundMs / Math.max(1, bench.index.workers.size)
    if (sid === undefined) return
    try {
      await this.look(bench, sid)
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }

  private async look(bench: Workbench, workerSid: string): Promise<void> {
    const known = await readCapacity(bench, this.rows, workerSid, 'audit')
    // Refused for one is refused for all; a worker who is gone has no channels to look at either.
    if (!known) this.closed = bench.index.workers.has(workerSid)
  }
}
