import { type BoardRow, type WorkerCapacity, isLive } from '../../../preload/contract/board'
import type { RuleSettings } from '../../../preload/contract/diagnosis'
import type { ReasonId } from '../../../preload/contract/reasons'
import { thresholdLookup, type ThresholdPlace, type Thresholds } from '../../../preload/contract/thresholds'
import type { Diagnose, Diagnosis, DiagnosisContext, Evidence } from '../../diagnosis/api'
import type { BoardChange } from '../api'
import { Agenda } from './agenda'
import type { ReservationState } from './facts'
import type { BoardIndex } from './index'
import { joinRow, sameRow } from './row'

/** Capacity of a worker on one channel that says what it holds: what the rules look at. */
export interface Capacity {
  readonly assigned: number
  readonly configured: number
  readonly at: number
}

/** The supervisor's rule settings in the form in which rows ask for them. */
export interface RulesInForce {
  readonly thresholdsOf: (place: ThresholdPlace) => Thresholds
  readonly disabled: ReadonlySet<ReasonId>
}

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

const NONE: ReadonlySet<ReservationState> = new Set()

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
  /** Joined rows by worker: what the rules look at, without a worker's whole past. */
  private readonly byWorker = new Map<string, Set<ReservationState>>()
  /** Neighbours collected during one slice: those of a worker are the same for each of the worker's rows. */
  private readonly near = new Map<ReadonlySet<ReservationState>, readonly BoardRow[]>()
  private readonly agenda = new Agenda()
  private readonly capacities = new Map<string, Capacity>()
  /** All channels of a worker as last read. */
  private readonly channels = new Map<string, readonly WorkerCapacity[]>()
  readonly counts = new Map<string, number>()
  stuck = 0
  watch = 0

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

  private setCapacity(workerSid: string, channel: string, capacity: Capacity): void {
    const key = `${workerSid} ${channel}`
    const before = this.capacities.get(key)
    this.capacities.set(key, capacity)
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
      for (const other of this.neighbours(reservation)) affected.add(other)
    }
    this.forgetNear()
    for (const reservation of affected) this.settle(reservation, now, upserts, removed)
    this.forgetNear()
    return { upserts: [...upserts.values()], removed }
  }

  /** What the rules say about a row, with the evidence that rows themselves do not carry. */
  evidence(sid: string, now: number): readonly Evidence[] {
    const row = this.joined.get(sid)
    if (row === undefined) return []
    this.forgetNear()
    return this.rules.diagnose(row, this.context(row, now)).found?.evidence ?? []
  }

  /** To be called before contexts are asked for outside `update`: rows may have changed since. */
  forgetNear(): void {
    this.near.clear()
  }

  private rowsNear(reservations: ReadonlySet<ReservationState>): readonly BoardRow[] {
    const known = this.near.get(reservations)
    if (known !== undefined) return known
    const rows = this.rowsOf(reservations)
    this.near.set(reservations, rows)
    return rows
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
      this.neighbours(reservation).delete(reservation)
      return true
    }
    const row = joinRow(this.index, reservation)
    this.joined.set(sid, before === undefined ? row : withDiagnosisOf(row, before))
    this.neighbours(reservation).add(reservation)
    return true
  }

  private neighbours({ workerSid }: ReservationState): Set<ReservationState> {
    if (workerSid === null) return new Set()
    const known = this.byWorker.get(workerSid)
    if (known !== undefined) return known
    const fresh = new Set<ReservationState>()
    this.byWorker.set(workerSid, fresh)
    return fresh
  }

  private settle(
    reservation: ReservationState,
    now: number,
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
    const look = this.rules.diagnose(joined, this.context(joined, now))
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
    if (row.reasonLevel === 'stuck') this.stuck += by
    if (row.reasonLevel === 'watch') this.watch += by
  }

  /** What the rules may look at besides a row. @param inForce other rules than those of the board, to find out what they would say */
  context(row: BoardRow, now: number, inForce: RulesInForce = this.rules.inForce): DiagnosisContext {
    const { rejectionLimit } = this.rules
    const workflow = row.workflowSid === null ? undefined : this.index.workflows.get(row.workflowSid)
    return {
      now,
      thresholds: inForce.thresholdsOf(row),
      disabled: inForce.disabled,
      rejectionLimit,
      ofTask: this.rowsNear(this.index.ofTask(row.taskSid)),
      ofWorker: this.rowsNear(
        (row.workerSid === null ? undefined : this.byWorker.get(row.workerSid)) ?? NONE,
      ),
      reservationTimeoutSeconds: workflow?.reservationTimeoutSeconds ?? null,
      capacity: this.capacities.get(`${row.workerSid ?? ''} ${row.channel ?? ''}`) ?? null,
    }
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
