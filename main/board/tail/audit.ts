import type { BoardRows } from '../model/rows'
import { readReservationsOfWorker } from '../plans/workers'
import { type Workbench, allowed, collect, isGone } from '../plans/workbench'

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
    const options = { priority: 'audit', signal: bench.signal } as const
    const channels = await allowed(collect(bench.api.listWorkerChannels(workerSid, options)))
    if (channels === null) {
      // Refused for one is refused for all; a worker who is gone has no channels to look at either.
      this.closed = bench.index.workers.has(workerSid)
      return
    }
    const held = this.held(bench, workerSid)
    const ghost = channels.some(
      ({ taskChannelName, assignedTasks }) => (assignedTasks ?? 0) > (held.get(taskChannelName ?? '') ?? 0),
    )
    if (ghost) await readReservationsOfWorker(bench, workerSid, 'audit')
    const at = bench.serverNow()
    for (const { taskChannelName, assignedTasks, configuredCapacity } of channels) {
      if (taskChannelName === null || assignedTasks === null) continue
      const configured = configuredCapacity ?? 0
      this.rows.setCapacity(workerSid, taskChannelName, { assigned: assignedTasks, configured, at })
    }
    await bench.publish()
  }

  private held(bench: Workbench, workerSid: string): Map<string, number> {
    const held = new Map<string, number>()
    for (const reservation of bench.index.ofWorker(workerSid)) {
      if (reservation.endedAt !== null || reservation.status === 'pending') continue
      const channel = bench.index.tasks.get(reservation.taskSid)?.channel ?? ''
      held.set(channel, (held.get(channel) ?? 0) + 1)
    }
    return held
  }
}
