import type { WorkerChannel } from '../../taskrouter/resources'
import { type BoardRow, type WorkerCapacity, isLive } from '../../../preload/contract/board'
import type { RuleSettings } from '../../../preload/contract/diagnosis'
import { thresholdLookup } from '../../../preload/contract/thresholds'
import type { CallFact, Diagnose, Diagnosis, DiagnosisContext, Evidence } from '../../diagnosis/api'
import type { BoardChange } from '../api'
import { Agenda } from './agenda'
import { type Capacity, type RulesInForce, type Surroundings, RowContext } from './context'
import type { ReservationState } from './facts'
import type { BoardIndex } from './index'
import { Neighbours } from './neighbours'
import { joinRow, sameRow } from './row'

export function rulesInForce(settings: RuleSettings): RulesInForce {
  return { thresholdsOf: thresholdLookup(settings), disabled: new Set(settings.disabledReasons) }
}

export interface RowRules {
  readonly diagnose: Diagnose
  inForce: RulesInForce
  rejectionLimit: number
  readonly endedRowsMs: number
  readonly evidenceMs: number
}

/** Rows joined and diagnosed in one turn of the event loop: about 5 ms on a slow machine. */
export const ROWS_PER_SLICE = 120

/**
 * The rows that listeners see, kept up to date from the index: whatever became dirty is joined again, and it and its
 * neighbours (same task, same worker) are diagnosed again; time alone brings a row back only when its rules asked for it.
 */
export class BoardRows {
  /** Live rows, ended ones on show, and ended ones kept as evidence. */
  private readonly joined = new Map<string, BoardRow>()
  private readonly shown = new Map<string, BoardRow>()
  private readonly neighbours = new Neighbours(this.joined)
  private readonly agenda = new Agenda()
  /** By worker, then by channel. */
  private readonly capacities = new Map<string, Map<string, Capacity>>()
  /** All channels of a worker as last read. */
  private readonly channels = new Map<string, readonly WorkerCapacity[]>()
  /** By task, as far as somebody looked. */
  private readonly calls = new Map<string, CallFact>()
  private notes: ReadonlyMap<string, string> = new Map()
  readonly counts = new Map<string, number>()
  stuck = 0
  watch = 0
  /** Stuck rows by their reason; a reason may be left with 0. */
  readonly stuckBy = new Map<string, number>()

  constructor(
    private readonly index: BoardIndex,
    readonly rules: RowRules,
  ) {}

  get size(): number {
    return this.shown.size
  }

  row(sid: string): BoardRow | undefined {
    return this.shown.get(sid)
  }

  all(): BoardRow[] {
    return [...this.shown.values()]
  }

  rowsOf(reservations: ReadonlySet<ReservationState>): BoardRow[] {
    const rows: BoardRow[] = []
    for (const { sid } of reservations) {
      const row = this.joined.get(sid)
      if (row !== undefined) rows.push(row)
    }
    return rows
  }

  shownOf(reservations: ReadonlySet<ReservationState>): BoardRow[] {
    return this.rowsOf(reservations).filter((row) => this.shown.has(row.sid))
  }

  /** Live rows that a rule calls stuck. */
  *stuckRows(): Iterable<BoardRow> {
    if (this.stuck === 0) return
    for (const row of this.shown.values()) if (row.reasonLevel === 'stuck' && row.endedAt === null) yield row
  }

  /** Everything is to be judged anew (thresholds changed). */
  touchAll(): void {
    for (const sid of this.joined.keys()) {
      const reservation = this.index.reservations.get(sid)
      if (reservation !== undefined) this.index.dirty.add(reservation)
    }
  }

  /** What supervisors wrote down, by reservation: the whole of it, or nothing is left of a former one. */
  setNotes(notes: ReadonlyMap<string, string>): void {
    const before = this.notes
    this.notes = notes
    for (const sid of new Set([...before.keys(), ...notes.keys()])) {
      const reservation = this.index.reservations.get(sid)
      if (reservation !== undefined && before.get(sid) !== notes.get(sid)) this.index.dirty.add(reservation)
    }
  }

