import type { HistoryEntry, HistoryPage, HistoryQuery } from '../../preload/contract/bulk'

/** What the history adds itself: the id and nothing else. */
export type NewHistoryEntry = Omit<HistoryEntry, 'id'>

/** Append-only, hash-chained record of what was done. One file a month; a line is on disk before `append` resolves. */
export interface History {
  append(entries: readonly NewHistoryEntry[]): Promise<void>
  query(query: HistoryQuery): Promise<HistoryPage>
  /** All entries that match, oldest first, for an export. */
  export(query: HistoryQuery): AsyncIterable<HistoryEntry>
  /** Removes the months that the retention no longer keeps; for a changed setting. */
  applyRetention(): Promise<void>
  close(): Promise<void>
}
