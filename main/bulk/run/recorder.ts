import type { HistoryEntry, RowOutcome } from '../../../preload/contract/bulk'
import type { History, NewHistoryEntry } from '../../history/api'

/** What every line of one job's history has in common. */
export type JobFacts = Pick<HistoryEntry, 'operator' | 'jobId' | 'workspaceSid' | 'action' | 'note'>

/** Writes rows to the history in batches: while one is being written the next one gathers. */
export class HistoryRecorder {
  readonly #history: History
  readonly #facts: JobFacts
  readonly #watchDisk: () => (error: unknown) => void
  #waiting: NewHistoryEntry[] = []
  #writing: Promise<void> | null = null

  /** @param watchDisk asked before each write whom to tell that it was refused */
  constructor(history: History, facts: JobFacts, watchDisk: () => (error: unknown) => void) {
    this.#history = history
    this.#facts = facts
    this.#watchDisk = watchDisk
  }

  /** Rows whose line is not on disk yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  record(row: RowOutcome, at: number): void {
    this.#waiting.push(entryOf(this.#facts, row, at))
    this.#writing ??= this.#drain()
  }

  /** Resolves when everything is written, or when writing failed; `waiting` tells which. */
  async flush(): Promise<void> {
    // A second time where a write was under way already: its refusal may be that of a disk that has room again.
    for (let turn = 0; turn < 2 && (this.#waiting.length > 0 || this.#writing !== null); turn++) {
      this.#writing ??= this.#drain()
      await this.#writing
    }
  }

  async #drain(): Promise<void> {
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      const refused = this.#watchDisk()
      try {
        await this.#history.append(batch)
      } catch (error) {
        this.#waiting = [...batch, ...this.#waiting]
        refused(error)
        break
      }
    }
    this.#writing = null
  }
}

function entryOf(facts: JobFacts, row: RowOutcome, at: number): NewHistoryEntry {
  return {
    at,
    ...facts,
    sid: row.sid,
    taskSid: row.taskSid,
    workerSid: row.workerSid,
    workerName: row.workerName,
    outcome: row.outcome,
    statusBefore: row.statusBefore,
    statusAfter: row.statusAfter,
    problemCode: row.problem?.code ?? row.reason,
    twilioCode: row.problem?.twilioCode ?? null,
    requestId: row.requestId ?? row.problem?.requestId ?? null,
  }
}
