import type { VerdictReason } from '../../preload/contract/bulk'
import { hasMessage, translate } from '../i18n'

/** Why a row is skipped or held, with its numbers where main sent them. */
export function verdictWords(
  reason: VerdictReason,
  facts: Readonly<Record<string, string | number>> = {},
): string {
  if (reason === 'rejectionLimit' && !('used' in facts && 'limit' in facts)) {
    return translate('bulk.verdict.rejectionLimitPlain')
  }
  const key = `bulk.verdict.${reason}`
  return hasMessage(key) ? translate(key, facts) : reason
}
