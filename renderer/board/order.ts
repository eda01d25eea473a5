import type { BoardRow } from '../../preload/contract/board'
import type { Matches } from './filter'
import type { MirrorChange } from './mirror'
import { bySid, type Compare } from './sort'

export interface OrderRules {
  readonly matches: Matches
  readonly compare: Compare
  /** A number for each row that agrees with `compare` wherever two numbers differ: what a whole board is sorted by. */
  readonly rank: (rows: readonly BoardRow[]) => Float64Array
}

export interface OrderOptions {
  /** How long a row that no longer matches stays visible as "leaving", ms; 0 = not at all. */
  readonly lingerMs: number
  readonly now: () => number
  /** Whether a changed row still stands in the same group: while the order is held it must not go to another one. */
  readonly sameGroup?: (before: BoardRow, row: BoardRow) => boolean
}

/**
 * Which rows are shown, in which order. Rows live in numbered slots and the order is an array of slot numbers, so that
 * replacing a row costs nothing and re-ordering moves integers. Only rows whose sorted or filtered values changed move.
 *
 * While held, rows are updated where they stand and nothing moves, appears or vanishes; `waiting` counts what would.
 */
export class RowOrder {
  readonly #rows: ReadonlyMap<string, BoardRow>
  readonly #options: OrderOptions
  #rules: OrderRules
  #slotOf = new Map<string, number>()
  #slots: BoardRow[] = []
  #free: number[] = []
  #order = new Uint32Array(0)
  #length = 0
  #leaving = new Map<number, number>()
  /** What a leaving or held row is sorted and grouped by: the row as it was, so that it stays where it stood. */
  #anchors = new Map<number, BoardRow>()
  #waiting = new Set<string>()
  #held = false
  #positions: Int32Array | null = null

  constructor(rows: ReadonlyMap<string, BoardRow>, rules: OrderRules, options: OrderOptions) {
    this.#rows = rows
    this.#rules = rules
    this.#options = options
    this.rebuild()
  }

  /** Number of rows in the order, leaving ones included. */
  get length(): number {
    return this.#length
  }

  /** Changes held back. */
  get waiting(): number {
    return this.#waiting.size
  }

  get held(): boolean {
    return this.#held
  }

  /** True when rows are fading out and `sweep` has something to do later. */
  get hasLeaving(): boolean {
    return this.#leaving.size > 0
  }

  at(position: number): BoardRow | undefined {
    const slot = position < this.#length ? this.#order[position] : undefined
    return slot === undefined ? undefined : this.#slots[slot]
  }

