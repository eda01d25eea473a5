import type { WorkspaceApi } from '../../taskrouter/api'
import type { Clock } from '../../taskrouter/clock'
import type { UnitRow } from '../plan/units'

/** Folds that end within this time share one look into the event log. */
const GATHER_MS = 400
/** A look into the log costs one request; fewer rows than this are read directly. */
const WORTH_A_LOOK = 4
/** The log is asked a little further back than the fold, because it counts in whole seconds of another clock. */
const LOOK_BACK_MS = 30_000

interface Asked {
  readonly sids: readonly string[]
  readonly since: number
  readonly tell: (rejected: ReadonlySet<string>) => void
}

/**
 * After a worker update with `RejectPendingReservations` every row has to be verified, and one read a row would eat up what the
 * folding saved. The event log names hundreds of rejected reservations in one request; whatever it does not name is
 * left to be read one by one.
 */
export class FoldWitness {
  readonly #api: WorkspaceApi
  readonly #clock: Clock
  readonly #serverNow: () => number
  #asked: Asked[] = []

  constructor(api: WorkspaceApi, clock: Clock, serverNow: () => number) {
    this.#api = api
    this.#clock = clock
    this.#serverNow = serverNow
  }

  /** SIDs among the rows that the log calls rejected. Never rejects: a log that cannot be read names nobody. */
  rejected(rows: readonly UnitRow[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    return new Promise((resolve) => {
      this.#asked.push({
        sids: rows.map(({ sid }) => sid),
        since: this.#serverNow() - LOOK_BACK_MS,
        tell: resolve,
      })
      if (this.#asked.length === 1) this.#clock.schedule(() => void this.#look(signal), GATHER_MS)
    })
  }

  async #look(signal: AbortSignal): Promise<void> {
    const asked = this.#asked
    this.#asked = []
    const wanted = new Set(asked.flatMap(({ sids }) => sids))
    const rejected = new Set<string>()
    if (wanted.size >= WORTH_A_LOOK) {
      const startAt = Math.min(...asked.map(({ since }) => since))
      try {
        const pages = this.#api.listEvents(
          { eventType: 'reservation.rejected', startAt },
          { priority: 'action', signal },
        )
        for await (const { items } of pages) {
          for (const { data, resourceSid } of items) {
            const sid = typeof data['reservation_sid'] === 'string' ? data['reservation_sid'] : resourceSid
            if (sid !== null && wanted.has(sid)) rejected.add(sid)
          }
        }
      } catch {
        // The log may be closed to this key or the network down; each row is then read by itself.
      }
    }
    for (const { tell } of asked) tell(rejected)
  }
}
