import type { BoardRow } from '../../../preload/contract/board'
import type { ReservationState } from './facts'

const NONE: ReadonlySet<ReservationState> = new Set()

/**
 * Joined rows by worker: what the rules look at around a row, without a worker's whole past. Rows collected for one
 * worker or task are the same for each of its rows, so they are kept until `forget`.
 */
export class Neighbours {
  private readonly byWorker = new Map<string, Set<ReservationState>>()
  private readonly collected = new Map<ReadonlySet<ReservationState>, readonly BoardRow[]>()

  constructor(private readonly joined: ReadonlyMap<string, BoardRow>) {}

  add(reservation: ReservationState): void {
    const { workerSid } = reservation
    if (workerSid === null) return
    const known = this.byWorker.get(workerSid)
    if (known === undefined) this.byWorker.set(workerSid, new Set([reservation]))
    else known.add(reservation)
  }

  remove(reservation: ReservationState): void {
    if (reservation.workerSid !== null) this.byWorker.get(reservation.workerSid)?.delete(reservation)
  }

  ofWorker(workerSid: string | null): ReadonlySet<ReservationState> {
    return (workerSid === null ? undefined : this.byWorker.get(workerSid)) ?? NONE
  }

  /** The rows of these reservations, as of the last `forget`. */
  rowsOf(reservations: ReadonlySet<ReservationState>): readonly BoardRow[] {
    const known = this.collected.get(reservations)
    if (known !== undefined) return known
    const rows: BoardRow[] = []
    for (const { sid } of reservations) {
      const row = this.joined.get(sid)
      if (row !== undefined) rows.push(row)
    }
    this.collected.set(reservations, rows)
    return rows
  }

  /** Rows may have changed since they were collected. */
  forget(): void {
    this.collected.clear()
  }
}
