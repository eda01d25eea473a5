import type { VerdictReason } from '../../preload/contract/bulk'
import { readChannelState } from '../../preload/contract/worker-channel'
import { hasMessage, translate } from '../i18n'
import { formatTimeOfDay } from '../ui'

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

/** Statuses into which the reservation's own worker brings it; others come from the clock or the service. */
const BY_THE_WORKER: ReadonlySet<string> = new Set(['accepted', 'wrapping', 'completed', 'rejected'])

/** What somebody else made of a row, such as “Accepted by Ana, 10:32:05”. `at`: when it changed, or was seen so. */
export function overtakenWords(
  status: string,
  worker: string | null,
  at: number | null,
  locale: string,
): string {
  const key = `status.${status}`
  const word = hasMessage(key) ? translate(key) : status
  const who =
    worker !== null && BY_THE_WORKER.has(status)
      ? translate('bulk.overtaken.by', { status: word, worker })
      : word
  return at === null ? who : `${who}, ${formatTimeOfDay(at, locale)}`
}

/**
 * A row's state before or after in words: a status, or a channel of a worker that is set to so many tasks or closed. Any other
 * text is the server's own, such as the name of an activity, and stays as it is.
 */
export function stateWords(text: string): string {
  const status = `status.${text}`
  if (hasMessage(status)) return translate(status)
  const state = readChannelState(text)
  if (state === null) return text
  const { capacity, available } = state
  const parts = [
    ...(capacity === null ? [] : [translate('bulk.channel.atOnce', { n: capacity }, capacity)]),
    ...(available === null ? [] : [translate(available ? 'bulk.channel.open' : 'bulk.channel.closed')]),
  ]
  return parts.length === 0 ? text : parts.join(', ')
}
