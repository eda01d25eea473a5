import type { BudgetSnapshot } from '../taskrouter/api'
import type { BoardClock, Pace } from './options'

/** A pause that can be cut short. */
export class Pause {
  private wakeUp: (() => void) | null = null
  private woken = false

  constructor(private readonly clock: BoardClock) {}

  /** Ends the pause under way, or makes the next one return at once. */
  wake(): void {
    this.woken = true
    this.wakeUp?.()
  }

  /** Waits `ms`, or (null) until `wake`; returns early when woken or aborted. */
  async wait(ms: number | null, signal: AbortSignal): Promise<void> {
    if (!this.woken && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = ms === null ? null : this.clock.setTimeout(resolve, ms)
        const onAbort = () => {
          resolve()
        }
        signal.addEventListener('abort', onAbort, { once: true })
        this.wakeUp = () => {
          if (timer !== null) this.clock.clearTimeout(timer)
          signal.removeEventListener('abort', onAbort)
          resolve()
        }
      })
      this.wakeUp?.()
      this.wakeUp = null
    }
    this.woken = false
  }
}

const SHORT_OF_BUDGET = 0.25
const LONGEST_RETRY_MS = 30_000

/** How long until the next look: slower when nobody looks, when requests are short, and after failures. */
export function nextDelay(
  pace: Pace,
  now: {
    readonly visible: boolean
    /** No look comes sooner than this after the last one, ms. */
    readonly floorMs: number
    readonly failures: number
    readonly budget: BudgetSnapshot
    readonly clock: number
    readonly random: number
  },
): number {
  const jitter = 0.9 + 0.2 * now.random
  const usual = Math.max(now.floorMs, now.visible ? pace.activeTickMs : pace.hiddenTickMs)
  const wanted =
    now.failures > 0
      ? Math.min(LONGEST_RETRY_MS, 1000 * 2 ** (now.failures - 1))
      : usual * scarcity(now.budget, now.clock)
  // An administrator's floor holds whatever else is said, after a failure as well.
  return Math.max(now.floorMs, wanted * jitter)
}

/** 1 with room to spare, up to 4 while the server holds us back or an operator's action waits. */
export function scarcity(budget: BudgetSnapshot, clock: number): number {
  if (budget.pausedUntil !== null && budget.pausedUntil > clock) return 4
  if (budget.limit !== null && budget.limit > 0 && budget.remaining !== null) {
    const left = budget.remaining / budget.limit
    if (left < SHORT_OF_BUDGET) return left <= 0 ? 4 : 2
  }
  return budget.waiting.action > 0 ? 2 : 1
}
