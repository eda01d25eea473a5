import type { VerdictReason } from '../../preload/contract/bulk'
import { readChannelState } from '../../preload/contract/worker-channel'
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

/**
 * A row's state before or after in words: a channel of a worker is set to so many tasks, or closed. Any other text is the
 * server's own and stays as it is.
 */
export function stateWords(text: string): string {
  const state = readChannelState(text)
  if (state === null) return text
  const { capacity, available } = state
  const parts = [
    ...(capacity === null ? [] : [translate('bulk.channel.atOnce', { n: capacity }, capacity)]),
    ...(available === null ? [] : [translate(available ? 'bulk.channel.open' : 'bulk.channel.closed')]),
  ]
  return parts.length === 0 ? text : parts.join(', ')
}
