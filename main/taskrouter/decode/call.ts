import type { Call } from '../resources'
import type { Decode } from './resources'
import { asRow, asSid, asText, asTime } from './values'

/**
 * Statuses in which a call is over (source: Twilio Voice API, enum of `Call.Status`). A word that is not known says neither: it must
 * never end anything.
 */
const OVER: ReadonlySet<string> = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])
const UP: ReadonlySet<string> = new Set(['queued', 'ringing', 'in-progress'])

/** A call as the Voice API tells it; dates there are RFC 2822. */
export const decodeCall: Decode<Call> = (value) => {
  const row = asRow(value)
  const sid = asSid(row?.['sid'])
  const status = asText(row?.['status'])
  if (row === null || sid === null || status === null) return null
  return {
    sid,
    status,
    over: OVER.has(status) ? true : UP.has(status) ? false : null,
    endedAt: asTime(row['end_time']),
  }
}
