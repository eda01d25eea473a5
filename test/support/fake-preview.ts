import type { BoardRow } from '../../preload/contract/board'
import type { RuleSettings, RulesPreview } from '../../preload/contract/diagnosis'
import { REASONS, type ReasonId } from '../../preload/contract/reasons'

/** A preview that counts statuses and the reasons that rows already carry: enough for a screen to show numbers. */
export function fakePreview(rows: readonly BoardRow[], rules: RuleSettings): RulesPreview {
  const caught = (matching: readonly BoardRow[]) => ({
    watch: matching.filter(({ reasonLevel }) => reasonLevel === 'watch').length,
    stuck: matching.filter(({ reasonLevel }) => reasonLevel === 'stuck').length,
  })
  const governed = (status: string) => {
    const matching = rows.filter((row) => row.status === status)
    return { governed: matching.length, ...caught(matching) }
  }
  const reasons = Object.fromEntries(
    REASONS.map((reason) => [reason, caught(rows.filter((row) => row.reason === reason))]),
  ) as Record<ReasonId, { watch: number; stuck: number }>
  return {
    rows: rows.length,
    named: caught(rows.filter(({ reason }) => !rules.disabledReasons.includes(reason as ReasonId))),
    base: {
      pending: governed('pending'),
      accepted: governed('accepted'),
      wrapping: governed('wrapping'),
    },
    exceptions: rules.thresholdExceptions.map(({ status }) => governed(status)),
    reasons,
  }
}
