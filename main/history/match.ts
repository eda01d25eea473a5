import type { HistoryEntry, HistoryQuery } from '../../preload/contract/bulk'

/** A test for entries. Every word of the text has to occur somewhere; upper and lower case are the same. */
export function matcherOf({ text, before }: HistoryQuery): (entry: HistoryEntry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (entry) => {
    if (before !== null && entry.at >= before) return false
    if (words.length === 0) return true
    const hay = haystack(entry)
    return words.every((word) => hay.includes(word))
  }
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
  ]
    .join('\n')
    .toLowerCase()
}
