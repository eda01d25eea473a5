import { isLive, type BoardRow } from '../../preload/contract/board'
import type { SavedView } from '../../preload/contract/settings'
import { BUILT_IN_FILTERS, BUILT_IN_VIEWS, type BuiltInView } from '../../preload/contract/view-filters'
import { compileFilter, dependsOnTime, parseFilter, type BoardFilter, type Matches } from './filter'
import type { MirrorChange } from './mirror'
import { OLDEST_FIRST, parseSort, type SortTerm } from './sort'

export { BUILT_IN_VIEWS, type BuiltInView }

/** A named filter and sort. Own views carry the name that the supervisor gave; built-in ones are named by the language. */
export interface BoardView {
  readonly id: string
  readonly name: string | null
  /** One of `VIEW_ICONS`; null = a built-in view, or none chosen. */
  readonly icon: string | null
  readonly filter: BoardFilter
  readonly sort: readonly SortTerm[]
}

const WORST_FIRST: readonly SortTerm[] = [{ key: 'reason', descending: true }, ...OLDEST_FIRST]

/** Views that are not simply oldest first. */
const SORTS: Readonly<Partial<Record<BuiltInView, readonly SortTerm[]>>> = {
  stuck: WORST_FIRST,
  ended: [{ key: 'age', descending: false }],
}

const BUILT_IN: readonly BoardView[] = BUILT_IN_VIEWS.map((id) => ({
  id,
  name: null,
  icon: null,
  filter: BUILT_IN_FILTERS[id],
  sort: SORTS[id] ?? OLDEST_FIRST,
}))

/** Built-in views followed by the supervisor's own. */
export function viewsWith(saved: readonly SavedView[]): readonly BoardView[] {
  return [
    ...BUILT_IN,
    ...saved.map(({ id, name, icon, filter, sort }) => ({
      id,
      name,
      icon: icon ?? null,
      filter: parseFilter(filter),
      sort: orDefault(parseSort(sort)),
    })),
  ]
}

const orDefault = (terms: readonly SortTerm[]): readonly SortTerm[] =>
  terms.length > 0 ? terms : OLDEST_FIRST

/**
 * How many rows each view would show. Follows the mirror change by change: the cost is the number of changed rows, not
 * the size of the board.
 */
export class ViewCounts {
  readonly #rows: ReadonlyMap<string, BoardRow>
  #tests: readonly { readonly id: string; readonly matches: Matches; readonly byAge: boolean }[] = []
  /** Bit n of a row's mask: it counts in view n. */
  #masks = new Map<string, number>()
  #counts: number[] = []

  constructor(rows: ReadonlyMap<string, BoardRow>) {
    this.#rows = rows
  }

  /** Views beyond the 31st are not counted: a mask is one small integer per row. */
  configure(views: readonly BoardView[], now: () => number): void {
    this.#tests = views.slice(0, 31).map(({ id, filter }) => ({
      id,
      matches: compileFilter(filter, now),
      byAge: dependsOnTime(filter),
    }))
    this.rebuild()
  }

  apply(change: MirrorChange): void {
    if (change.reset) {
      this.rebuild()
      return
    }
    for (const sid of change.changed) this.#count(sid)
  }

  /** Time has passed: counts again in the views on ages, if there are any. Returns whether a count is another one. */
  recheck(): boolean {
    let changed = false
    this.#tests.forEach(({ matches, byAge }, bit) => {
      if (!byAge) return
      for (const [sid, row] of this.#rows) {
        const mask = this.#masks.get(sid) ?? 0
        const counted = ((mask >>> bit) & 1) === 1
        if (matches(row) === counted) continue
        changed = true
        this.#masks.set(sid, mask ^ (1 << bit))
        this.#counts[bit] = (this.#counts[bit] ?? 0) + (counted ? -1 : 1)
      }
    })
    return changed
  }

  rebuild(): void {
    this.#masks = new Map()
    this.#counts = this.#tests.map(() => 0)
    for (const sid of this.#rows.keys()) this.#count(sid)
  }

  of(viewId: string): number | null {
    const index = this.#tests.findIndex(({ id }) => id === viewId)
    return this.#counts[index] ?? null
  }

  #count(sid: string): void {
    const row = this.#rows.get(sid)
    const before = this.#masks.get(sid) ?? 0
    let after = 0
    if (row !== undefined) {
      this.#tests.forEach(({ matches }, bit) => {
        if (matches(row)) after |= 1 << bit
      })
    }
    if (row === undefined) this.#masks.delete(sid)
    else this.#masks.set(sid, after)
    for (let bit = 0, differing = before ^ after; differing !== 0; bit += 1, differing >>>= 1) {
      if ((differing & 1) === 0) continue
      this.#counts[bit] = (this.#counts[bit] ?? 0) + ((after >>> bit) & 1 ? 1 : -1)
    }
  }
}

/** A row that holds a worker now: what bulk actions are about. */
export const isLiveRow = (row: BoardRow): boolean => row.endedAt === null && isLive(row.status)
