import { REASONS, type ReasonId } from '../../preload/contract/reasons'
import type { Diagnose, Diagnosis } from './api'
import { OFFER_RULES } from './offers'
import type { Rule } from './rule'
import { WORK_RULES } from './work'

export type { Diagnose, Diagnosis, DiagnosisContext, Evidence, Look } from './api'
export { ACCEPT_GRACE_MS } from './offers'

const RANK = new Map<ReasonId, number>(REASONS.map((reason, index) => [reason, index]))

/** Stuck before watch; among equals the order of REASONS, worst first. */
function worse(a: Diagnosis, b: Diagnosis | null): boolean {
  if (b === null) return true
  if (a.level !== b.level) return a.level === 'stuck'
  return (RANK.get(a.reason) ?? 0) < (RANK.get(b.reason) ?? 0)
}

/** All rules as one pure function. `disabled` reasons are never named. */
export function createDiagnose(options: { readonly disabled?: readonly ReasonId[] } = {}): Diagnose {
  const disabled = new Set(options.disabled ?? [])
  const rules: readonly Rule[] = [...OFFER_RULES, ...WORK_RULES].filter((rule) => !disabled.has(rule.reason))
  return (row, context) => {
    let found: Diagnosis | null = null
    let nextLook: number | null = null
    for (const rule of rules) {
      const verdict = rule.look(row, context)
      if (verdict.found !== null && worse(verdict.found, found)) found = verdict.found
      if (verdict.nextLook !== null && (nextLook === null || verdict.nextLook < nextLook))
        nextLook = verdict.nextLook
    }
    return { found, nextLook }
  }
}
