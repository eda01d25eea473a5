import type { RuleSettings } from '../../preload/contract/diagnosis'
import type { Diagnose, RulesCounter } from '../diagnosis/api'
import { breathe } from '../taskrouter/http/slices'
import type { BudgetSnapshot, TaskRouterClient, WorkspaceApi } from '../taskrouter/api'

/** Time as the board uses it: the workstation's clock, timers, and a way to let the event loop breathe. */
export interface BoardClock {
  /** Workstation clock, ms since 1970. */
  now(): number
  setTimeout(run: () => void, ms: number): unknown
  clearTimeout(timer: unknown): void
  /** Resolves after everything that waits in the event loop had its turn. */
  breathe(): Promise<void>
}

/** All in ms. */
export interface Pace {
  /** Between ticks while somebody looks. */
  readonly activeTickMs: number
  /** Between ticks while the window is hidden. */
  readonly hiddenTickMs: number
  /** How far each look into the event log reaches back behind the newest event seen. */
  readonly overlapMs: number
  /** How far back the events of a cold start reach. */
  readonly lookBackMs: number
  /** How long an ended row stays on the board. */
  readonly endedRowsMs: number
  /** How long ended offers are remembered as evidence for the rules. */
  readonly evidenceMs: number
  /** Between two comparisons with the server's own counts. */
  readonly driftCheckMs: number
  /** Time within which the slow audit has looked at every worker once; 0 = no audit. */
  readonly auditRoundMs: number
  /** Between two looks at the list of tasks that wait for a worker; 0 = never. */
  readonly waitingCheckMs: number
  /** Data older than this is shown as stale. */
  readonly staleAfterMs: number
  /** A gap in the tail longer than this is closed by a full read. */
  readonly longestGapMs: number
}

export const DEFAULT_PACE: Pace = {
  activeTickMs: 2_000,
  hiddenTickMs: 15_000,
  overlapMs: 60_000,
  lookBackMs: 24 * 3_600_000,
  endedRowsMs: 3 * 60_000,
  evidenceMs: 30 * 60_000,
  driftCheckMs: 60_000,
  auditRoundMs: 30 * 60_000,
  waitingCheckMs: 60_000,
  staleAfterMs: 20_000,
  longestGapMs: 30 * 60_000,
}

export interface BoardOptions {
  readonly api: WorkspaceApi
  readonly budget: () => BudgetSnapshot
  /** Server clock minus workstation clock, ms. */
  readonly clockOffset: () => number
  readonly clock: BoardClock
  readonly diagnose: Diagnose
  /** Counts what rules with other settings would say, for `Board.previewRules`. */
  readonly countRules: (settings: RuleSettings) => RulesCounter
  readonly rules: RuleSettings
  /** Looks at one call of the Voice API; left out = it cannot be done. */
  readonly fetchCall?: TaskRouterClient['fetchCall']
  /** Rejections after which TaskRouter cancels a task, as configured. */
  readonly rejectionLimit: number
  /** 0 ≤ n < 1, for jitter. */
  readonly random: () => number
  /** Facts about the board's own doings; never SIDs of people, attributes or secrets. */
  readonly log: (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void
  readonly pace?: Partial<Pace>
  /** Least time between two ticks, ms; asked at every tick. */
  readonly tickFloorMs?: () => number
}

/** The real clock. */
export const systemClock: BoardClock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => {
    clearTimeout(timer as NodeJS.Timeout)
  },
  breathe,
}
