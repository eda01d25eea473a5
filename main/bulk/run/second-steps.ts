import type { JobSummary, Leftover } from '../../../preload/contract/bulk'
import type { Unit } from '../plan/units'
import type { RowResult } from './goal'
import { leftoverResult, leftoverUnits, NOT_YET_NOTED, noteUnits } from './leftovers'
import type { Ledger } from './ledger'
import type { JobRecords } from './records'
import { CANCELLED, failed } from './results'

/** What is left of a job's rows once their status is done: notes on tasks, and moves of workers that were taken back. */
export class SecondSteps {
  readonly #about: Pick<JobSummary, 'action' | 'note'>
  readonly #noteOnTask: boolean
  readonly #ledger: Ledger
  readonly #records: JobRecords
  readonly #units = new Map<Unit, Leftover>()

  constructor(
    about: Pick<JobSummary, 'action' | 'note'>,
    noteOnTask: boolean,
    ledger: Ledger,
    records: JobRecords,
  ) {
    this.#about = about
    this.#noteOnTask = noteOnTask && about.note !== ''
    this.#ledger = ledger
    this.#records = records
  }

  /** Whether a unit is a second step, so that its rows never go back to waiting. */
  owns(unit: Unit): boolean {
    return this.#units.has(unit)
  }

  /** Tells what came of a first request. Returns what is to be sent next, or nothing once the job was cancelled. */
  tellFirst(unit: Unit, results: readonly RowResult[], cancelled: boolean): readonly Unit[] {
    const done = new Set<string>()
    for (const result of results) {
      if (this.#noteOnTask && result.outcome === 'done') {
        done.add(result.sid)
        this.#records.doneBefore(result)
      } else this.#records.tell(result, result.outcome)
    }
    const rows = unit.rows.filter(({ sid }) => done.has(sid))
    if (!cancelled) return this.#own(noteUnits(rows, this.#about.note).map((note) => ['note', note]))
    this.#leaveNote(rows)
    return []
  }

  /** Tells what came of a second request: the row is done, or stays partly done. */
  tellSecond(unit: Unit, results: readonly RowResult[]): void {
    const left = this.#units.get(unit)
    if (left === undefined) return
    this.#units.delete(unit)
    for (const result of results) {
      const whole = leftoverResult(result, left, this.#ledger.row(result.sid))
      this.#records.tell(whole, whole.outcome)
    }
  }

  /** The same for results found outside the normal course, for which nothing more is sent by itself. */
  tellFound(results: readonly RowResult[]): void {
    for (const result of results) {
      const noteMissing = this.#noteOnTask && result.outcome === 'done'
      if (noteMissing) this.#records.tell({ ...result, problem: NOT_YET_NOTED, left: 'note' }, 'partial')
      else this.#records.tell(result, result.outcome)
    }
  }

  /** A second step that will not be sent any more: its rows stay partly done. */
  leave(unit: Unit): void {
    if (this.#units.get(unit) === 'note') this.#leaveNote(unit.rows)
    else this.tellSecond(unit, failed(unit, CANCELLED))
  }

  /** What has to be sent for rows that are partly done. */
  again(kinds: readonly Leftover[]): readonly Unit[] {
    const { action, note } = this.#about
    const units = leftoverUnits(action, note, this.#ledger.rows()).filter(({ left }) => kinds.includes(left))
    for (const { unit } of units)
      for (const { sid } of unit.rows) this.#ledger.change(sid, { outcome: 'sending' })
    return this.#own(units.map(({ left, unit }) => [left, unit]))
  }

  #own(units: readonly (readonly [Leftover, Unit])[]): readonly Unit[] {
    for (const [left, unit] of units) this.#units.set(unit, left)
    return units.map(([, unit]) => unit)
  }

  #leaveNote(rows: Unit['rows']): void {
    for (const { sid } of rows) {
      const row = this.#ledger.row(sid)
      const result = { sid, after: row?.statusAfter ?? null, requestId: row?.requestId ?? null }
      this.#records.tell({ ...result, outcome: 'partial', problem: NOT_YET_NOTED, left: 'note' }, 'partial')
    }
  }
}