  capacityOf(workerSid: string): readonly WorkerCapacity[] | null {
    return this.channels.get(workerSid) ?? null
  }

  /** Takes in what was read of a worker's channels. */
  setCapacities(workerSid: string, channels: readonly WorkerCapacity[]): void {
    this.channels.set(workerSid, channels)
    this.index.directoryChanged = true
    for (const { channel, assigned, configured, at } of channels) {
      if (assigned !== null)
        this.setCapacity(workerSid, channel, { assigned, configured: configured ?? 0, at })
    }
  }

  callOf(taskSid: string): CallFact | null {
    return this.calls.get(taskSid) ?? null
  }

  /** Takes in what a look at a task's call found. */
  setCall(taskSid: string, fact: CallFact): void {
    this.calls.set(taskSid, fact)
    if (this.calls.size > 2 * this.index.tasks.size)
      for (const sid of this.calls.keys()) if (!this.index.tasks.has(sid)) this.calls.delete(sid)
    for (const reservation of this.index.ofTask(taskSid)) this.index.dirty.add(reservation)
  }

  forgetCalls(): void {
    const tasks = [...this.calls.keys()]
    this.calls.clear()
    for (const sid of tasks) for (const each of this.index.ofTask(sid)) this.index.dirty.add(each)
  }

  /** Takes in what one channel was set to. Without an earlier reading nothing can be compared, so the audit's is awaited. */
  learnChannel(
    workerSid: string,
    { sid, available, configuredCapacity, assignedTasks }: WorkerChannel,
    at: number,
  ): void {
    const channels = this.channels.get(workerSid)
    if (channels === undefined) return
    this.setCapacities(
      workerSid,
      channels.map((known) =>
        known.sid === sid
          ? {
              ...known,
              available,
              configured: configuredCapacity,
              assigned: assignedTasks ?? known.assigned,
              at,
            }
          : known,
      ),
    )
  }

  private setCapacity(workerSid: string, channel: string, capacity: Capacity): void {
    const ofWorker = this.capacities.get(workerSid) ?? new Map<string, Capacity>()
    const before = ofWorker.get(channel)
    this.capacities.set(workerSid, ofWorker.set(channel, capacity))
    const full = capacity.assigned !== 0 || (before !== undefined && before.assigned !== 0)
    if (full) for (const reservation of this.index.ofWorker(workerSid)) this.index.dirty.add(reservation)
  }

  /** Server time at which time alone will change something, or null. */
  nextLook(): number | null {
    return this.agenda.next()
  }

  /** True when something waits for `update`. */
  pending(now: number): boolean {
    const next = this.agenda.next()
    return this.index.dirty.size > 0 || (next !== null && next <= now)
  }

  /** Takes one slice of what changed or came due; call until `pending` says no. */
  update(now: number): BoardChange {
    const upserts = new Map<string, BoardRow>()
    const removed: string[] = []
    const affected = new Set<ReservationState>()
    this.wakeDue(now)
    for (const reservation of this.index.dirty) {
      if (affected.size >= ROWS_PER_SLICE) break
      this.index.dirty.delete(reservation)
      if (!this.join(reservation, now)) continue
      affected.add(reservation)
      for (const other of this.index.ofTask(reservation.taskSid))
        if (this.joined.has(other.sid)) affected.add(other)
      for (const other of this.neighbours.ofWorker(reservation.workerSid)) affected.add(other)
    }
    const around = this.surroundings()
    for (const reservation of affected) this.settle(reservation, now, around, upserts, removed)
    return { upserts: [...upserts.values()], removed }
  }

  /** What the rules say about a row, with the evidence that rows themselves do not carry. */
  evidence(sid: string, now: number): readonly Evidence[] {
    const row = this.joined.get(sid)
    if (row === undefined) return []
    return this.rules.diagnose(row, new RowContext(row, now, this.surroundings())).found?.evidence ?? []
  }

  /**
   * What the rules may look at besides each row, as the rows are now.
   * @param inForce other rules than those of the board, to find out what they would say
   */
  contexts(now: number, inForce: RulesInForce = this.rules.inForce): (row: BoardRow) => DiagnosisContext {
    const around = this.surroundings(inForce)
    return (row) => new RowContext(row, now, around)
  }

