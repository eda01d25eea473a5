import type { BoardPhase } from '../../preload/contract/board'
import type { Problem } from '../../preload/contract/envelope'
import { toProblem } from '../taskrouter/problem'

/** How far the board can be believed. All times on the server's clock. */
export class Freshness {
  running = false
  /** True from the end of a full read until a gap that only another full read closes. */
  complete = false
  problem: Problem | null = null
  failures = 0
  freshAt: number | null = null

  constructor(private readonly staleAfterMs: () => number) {}

  succeeded(at: number): void {
    this.problem = null
    this.failures = 0
    this.freshAt = Math.max(at, this.freshAt ?? 0)
  }

  failed(error: unknown): void {
    this.problem = toProblem(error)
    this.failures += 1
  }

  /** Only signing in (or another key) helps; trying again soon does not. */
  get blocked(): boolean {
    return this.problem?.code === 'notSignedIn' || this.problem?.code === 'notAllowed'
  }

  phase(now: number): BoardPhase {
    if (!this.running) return 'idle'
    if (this.blocked) return 'blocked'
    if (this.problem !== null) return this.problem.code === 'network' ? 'offline' : 'stale'
    if (!this.complete) return 'reading'
    return this.freshAt === null || now - this.freshAt > this.staleAfterMs() ? 'stale' : 'live'
  }
}
