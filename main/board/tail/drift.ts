import { HOLDING_TASKS } from '../model/facts'
import { checkAgainstList } from '../plans/check'
import { type Workbench, allowed } from '../plans/workbench'

/** A first difference is looked at again after this time: counts and rows are never of the same instant. */
const LOOK_AGAIN_MS = 8_000
/** A difference that a repair did not close is the server's own; it is not chased more often than this. */
const REPAIR_EVERY_MS = 5 * 60_000

/** Holds the board's counts of live tasks against the server's own (reference 6.2) and repairs a difference that lasts. */
export class DriftCheck {
  drift: number | null = null
  verifiedAt: number | null = null
  private closed = false
  private dueAt: number
  private suspects = 0
  private repairedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly everyMs: number,
    now: number,
  ) {
    this.dueAt = now + everyMs
  }

  due(now: number): boolean {
    return !this.closed && now >= this.dueAt
  }

  /** One request; when the difference lasts, the list of live tasks and whatever it does not explain. */
  async run(bench: Workbench): Promise<void> {
    const now = bench.serverNow()
    const answer = await allowed(
      bench.api.realTimeStatistics({ of: 'workspace' }, {}, { priority: 'audit', signal: bench.signal }),
    )
    if (answer === null) {
      this.closed = true
      return
    }
    const { tasksByStatus } = answer.value
    let sum = 0
    let differences = 0
    for (const status of HOLDING_TASKS) {
      const difference = (tasksByStatus[status] ?? 0) - (bench.index.taskCounts.get(status) ?? 0)
      sum += difference
      differences += Math.abs(difference)
    }
    this.drift = sum
    this.suspects = differences === 0 ? 0 : this.suspects + 1
    if (differences === 0) this.verifiedAt = now
    this.dueAt = now + (this.suspects === 1 ? Math.min(LOOK_AGAIN_MS, this.everyMs) : this.everyMs)
    if (this.suspects < 2 || now - this.repairedAt < REPAIR_EVERY_MS) return
    this.repairedAt = now
    this.suspects = 0
    await checkAgainstList(bench, 'audit')
    this.verifiedAt = bench.serverNow()
  }
}
