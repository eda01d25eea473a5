import { redact } from '../redact'

/**
 * Goes further than the log's own redaction, because a support file leaves the computer: besides credentials, numbers and
 * addresses it takes out everything quoted, every object and every long run of digits. A sentence keeps its sense.
 */
export function scrub(text: string): string {
  const quoteless = text
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '"…"')
    .replace(/(?<![A-Za-z])'[^'\n]*'/g, "'…'")
    .replace(/[“«][^”»\n]*[”»]/g, '“…”')
    .replace(/\{[^{}]*\}/g, '{…}')
  return (
    redact(quoteless)
      // Long words of letters and digits mixed, but for SIDs: tokens of whatever make.
      .replace(
        /(?<![\w-])(?![A-Z]{2}[0-9a-fA-F]{32}(?!\w))(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}/g,
        '[removed]',
      )
      .replace(/(?<![A-Za-z0-9])[+(]?\d(?:[\s().-]{0,2}\d){6,}(?![A-Za-z0-9])/g, '[number]')
      .replace(/(\/(?:home|Users)\/|[A-Z]:\\Users\\)[^/\\\s"']+/g, '$1[user]')
  )
}

/** Names of events are the program's own words. */
const EVENT = /^[A-Za-z]{1,30}(?:\.[A-Za-z]{1,30})?$/

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** One line of a log as it may leave the computer; null for what is no line of ours. */
export function scrubLine(line: string): Readonly<Record<string, unknown>> | null {
  let entry: unknown
  try {
    entry = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null
  if (!('event' in entry && typeof entry.event === 'string' && EVENT.test(entry.event))) return null
  return Object.fromEntries(Object.entries(entry).map(([key, fact]) => [scrubKey(key), scrubFact(key, fact)]))
}

const scrubKey = (key: string): string => (/^[A-Za-z]{1,40}$/.test(key) ? key : '…')

function scrubFact(key: string, fact: unknown): unknown {
  if (typeof fact === 'number' || typeof fact === 'boolean' || fact === null) return fact
  if (typeof fact !== 'string') return '…'
  if (key === 'at' && ISO_TIME.test(fact)) return fact
  return scrub(fact)
}