  /** The row by which a position was given: a leaving or held one as it was, so that it stays where it stood. */
  placedBy(position: number): BoardRow | undefined {
    const slot = position < this.#length ? this.#order[position] : undefined
    return slot === undefined ? undefined : (this.#anchors.get(slot) ?? this.#slots[slot])
  }

  /** Position of a row in the order, or -1. */
  positionOf(sid: string): number {
    const slot = this.#slotOf.get(sid)
    if (slot === undefined) return -1
    if (this.#positions === null) {
      this.#positions = new Int32Array(this.#slots.length).fill(-1)
      for (let position = 0; position < this.#length; position += 1) {
        this.#positions[this.#order[position] ?? 0] = position
      }
    }
    return this.#positions[slot] ?? -1
  }

  isLeaving(sid: string): boolean {
    const slot = this.#slotOf.get(sid)
    return slot !== undefined && this.#leaving.has(slot)
  }

  /** SIDs of the rows that match, in order: what "select all" selects. */
  matching(): string[] {
    const sids: string[] = []
    for (let position = 0; position < this.#length; position += 1) {
      const row = this.at(position)
      if (row !== undefined && this.#rows.has(row.sid) && this.#rules.matches(row)) sids.push(row.sid)
    }
    return sids
  }

  /** Other filter or sort. Shown at once, even when held: the supervisor asked for it. */
  configure(rules: OrderRules): void {
    this.#rules = rules
    this.rebuild()
  }

  /** Freezes the order, or lets it follow again and applies what has waited. */
  hold(on: boolean): void {
    if (this.#held === on) return
    this.#held = on
    if (!on) this.#applyWaiting()
  }

  /** Applies what has waited and goes on holding. */
  catchUp(): void {
    this.#applyWaiting()
  }

  /** Takes a change of the mirror in. Returns whether anything moved, appeared or vanished. */
  apply(change: MirrorChange): boolean {
    if (change.reset) {
      this.rebuild()
      return true
    }
    const moved: number[] = []
    const inserted: number[] = []
    for (const sid of change.changed) this.#settle(sid, moved, inserted)
    return this.#move(moved, inserted)
  }

  /** Removes rows that have faded out. Returns whether any has. */
  sweep(): boolean {
    const now = this.#options.now()
    const over: number[] = []
    for (const [slot, until] of this.#leaving) if (until <= now) over.push(slot)
    if (over.length === 0 || this.#held) return false
    for (const slot of over) this.#drop(slot)
    return this.#move(over, [])
  }

  /** Filters and sorts everything again. */
  rebuild(): void {
    this.#slotOf = new Map()
    this.#slots = []
    this.#free = []
    this.#leaving = new Map()
    this.#anchors = new Map()
    this.#waiting = new Set()
    this.#positions = null
    const { matches } = this.#rules
    for (const row of this.#rows.values()) {
      if (!matches(row)) continue
      const slot = this.#slots.push(row) - 1
      this.#slotOf.set(row.sid, slot)
    }
    this.#length = this.#slots.length
    const ranks = this.#rules.rank(this.#slots)
    this.#order = Uint32Array.from(this.#slots, (_, slot) => slot).sort((a, b) => {
      const rankA = ranks[a] ?? 0
      const rankB = ranks[b] ?? 0
      return rankA === rankB ? this.#compareSlots(a, b) : rankA - rankB
    })
  }

  /**
   * Time has passed, and nothing else: rows that match by now come in, rows that match no more go. Returns whether anything
   * moved or fades.
   */
  recheck(): boolean {
    const moved: number[] = []
    const inserted: number[] = []
    let changed = false
    for (const [sid, row] of this.#rows) {
      const slot = this.#slotOf.get(sid)
      const shown = slot !== undefined && !this.#leaving.has(slot)
      if (this.#rules.matches(row) === shown) continue
      changed = true
      this.#settle(sid, moved, inserted)
    }
    return this.#move(moved, inserted) || changed
  }

  #applyWaiting(): void {
    const changed = this.#waiting
    this.#waiting = new Set()
    const moved: number[] = []
    const inserted: number[] = []
    for (const sid of changed) this.#settle(sid, moved, inserted, true)
    this.#move(moved, inserted)
  }

  /** Decides what a changed row means for the order. `force` moves it although the order is held. */
  #settle(sid: string, moved: number[], inserted: number[], force = false): void {
    const row = this.#rows.get(sid)
    const slot = this.#slotOf.get(sid)
    const matches = row !== undefined && this.#rules.matches(row)
    const hold = this.#held && !force
    if (slot === undefined) {
      if (!matches) this.#waiting.delete(sid)
      else if (hold) this.#waiting.add(sid)
      else inserted.push(this.#take(row))
      return
    }
    const before = this.#slots[slot]
    if (row !== undefined) this.#slots[slot] = row
    if (matches && before !== undefined) {
      const inPlace = !this.#waiting.has(sid) && !force && this.#rules.compare(before, row) === 0
      const regrouped = hold && this.#options.sameGroup?.(before, row) === false
      if (inPlace && !regrouped && !this.#leaving.has(slot)) return
      if (hold) {
        this.#holdBack(sid, slot, before)
        return
      }
      this.#stay(slot)
      moved.push(slot)
      inserted.push(slot)
      return
    }
    if (hold) this.#holdBack(sid, slot, before)
    else if (this.#options.lingerMs > 0 && !force) {
      if (this.#leaving.has(slot)) return
      this.#leaving.set(slot, this.#options.now() + this.#options.lingerMs)
      if (before !== undefined) this.#anchors.set(slot, before)
    } else {
      this.#drop(slot)
      moved.push(slot)
    }
  }

  #holdBack(sid: string, slot: number, before: BoardRow | undefined): void {
    this.#waiting.add(sid)
    if (before !== undefined && !this.#anchors.has(slot)) this.#anchors.set(slot, before)
  }

  #take(row: BoardRow): number {
    const slot = this.#free.pop() ?? this.#slots.length
    this.#slots[slot] = row
    this.#slotOf.set(row.sid, slot)
    return slot
  }

  #drop(slot: number): void {
    const row = this.#slots[slot]
    if (row !== undefined) this.#slotOf.delete(row.sid)
    this.#stay(slot)
  }

  #stay(slot: number): void {
    this.#leaving.delete(slot)
    this.#anchors.delete(slot)
  }

  /**
   * Takes `moved` out of the order and puts `inserted` in. Rows that stay are copied in blocks and never compared: at
   * 100,000 rows a burst of 50 changes costs some thousand comparisons, not one for every row.
   */
  #move(moved: readonly number[], inserted: number[]): boolean {
    if (moved.length === 0 && inserted.length === 0) return false
    inserted.sort(this.#compareSlots)
    const staying = this.#without(moved)
    const next = new Uint32Array(staying.length + inserted.length)
    let from = 0
    let length = 0
    for (const slot of inserted) {
      const to = this.#placeIn(staying, slot, from)
      next.set(staying.subarray(from, to), length)
      length += to - from
      next[length++] = slot
      from = to
    }
    next.set(staying.subarray(from), length)
    this.#order = next
    this.#length = next.length
    this.#positions = null
    const kept = new Set(inserted)
    for (const slot of moved) if (!kept.has(slot)) this.#free.push(slot)
    return true
  }

  /** The order without some of its slots. */
  #without(slots: readonly number[]): Uint32Array {
    const order = this.#order.subarray(0, this.#length)
    if (slots.length === 0) return order
    const out = new Uint8Array(this.#slots.length)
    for (const slot of slots) out[slot] = 1
    // A loop and not `filter`, which took a third of the window's time: it calls a function for every row.
    const staying = new Uint32Array(order.length)
    let length = 0
    for (const slot of order) if (out[slot] === 0) staying[length++] = slot
    return staying.subarray(0, length)
  }

  /** Position in `order`, at or after `from`, before which a slot belongs. */
  #placeIn(order: Uint32Array, slot: number, from: number): number {
    let low = from
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compareSlots(slot, order[middle] ?? 0) < 0) high = middle
      else low = middle + 1
    }
    return low
  }

  readonly #compareSlots = (a: number, b: number): number => {
    const rowA = this.#anchors.get(a) ?? this.#slots[a]
    const rowB = this.#anchors.get(b) ?? this.#slots[b]
    if (rowA === undefined || rowB === undefined) return 0
    return this.#rules.compare(rowA, rowB) || bySid(rowA, rowB)
  }
}
