import type { AlertEntry, AlertRule, AlertsState } from '../../preload/contract/alerts'
import type { BoardRow } from '../../preload/contract/board'
import type { BoardFilter } from '../../preload/contract/board-filter'
import { RuleWatch } from './rule-watch'
import { MOST_ENTRIES, type KeptAlerts } from './store'

export interface AlertBookOptions {
  /** Rows now on the board, for rules that change and snoozes that end. */
  readonly rows: () => Iterable<BoardRow>
  readonly row: (sid: string) => BoardRow | undefined
  readonly newId: () => string
}

export interface RuleWithFilter {
  readonly rule: AlertRule
  readonly filter: BoardFilter
}

/** Rules, snoozes and the inbox of one session. Pure but for the ids: every time is handed in, on the server's clock. */
export class AlertBook {
  private watches: readonly RuleWatch[] = []
  private entries: AlertEntry[] = []
  private readonly open = new Map<string, string>()
  private readonly snoozedRules = new Map<string, number>()
  private readonly snoozedRows = new Map<string, number>()

  constructor(private readonly options: AlertBookOptions) {}

  /**
   * Takes in what was kept of an earlier run. An alert that lasted then goes on lasting until the board, read whole, says
   * otherwise; what has begun meanwhile ends it.
   */
  restore(kept: KeptAlerts, now: number): void {
    const mine = new Set(this.entries.map(({ id }) => id))
    const older = kept.entries.filter(({ id }) => !mine.has(id))
    for (const { id, ruleId, endedAt } of older) {
      if (endedAt !== null) continue
      if (this.watches.some(({ rule }) => rule.id === ruleId) && !this.open.has(ruleId))
        this.open.set(ruleId, id)
    }
    const lasts = (entry: AlertEntry) => entry.endedAt !== null || this.isOpen(entry)
    const ended = older.map((entry) => (lasts(entry) ? entry : { ...entry, endedAt: now }))
    this.entries = [...this.entries, ...ended].slice(0, MOST_ENTRIES)
    for (const [ruleId, until] of Object.entries(kept.snoozedRules))
      if (until > now) this.snoozedRules.set(ruleId, until)
    for (const [sid, until] of Object.entries(kept.snoozedRows)) if (until > now) this.snoozeRow(sid, until)
  }

  /** New rules start afresh; what an unchanged rule has found stays open. */
  setRules(rules: readonly RuleWithFilter[], now: number): void {
    const before = new Map(this.watches.map(({ rule, since }) => [JSON.stringify(rule), since]))
    this.watches = rules
      .filter(({ rule }) => rule.enabled)
      .map(({ rule, filter }) => new RuleWatch(rule, filter, before.get(JSON.stringify(rule)) ?? null))
    for (const row of this.options.rows()) this.put(row, now)
    const kept = new Set(this.watches.map(({ rule }) => rule.id))
    for (const ruleId of [...this.open.keys()]) if (!kept.has(ruleId)) this.close(ruleId, now)
  }

  take(upserts: readonly BoardRow[], removed: readonly string[], now: number): void {
    for (const row of upserts) this.put(row, now)
    for (const sid of removed) for (const watch of this.watches) watch.drop(sid)
  }

  /**
   * Looks at every rule; returns what has just begun.
   * @param whole whether the board has been read whole: until then rows that are missing end nothing
   */
  advance(now: number, whole = true): readonly AlertEntry[] {
    this.endSnoozes(now)
    const begun: AlertEntry[] = []
    for (const watch of this.watches) {
      const { rule } = watch
      if (!watch.met(now)) {
        if (whole) this.close(rule.id, now)
      } else if (watch.holds(now) && !this.open.has(rule.id) && !this.snoozedRules.has(rule.id))
        begun.push(this.begin(watch, now))
    }
    return begun
  }

  /** When `advance` can have something new by time alone. */
  next(now: number): number | null {
    const dates = [...this.snoozedRules.values(), ...this.snoozedRows.values()]
    for (const watch of this.watches) {
      const next = watch.next(now)
      if (next !== null) dates.push(next)
    }
    return dates.length === 0 ? null : Math.min(...dates)
  }

  isOpen({ id, ruleId }: AlertEntry): boolean {
    return this.open.get(ruleId) === id
  }

  snoozeRule(ruleId: string, until: number, now: number): void {
    this.snoozedRules.set(ruleId, until)
    this.close(ruleId, now)
  }

  snoozeRow(sid: string, until: number): void {
    this.snoozedRows.set(sid, until)
    for (const watch of this.watches) watch.drop(sid)
  }

  /** @param id null = every entry */
  markRead(id: string | null): void {
    this.entries = this.entries.map((entry) =>
      id === null || entry.id === id ? { ...entry, read: true } : entry,
    )
  }

  /** Removes what is over. */
  clearEnded(): void {
    this.entries = this.entries.filter(({ endedAt }) => endedAt === null)
  }

  state(): AlertsState {
    return {
      entries: this.entries,
      unread: this.entries.filter(({ read }) => !read).length,
      snoozedRules: Object.fromEntries(this.snoozedRules),
      snoozedRows: Object.fromEntries(this.snoozedRows),
    }
  }

  private put(row: BoardRow, now: number): void {
    if (this.snoozedRows.has(row.sid)) return
    for (const watch of this.watches) watch.put(row, now)
  }

  private begin({ rule, count }: RuleWatch, now: number): AlertEntry {
    const { id: ruleId, name, view } = rule
    const entry = { id: this.options.newId(), ruleId, name, view, at: now, count, endedAt: null, read: false }
    this.open.set(ruleId, entry.id)
    this.entries = [entry, ...this.entries].slice(0, MOST_ENTRIES)
    return entry
  }

  private close(ruleId: string, now: number): void {
    const id = this.open.get(ruleId)
    if (id === undefined) return
    this.open.delete(ruleId)
    this.entries = this.entries.map((entry) => (entry.id === id ? { ...entry, endedAt: now } : entry))
  }

  private endSnoozes(now: number): void {
    for (const [ruleId, until] of this.snoozedRules) if (until <= now) this.snoozedRules.delete(ruleId)
    for (const [sid, until] of this.snoozedRows) {
      if (until > now) continue
      this.snoozedRows.delete(sid)
      const row = this.options.row(sid)
      if (row !== undefined) this.put(row, now)
    }
  }
}
