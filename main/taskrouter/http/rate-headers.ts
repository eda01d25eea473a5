import type { LevelReport } from '../scheduler/rate-model'

/**
 * `X-Rate-Limit-Limit` and `-Remaining`. Their format is not documented: whatever does not hold two sensible whole numbers
 * counts as not said.
 */
export function readLevelReport(headers: ReadonlyMap<string, string>): LevelReport | null {
  const limit = firstNumber(headers.get('x-rate-limit-limit'))
  const remaining = firstNumber(headers.get('x-rate-limit-remaining'))
  if (limit === null || remaining === null || limit < 1 || remaining > limit) return null
  return { limit, remaining }
}

function firstNumber(text: string | undefined): number | null {
  const digits = /^\s*(\d{1,9})\b/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}
