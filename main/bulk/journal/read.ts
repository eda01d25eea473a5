import { join } from 'node:path'
import { linesOf } from '../../history/lines'
import { readRecord, type EndRecord, type HeadRecord, type OutcomeRecord, type RowRecord } from './record'
import { jobOfJournal, journalName, type JournalStorage } from './write'

/** What a journal tells about its job. */
export interface JournalState {
  readonly id: string
  /** Null when both copies are damaged or were never written. */
  readonly head: HeadRecord | null
  /** False when the program ended before all rows were written: nothing was ever sent. */
  readonly ready: boolean
  readonly rows: readonly RowRecord[]
  /** Rows whose request may have left. */
  readonly inFlight: ReadonlySet<string>
  readonly outcomes: ReadonlyMap<string, OutcomeRecord>
  readonly end: EndRecord | null
  /** Lines that could not be read; a torn last line counts. */
  readonly damaged: number
  /** Where the last whole line ends, if writing was cut off after it; null if the file ends well. */
  readonly cutOffAt: number | null
}

const UNTOLD = { type: 'row', skipped: null, released: false } as const

/** Reads one journal. Damaged lines are counted and passed over, so one bad byte costs one line at most. */
export async function readJournal(storage: JournalStorage, id: string): Promise<JournalState> {
  let head: HeadRecord | null = null
  let end: EndRecord | null = null
  let ready = false
  let damaged = 0
  const rows = new Map<string, RowRecord>()
  const inFlight = new Set<string>()
  const outcomes = new Map<string, OutcomeRecord>()
  let wholeBytes = 0
  let cutOffAt: number | null = null
  for await (const { text, end: endOfLine, complete } of linesOf(
    storage.files.read(join(storage.folder, journalName(id))),
  )) {
    if (complete) wholeBytes = endOfLine
    else cutOffAt = wholeBytes
    if (text === '') continue
    const record = readRecord(text)
    switch (record?.type) {
      case undefined:
        damaged += 1
        break
      case 'head':
        head = record
        break
      case 'row':
        rows.set(record.sid, record)
        break
      case 'ready':
        ready = true
        break
      case 'intent':
        ready = true
        for (const row of record.rows) {
          inFlight.add(row.sid)
          if (!rows.has(row.sid)) rows.set(row.sid, { ...UNTOLD, ...row })
        }
        break
      case 'outcome':
        inFlight.delete(record.sid)
        if (record.outcome === 'waiting') outcomes.delete(record.sid)
        else outcomes.set(record.sid, record)
        break
      case 'end':
        end = record
        break
      case 'state':
        // What was left of an ended job is being done: it is open again.
        end = null
        break
    }
  }
  if (damaged > 0) {
    // A lost line may have been an intent: whatever has no outcome is looked at before anything is sent.
    for (const row of rows.values()) {
      if (row.skipped === null && !outcomes.has(row.sid)) inFlight.add(row.sid)
    }
  }
  return { id, head, ready, rows: [...rows.values()], inFlight, outcomes, end, damaged, cutOffAt }
}

/** Ids of all journals in the folder, oldest name first. */
export async function journalIds({ files, folder }: JournalStorage): Promise<readonly string[]> {
  await files.ensureFolder(folder)
  const names = await files.list(folder)
  return names.flatMap((name) => jobOfJournal(name) ?? []).sort()
}