  private surroundings(inForce: RulesInForce = this.rules.inForce): Surroundings {
    this.neighbours.forget()
    return {
      index: this.index,
      neighbours: this.neighbours,
      capacityOn: (workerSid, channel) => this.capacities.get(workerSid)?.get(channel) ?? null,
      callOf: (taskSid) => this.callOf(taskSid),
      rejectionLimit: this.rules.rejectionLimit,
      inForce,
    }
  }

  private wakeDue(now: number): void {
    for (const sid of this.agenda.take(now, ROWS_PER_SLICE)) {
      const reservation = this.index.reservations.get(sid)
      if (reservation !== undefined) this.index.dirty.add(reservation)
    }
  }

  /** False for what is long over and was never on show: nothing depends on it. */
  private join(reservation: ReservationState, now: number): boolean {
    const { sid, endedAt } = reservation
    const before = this.joined.get(sid)
    if (endedAt !== null && now >= endedAt + this.rules.evidenceMs) {
      if (before === undefined) return false
      this.joined.delete(sid)
      this.neighbours.remove(reservation)
      return true
    }
    const row = joinRow(this.index, reservation, this.notes.get(sid) ?? null)
    this.joined.set(sid, before === undefined ? row : withDiagnosisOf(row, before))
    this.neighbours.add(reservation)
    return true
  }

  private settle(
    reservation: ReservationState,
    now: number,
    around: Surroundings,
    upserts: Map<string, BoardRow>,
    removed: string[],
  ): void {
    const { sid, endedAt } = reservation
    const joined = this.joined.get(sid)
    const before = this.shown.get(sid)
    const leavesAt = endedAt === null ? null : endedAt + this.rules.endedRowsMs
    if (joined === undefined || (leavesAt !== null && now >= leavesAt)) {
      if (before !== undefined) this.hide(before, removed)
      this.agenda.set(sid, joined === undefined || endedAt === null ? null : endedAt + this.rules.evidenceMs)
      return
    }
    const look = this.rules.diagnose(joined, new RowContext(joined, now, around))
    this.agenda.set(sid, earliest(look.nextLook, leavesAt, now))
    const row = diagnosed(joined, look.found)
    this.joined.set(sid, row)
    if (before !== undefined && (before === row || sameRow(before, row))) return
    this.count(before, -1)
    this.count(row, 1)
    this.shown.set(sid, row)
    upserts.set(sid, row)
  }

  private hide(row: BoardRow, removed: string[]): void {
    this.shown.delete(row.sid)
    this.count(row, -1)
    removed.push(row.sid)
  }

  private count(row: BoardRow | undefined, by: number): void {
    if (row === undefined) return
    if (isLive(row.status)) this.counts.set(row.status, (this.counts.get(row.status) ?? 0) + by)
    if (row.reasonLevel === 'stuck') {
      this.stuck += by
      if (row.reason !== null) this.stuckBy.set(row.reason, (this.stuckBy.get(row.reason) ?? 0) + by)
    }
    if (row.reasonLevel === 'watch') this.watch += by
  }
}

function diagnosed(row: BoardRow, found: Diagnosis | null): BoardRow {
  const reason = found?.reason ?? null
  const reasonLevel = found?.level ?? null
  const reasonSince = found?.since ?? null
  const advice = found?.advice ?? null
  const same =
    row.reason === reason &&
    row.reasonLevel === reasonLevel &&
    row.reasonSince === reasonSince &&
    row.advice === advice
  return same ? row : { ...row, reason, reasonLevel, reasonSince, advice }
}

function withDiagnosisOf(row: BoardRow, { reason, reasonLevel, reasonSince, advice }: BoardRow): BoardRow {
  return { ...row, reason, reasonLevel, reasonSince, advice }
}

/** A rule that asks for a moment that is already over is asked again a second later, never in a hot loop. */
function earliest(look: number | null, leaves: number | null, now: number): number | null {
  const next = look === null ? null : Math.max(look, now + 1000)
  if (next === null || leaves === null) return next ?? leaves
  return Math.min(next, leaves)
}
