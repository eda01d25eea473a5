import type { BoardRow } from '../../preload/contract/board'
import type { AdviceId, EvidenceKey, ReasonId } from '../../preload/contract/reasons'
import type { Diagnosis, DiagnosisContext, Evidence } from './api'

/** What one rule says about one row: a finding or nothing, and when time alone could change that. */
export interface Verdict {
  readonly found: Diagnosis | null
  readonly nextLook: number | null
}

/** One situation. A rule that lacks a fact it needs says nothing: an unknown is never a wrong number. */
export interface Rule {
  readonly reason: ReasonId
  /** Reservation statuses in which the situation can be; rows of others are never shown to the rule. */
  readonly statuses: readonly string[]
  readonly look: (row: BoardRow, context: DiagnosisContext) => Verdict
}

export const NOTHING: Verdict = { found: null, nextLook: null }

/** Nothing yet, but ask again at `at`. */
export const later = (at: number): Verdict => ({ found: null, nextLook: at })

export function evidence(
  key: EvidenceKey,
  facts: Readonly<Record<string, string | number>> = {},
  at: number | null = null,
): Evidence {
  return { key, facts, at }
}

export interface Steps {
  /** Ages in ms from which the row is worth watching / stuck. */
  readonly watch: number
  readonly stuck: number
}

/** Which step an age has reached, when that step began, and when the next one will (all on the server's clock). */
export function climb(
  since: number,
  now: number,
  steps: Steps,
): { readonly level: 'watch' | 'stuck' | null; readonly next: number | null } {
  const age = now - since
  if (age >= steps.stuck) return { level: 'stuck', next: null }
  if (age >= steps.watch) return { level: 'watch', next: since + steps.stuck }
  return { level: null, next: since + steps.watch }
}

/** A finding whose level depends on age alone; the sentences are made only when there is something to say. */
export function ladder(
  since: number,
  now: number,
  steps: Steps,
  finding: {
    readonly reason: ReasonId
    readonly advice: AdviceId | null
    readonly evidence: () => Evidence[]
  },
): Verdict {
  const { level, next } = climb(since, now, steps)
  if (level === null) return { found: null, nextLook: next }
  return {
    found: { reason: finding.reason, level, since, advice: finding.advice, evidence: finding.evidence() },
    nextLook: next,
  }
}

/** Threshold in seconds, as the settings hold them, to steps in ms. */
export function steps(threshold: { readonly watch: number; readonly stuck: number }): Steps {
  return { watch: threshold.watch * 1000, stuck: threshold.stuck * 1000 }
}

/** When the row entered its present status: the last update, or the creation for an offer that nobody touched. */
export function inStatusSince(row: BoardRow): number | null {
  return row.updatedAt ?? row.createdAt
}

/** From when the thresholds of a row's status count: an offer from its creation, whatever was sent to it since. */
export function statusSince(row: BoardRow): number | null {
  return row.status === 'pending' ? row.createdAt : inStatusSince(row)
}
