/**
 * A list that keeps itself sorted: binary search to find, one memory move to insert. With tens of thousands of rows this
 * beats trees, and walking a page is walking an array.
 */
export class OrderedList<T> {
  private readonly rows: T[] = []

  /** `compare` must order any two different rows one way or the other. */
  constructor(private readonly compare: (a: T, b: T) => number) {}

  get size(): number {
    return this.rows.length
  }

  get all(): readonly T[] {
    return this.rows
  }

  get first(): T | undefined {
    return this.rows[0]
  }

  add(row: T): void {
    const last = this.rows[this.rows.length - 1]
    if (last === undefined || this.compare(last, row) < 0) this.rows.push(row)
    else this.rows.splice(this.indexFrom(row), 0, row)
  }

  /** Puts many rows into an empty list at once. */
  fill(rows: Iterable<T>): void {
    for (const row of rows) this.rows.push(row)
    this.rows.sort(this.compare)
  }

  /** Removes `row`; must be called before anything that changes its place in the order. */
  remove(row: T): boolean {
    const index = this.indexFrom(row)
    if (this.rows[index] !== row) return false
    this.rows.splice(index, 1)
    return true
  }

  has(row: T): boolean {
    return this.rows[this.indexFrom(row)] === row
  }

  /** Index of the first row that does not come before `probe`. */
  indexFrom(probe: T): number {
    return this.search((row) => this.compare(row, probe) >= 0)
  }

  /** Index of the first row for which `reached` holds; `reached` must not turn false again further on. */
  search(reached: (row: T) => boolean): number {
    let low = 0
    let high = this.rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const row = this.rows[middle]
      if (row !== undefined && reached(row)) high = middle
      else low = middle + 1
    }
    return low
  }

  /** Drops the first `count` rows. */
  dropFirst(count: number): void {
    if (count > 0) this.rows.splice(0, count)
  }
}

/** What lists page over: creation time, then order of creation. */
export interface Place {
  readonly createdAt: number
  readonly seq: number
}

export function byPlace(a: Place, b: Place): number {
  return a.createdAt - b.createdAt || a.seq - b.seq
}
