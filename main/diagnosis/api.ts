import type { BoardRow } from '../../preload/contract/board'
import type { RulesPreview } from '../../preload/contract/diagnosis'
import type { AdviceId, EvidenceKey, ReasonId } from '../../preload/contract/reasons'
import type { Thresholds } from '../../preload/contract/thresholds'

/** What a look at a task's call found. Times on the server's clock. */
export interface CallFact {
  /** Null: the API said neither, so nothing may be concluded. */
  readonly over: boolean | null
  /** When it ended; null while it is up, or not told. */
  readonly endedAt: number | null
  /** When it was looked at. */
  readonly at: number
}

/** What the rules may look at besides the row itself. All times on the server's clock, ms since 1970. */
export interface DiagnosisContext {
  readonly now: number
  /** Ages that hold for the row's queue and channel. */
  readonly thresholds: Thresholds
  /** Rules that are switched off; left out = none. */
  readonly disabled?: ReadonlySet<ReasonId>
  /** Rejections after which TaskRouter cancels the task, as configured. */
  readonly rejectionLimit: number
  /** Live and recently ended rows of the same task / the same worker, this row included. */
  readonly ofTask: readonly BoardRow[]
  readonly ofWorker: readonly BoardRow[]
  /** The call of the row's task at the last look; left out or null = nobody looked. */
  readonly call?: CallFact | null
  /** Capacity of the worker on the row's channel at the last audit; null = not known. */
  readonly capacity: { readonly assigned: number; readonly configured: number; readonly at: number } | null
}

export interface Evidence {
  /** i18n key below `evidence.`, with its facts. */
  readonly key: EvidenceKey
  readonly facts: Readonly<Record<string, string | number>>
  readonly at: number | null
}

export interface Diagnosis {
  readonly reason: ReasonId
  readonly level: 'watch' | 'stuck'
  readonly since: number
  /** What is recommended, or null. */
  readonly advice: AdviceId | null
  readonly evidence: readonly Evidence[]
}

export interface Look {
  /** The worst thing found, or null when there is nothing to say. */
  readonly found: Diagnosis | null
  /**
   * Earliest moment at which the answer can change by time alone, so that nobody needs to ask before; null = only a
   * change of data changes it.
   */
  readonly nextLook: number | null
}

/** Pure: the same row and context always give the same answer. Never throws. */
export type Diagnose = (row: BoardRow, context: DiagnosisContext) => Look

/** Counts what rules with other settings would catch, row by row; the caller brings the rows in slices of its own. */
export interface RulesCounter {
  /** @param context with the thresholds that the settings in question give to the row */
  add(row: BoardRow, context: DiagnosisContext): void
  result(): RulesPreview
}
