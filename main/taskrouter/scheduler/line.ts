/** A first-in-first-out line from which anyone may leave; constant time however long it is. */
export class Line<T> {
  #entries: (T | null)[] = []
  #head = 0
  #length = 0
  readonly #places = new Map<T, number>()

  get length(): number {
    return this.#length
  }

  push(entry: T): void {
    this.#places.set(entry, this.#entries.length)
    this.#entries.push(entry)
    this.#length += 1
  }

  /** Whoever comes back (after a 429) stands in front again. */
  pushFront(entry: T): void {
    if (this.#head === 0) {
      // Room in front is made seldom and in bulk; moving everything each time would make many returns expensive.
      const room = 32
      this.#entries = [...Array.from({ length: room }, () => null), ...this.#entries]
      for (const [known, place] of this.#places) this.#places.set(known, place + room)
      this.#head = room
    }
    this.#head -= 1
    this.#entries[this.#head] = entry
    this.#places.set(entry, this.#head)
    this.#length += 1
  }

  peek(): T | null {
    while (this.#head < this.#entries.length) {
      const entry = this.#entries[this.#head] ?? null
      if (entry !== null) return entry
      this.#head += 1
    }
    this.#entries = []
    this.#head = 0
    return null
  }

  /** Takes the entry out, wherever it stands; false when it is not in the line. */
  remove(entry: T): boolean {
    const place = this.#places.get(entry)
    if (place === undefined) return false
    this.#places.delete(entry)
    this.#entries[place] = null
    this.#length -= 1
    if (this.#head > 1_024 && this.#head * 2 > this.#entries.length) this.#compact()
    return true
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const entry of this.#entries) if (entry !== null) yield entry
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#head)
    for (const [known, place] of this.#places) this.#places.set(known, place - this.#head)
    this.#head = 0
  }
}
