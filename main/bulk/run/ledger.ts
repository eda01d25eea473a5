import type { OutcomeKind, RowOutcome } from '../../../preload/contract/bulk'

const NONE: Readonly<Record<OutcomeKind, number>> = {
  waiting: 0,
  sending: 0,
  done: 0,
  partial: 0,
  superseded: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
}

/** Outcomes that nothing will change any more, short of a later verification. */
export const isFinal = (outcome: OutcomeKind): boolean => outcome !== 'waiting' && outcome !== 'sending'

/** The rows of a job and how many are where. Remembers which ones changed since somebody last asked. */
export class Ledger {
  readonly #rows = new Map<string, RowOutcome>()
  readonly #counts: Record<OutcomeKind, number> = { ...NONE }
  readonly #changed = new Set<string>()

  constructor(rows: readonly RowOutcome[]) {
    for (const row of rows) {
      this.#rows.set(row.sid, row)
      this.#counts[row.outcome] += 1
      this.#changed.add(row.sid)
    }
  }

  get total(): number {
    return this.#rows.size
  }

  counts(): Readonly<Record<OutcomeKind, number>> {
    return { ...this.#counts }
  }

  rows(): readonly RowOutcome[] {
    return [...this.#rows.values()]
  }

  row(sid: string): RowOutcome | undefined {
    return this.#rows.get(sid)
  }

  /** Changes a row and returns what it is now; a row that the job does not have is left alone. */
  change(sid: string, patch: Partial<Omit<RowOutcome, 'sid'>>): RowOutcome | null {
    const before = this.#rows.get(sid)
    if (before === undefined) return null
    const after = { ...before, ...patch }
    this.#rows.set(sid, after)
    this.#counts[before.outcome] -= 1
    this.#counts[after.outcome] += 1
    this.#changed.add(sid)
    return after
  }

  takeChanged(): readonly RowOutcome[] {
    const rows = [...this.#changed].flatMap((sid) => this.#rows.get(sid) ?? [])
    this.#changed.clear()
    return rows
  }
}
