import type { HistoryEntry, HistoryQuery } from '../../preload/contract/bulk'

/** The query that leaves nothing out, for those who read all entries. */
export const EVERYTHING: HistoryQuery = { text: '', limit: 1, before: null }

/** A test for entries. Every word of a text has to occur somewhere; upper and lower case are the same. */
export function matcherOf(query: HistoryQuery): (entry: HistoryEntry) => boolean {
  const { before, action, outcome, from, to } = query
  const words = wordsOf(query.text)
  const worker = wordsOf(query.worker)
  const operator = wordsOf(query.operator)
  return (entry) => {
    if (before !== null && entry.at >= before) return false
    if (from !== undefined && entry.at < from) return false
    if (to !== undefined && entry.at >= to) return false
    if (action !== undefined && entry.action !== action) return false
    if (outcome !== undefined && entry.outcome !== outcome) return false
    return (
      holdsAll(worker, () => `${entry.workerName ?? ''}\n${entry.workerSid ?? ''}`) &&
      holdsAll(operator, () => entry.operator) &&
      holdsAll(words, () => haystack(entry))
    )
  }
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').toLowerCase().split(/\s+/).filter(Boolean)
}

function holdsAll(words: readonly string[], text: () => string): boolean {
  if (words.length === 0) return true
  const hay = text().toLowerCase()
  return words.every((word) => hay.includes(word))
}

function haystack(entry: HistoryEntry): string {
  return [
    entry.sid,
    entry.taskSid,
    entry.workerSid,
    entry.workerName,
    entry.action,
    entry.note,
    entry.outcome,
    entry.operator,
    entry.jobId,
    entry.statusBefore,
    entry.statusAfter,
    entry.problemCode,
    entry.twilioCode,
    entry.requestId,
    new Date(entry.at).toISOString(),
  ].join('\n')
}
