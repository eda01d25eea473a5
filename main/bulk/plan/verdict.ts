import type { Directory } from '../../../preload/contract/board'
import type { BulkAction, Verdict, VerdictReason } from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import type { Instruction } from '../../../preload/contract/instructions'

export type Facts = Readonly<Record<string, string | number>>

/** What was decided for one row, and what will be sent if it acts. */
export interface RowVerdict {
  readonly verdict: Verdict
  readonly reason: VerdictReason
  readonly facts: Facts
  readonly problem: Problem | null
  /** The row's own instruction with every template filled in; null for other actions and for rows that are skipped. */
  readonly instruction: Instruction | null
  /** Parameters of it that differ from row to row, for the supervisor to look at before anything is sent. */
  readonly values: Readonly<Record<string, string>>
}

/** What the rules may know besides the row itself. */
export interface JudgeContext {
  readonly action: BulkAction
  readonly directory: Directory
  /** Server clock, ms since 1970. */
  readonly serverNow: number
  /** False while the board is stale or offline: what it knows about the row's surroundings may be wrong. */
  readonly trustworthy: boolean
  readonly multiTasking: boolean
}

export function skip(reason: VerdictReason, facts: Facts = {}, problem: Problem | null = null): RowVerdict {
  return { verdict: 'skip', reason, facts, problem, instruction: null, values: {} }
}

export function act(
  instruction: Instruction | null,
  facts: Facts = {},
  values: RowVerdict['values'] = {},
): RowVerdict {
  return { verdict: 'act', reason: 'ready', facts, problem: null, instruction, values }
}

/** The same row, waiting for the supervisor to release it. */
export function hold(ready: RowVerdict, reason: VerdictReason, facts: Facts = {}): RowVerdict {
  return { ...ready, verdict: 'held', reason, facts: { ...ready.facts, ...facts } }
}
