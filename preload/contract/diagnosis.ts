import type { ReasonId } from './reasons'
import type { Settings } from './settings'
import type { TimedStatus } from './thresholds'

/** The part of the settings that decides what the rules name. */
export type RuleSettings = Pick<Settings, 'thresholds' | 'thresholdExceptions' | 'disabledReasons'>

/** Rows that have come so far; `stuck` rows are not counted under `watch` again. */
export interface Caught {
  readonly watch: number
  readonly stuck: number
}

/** What one pair of thresholds would catch, of how many rows it decides about. */
export interface ThresholdCaught extends Caught {
  readonly governed: number
}

/** What rules with other settings would say of the rows that are on the board now. */
export interface RulesPreview {
  readonly rows: number
  /** Rows that would be named at all. */
  readonly named: Caught
  readonly base: Readonly<Record<TimedStatus, ThresholdCaught>>
  /** In the order of the exceptions asked about. */
  readonly exceptions: readonly ThresholdCaught[]
  /** By rule, as if it stood alone: a row that several rules name counts for each, also for those switched off. */
  readonly reasons: Readonly<Record<ReasonId, Caught>>
}
