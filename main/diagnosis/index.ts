import { REASONS, type ReasonId } from '../../preload/contract/reasons'
import type { Diagnose, Diagnosis } from './api'
import { acceptTurn } from './offers'
import { rulesFor } from './rules'

export type { CallFact, DiagnosisContext } from './api'
export { suspectsCall } from './call'
export { ACCEPT_GRACE_MS } from './offers'
export { countRules } from './preview'

const RANK = new Map<ReasonId, number>(REASONS.map((reason, index) => [reason, index]))

/** Stuck before watch; among equals the order of REASONS, worst first. */
function worse(a: Diagnosis, b: Diagnosis | null): boolean {
  if (b === null) return true
  if (a.level !== b.level) return a.level === 'stuck'
  return (RANK.get(a.reason) ?? 0) < (RANK.get(b.reason) ?? 0)
}

/** All rules as one pure function. */
export function createDiagnose(): Diagnose {
  return (row, context) => {
    let found: Diagnosis | null = null
    let nextLook = acceptTurn(row, context.now)
    for (const rule of rulesFor(row.status)) {
      if (context.disabled?.has(rule.reason) === true) continue
      const verdict = rule.look(row, context)
      if (verdict.found !== null && worse(verdict.found, found)) found = verdict.found
      if (verdict.nextLook !== null && (nextLook === null || verdict.nextLook < nextLook))
        nextLook = verdict.nextLook
    }
    return { found, nextLook }
  }
}
