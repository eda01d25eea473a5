import type { AlertRule } from '../../preload/contract/alerts'
import { agedFrom, type BoardRow } from '../../preload/contract/board'
import { compileFilter, type BoardFilter, type Matches } from '../../preload/contract/board-filter'
import { Agenda } from '../board/model/agenda'

/** Follows one rule row by row. The cost is the number of changed rows, and of rows that just became old enough. */
export class RuleWatch {
  private readonly matching = new Set<string>()
  private readonly young = new Agenda()
  private readonly matches: Matches

  constructor(
    readonly rule: AlertRule,
    private readonly filter: BoardFilter,
    /** Since when an earlier watch of the same rule found its condition held. */
    private heldSince: number | null = null,
  ) {
    // Age is followed by its due moment instead of asking every row again and again.
    this.matches = compileFilter({ ...filter, olderThan: null }, () => 0)
  }

  get since(): number | null {
    return this.heldSince
  }

  get count(): number {
    return this.matching.size
  }

  put(row: BoardRow, now: number): void {
    this.drop(row.sid)
    if (!this.matches(row) || (this.rule.stuckOnly && row.reasonLevel !== 'stuck')) return
    const { olderThan } = this.filter
    if (olderThan === null) {
      this.matching.add(row.sid)
      return
    }
    const from = agedFrom(row)
    if (from === null) return
    const due = from + olderThan * 1000
    if (due <= now) this.matching.add(row.sid)
    else this.young.set(row.sid, due)
  }

  drop(sid: string): void {
    this.matching.delete(sid)
    this.young.set(sid, null)
  }

  /** Whether the condition holds at `now` (server time), however long it has. */
  met(now: number): boolean {
    for (const sid of this.young.take(now, Number.POSITIVE_INFINITY)) this.matching.add(sid)
    const met = this.matching.size >= this.rule.atLeast
    if (met) this.heldSince ??= now
    else this.heldSince = null
    return met
  }

  /** Whether the condition has held long enough at `now` (server time). */
  holds(now: number): boolean {
    return this.met(now) && this.heldSince !== null && now >= this.heldSince + this.rule.forSeconds * 1000
  }

  /** When time alone can change the answer; null = only rows can. */
  next(now: number): number | null {
    const ripe = this.heldSince === null ? null : this.heldSince + this.rule.forSeconds * 1000
    const due = this.young.next()
    if (ripe === null || ripe <= now) return due
    return due === null ? ripe : Math.min(ripe, due)
  }
}
