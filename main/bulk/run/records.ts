import type { JobState, RowOutcome } from '../../../preload/contract/bulk'
import type { JournalRecord } from '../journal/record'
import type { Journal } from '../journal/write'
import type { Unit } from '../plan/units'
import type { RowResult } from './goal'
import { isFinal, type Ledger } from './ledger'
import type { HistoryRecorder } from './recorder'

/**
 * What a job writes down: every change of a row goes to the ledger (the screen), the journal (the next start) and, once it
 * is final, to the history.
 */
export class JobRecords {
  readonly #ledger: Ledger
  readonly #journal: Journal
  readonly #recorder: HistoryRecorder
  readonly #now: () => number
  readonly #watchDisk: () => (error: unknown) => void
  #closed = false

  constructor(
    ledger: Ledger,
    journal: Journal,
    recorder: HistoryRecorder,
    now: () => number,
    watchDisk: () => (error: unknown) => void,
  ) {
    this.#ledger = ledger
    this.#journal = journal
    this.#recorder = recorder
    this.#now = now
    this.#watchDisk = watchDisk
  }

  /** Resolves when the intent is on disk; rejects with the disk's error if it may not be, and nothing may be sent then. */
  intend({ rows }: Unit): Promise<void> {
    return this.#journal.append([{ type: 'intent', at: this.#now(), rows }])
  }

  /** Writes the history of rows that were final from the beginning (skipped by the plan, or known from the journal). */
  record(rows: readonly RowOutcome[]): void {
    for (const row of rows) this.#recorder.record(row, this.#now())
  }

  tell(result: RowResult, outcome: RowOutcome['outcome']): void {
    this.change(result.sid, {
      outcome,
      statusAfter: result.after,
      problem: result.problem,
      requestId: result.requestId,
      left: result.left ?? null,
      overtakenAt: result.overtakenAt ?? null,
      at: outcome === 'waiting' ? null : this.#now(),
    })
  }

  change(sid: string, patch: Partial<Omit<RowOutcome, 'sid'>>): void {
    const row = this.#ledger.change(sid, patch)
    if (row === null) return
    this.#outcome(row)
    if (isFinal(row.outcome)) this.#recorder.record(row, row.at ?? this.#now())
  }

  /**
   * A row whose status is done and whose note is under way. The journal calls it partly done, which is the truth if the
   * program ends here; the history waits for the end.
   */
  doneBefore(result: RowResult): void {
    const told = {
      statusAfter: result.after,
      problem: null,
      requestId: result.requestId,
      left: 'note',
      at: this.#now(),
    } as const
    const row = this.#ledger.change(result.sid, { ...told, outcome: 'sending' })
    if (row !== null) this.#outcome({ ...row, outcome: 'partial' })
  }

  state(state: JobState): void {
    this.#note({ type: 'state', at: this.#now(), state })
  }

  /** False while the history lacks a line that must not be lost. Rejects if the end cannot be written. */
  async end(at: number, state: JobState): Promise<boolean> {
    await this.#recorder.flush()
    if (this.#recorder.waiting > 0) return false
    await this.#journal.append([{ type: 'end', at, state }])
    this.#closed = true
    await this.#journal.close()
    return true
  }

  /** Goes on writing after the end: something that was left is done after all. */
  reopen(): void {
    this.#closed = false
  }

  async close(): Promise<void> {
    await this.#recorder.flush()
    await this.#journal.close()
    this.#closed = true
  }

  #outcome({ sid, outcome, statusAfter: after, overtakenAt, problem, requestId, left }: RowOutcome): void {
    const at = this.#now()
    this.#note({ type: 'outcome', at, sid, outcome, after, overtakenAt, problem, requestId, left })
  }

  /** Journal lines that nothing waits for; a disk that refuses them stops the job before its next request. */
  #note(line: JournalRecord): void {
    if (this.#closed) return
    this.#journal.append([line]).catch(this.#watchDisk())
  }
}
