/** Which keys are due when: a binary heap in which an older date of the same key no longer counts. */
export class Agenda {
  private readonly due = new Map<string, number>()
  private readonly heap: { readonly key: string; readonly at: number }[] = []

  get size(): number {
    return this.due.size
  }

  /** Sets (or with null removes) the one date of `key`. */
  set(key: string, at: number | null): void {
    if (at === null) {
      this.due.delete(key)
      return
    }
    if (this.due.get(key) === at) return
    this.due.set(key, at)
    this.push({ key, at })
  }

  /** The earliest date, or null when nothing is planned. */
  next(): number | null {
    this.skipOutdated()
    return this.heap[0]?.at ?? null
  }

  /** Takes out every key that is due at `now`, at most `limit`. */
  take(now: number, limit: number): string[] {
    const keys: string[] = []
    while (keys.length < limit) {
      this.skipOutdated()
      const first = this.heap[0]
      if (first === undefined || first.at > now) break
      this.pop()
      this.due.delete(first.key)
      keys.push(first.key)
    }
    return keys
  }

  private skipOutdated(): void {
    for (
      let first = this.heap[0];
      first !== undefined && this.due.get(first.key) !== first.at;
      first = this.heap[0]
    )
      this.pop()
  }

  private push(entry: { readonly key: string; readonly at: number }): void {
    let place = this.heap.push(entry) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = this.heap[parent]
      if (above === undefined || above.at <= entry.at) break
      this.heap[place] = above
      this.heap[parent] = entry
      place = parent
    }
  }

  private pop(): void {
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return
    let place = 0
    for (;;) {
      const left = this.heap[2 * place + 1]
      if (left === undefined) break
      const right = this.heap[2 * place + 2]
      const child = right !== undefined && right.at < left.at ? 2 * place + 2 : 2 * place + 1
      const smaller = this.heap[child]
      if (smaller === undefined || smaller.at >= last.at) break
      this.heap[place] = smaller
      place = child
    }
    this.heap[place] = last
  }
}
