import type { BoardRow } from '../../preload/contract/board'
import type { Caught, RuleSettings, RulesPreview, ThresholdCaught } from '../../preload/contract/diagnosis'
import { REASONS, type ReasonId } from '../../preload/contract/reasons'
import {
  closestException,
  exceptionKey,
  TIMED_STATUSES,
  type ThresholdPair,
  type TimedStatus,
} from '../../preload/contract/thresholds'
import type { DiagnosisContext, RulesCounter } from './api'
import { climb, statusSince, steps } from './rule'
import { rulesFor } from './rules'

type Count = { -readonly [Key in keyof Caught]: number }
type ThresholdCount = { -readonly [Key in keyof ThresholdCaught]: number }

const none = (): Count => ({ watch: 0, stuck: 0 })
const noneGoverned = (): ThresholdCount => ({ governed: 0, watch: 0, stuck: 0 })

function eachOf<K extends string, T>(keys: readonly K[], make: () => T): Record<K, T> {
  // Every key of K is in `keys`: both lists are the closed ones of the contract.
  return Object.fromEntries(keys.map((key) => [key, make()])) as Record<K, T>
}

const isTimed = (status: string): status is TimedStatus =>
  (TIMED_STATUSES as readonly string[]).includes(status)

/** Counts, row by row, what rules with given settings would catch. The caller brings the rows in slices of its own. */
class RulesCount implements RulesCounter {
  private readonly exceptions: readonly ThresholdCount[]
  private readonly byKey: ReadonlyMap<
    string,
    { readonly pair: ThresholdPair; readonly count: ThresholdCount }
  >
  private readonly disabled: ReadonlySet<ReasonId>
  private readonly base = eachOf(TIMED_STATUSES, noneGoverned)
  private readonly reasons = eachOf(REASONS, none)
  private readonly named = none()
  private rows = 0

  constructor(private readonly settings: RuleSettings) {
    this.exceptions = settings.thresholdExceptions.map(noneGoverned)
    this.byKey = new Map(
      settings.thresholdExceptions.map((pair, index) => [
        exceptionKey(pair),
        { pair, count: this.exceptions[index] ?? noneGoverned() },
      ]),
    )
    this.disabled = new Set(settings.disabledReasons)
  }

  /** @param context with the thresholds that the settings in question give to the row */
  add(row: BoardRow, context: DiagnosisContext): void {
    this.rows += 1
    this.addAge(row, context.now)
    let level: 'watch' | 'stuck' | null = null
    for (const { reason, look } of rulesFor(row.status)) {
      const { found } = look(row, context)
      if (found === null) continue
      this.reasons[reason][found.level] += 1
      if (!this.disabled.has(reason) && level !== 'stuck') level = found.level
    }
    if (level !== null) this.named[level] += 1
  }

  result(): RulesPreview {
    const { rows, named, base, exceptions, reasons } = this
    return { rows, named, base, exceptions, reasons }
  }

  private addAge(row: BoardRow, now: number): void {
    if (!isTimed(row.status)) return
    const exception = closestException(this.byKey, row.status, row)
    const count = exception?.count ?? this.base[row.status]
    count.governed += 1
    const since = statusSince(row)
    if (since === null) return
    const { level } = climb(since, now, steps(exception?.pair ?? this.settings.thresholds[row.status]))
    if (level !== null) count[level] += 1
  }
}

export const countRules = (settings: RuleSettings): RulesCounter => new RulesCount(settings)
