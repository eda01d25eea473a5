interface Timer {
  readonly at: number
  readonly seq: number
  readonly run: () => void
}

function earlier(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}

/**
 * The workspace's own time in ms since 1970, with everything that is due later. It moves only when told to, so a test can
 * live through a day in a moment; timers due at the same instant run in the order they were set.
 */
export class VirtualClock {
  private readonly heap: Timer[] = []
  private nextSeq = 0
  private time: number

  constructor(startMs: number) {
    this.time = startMs
  }

  get now(): number {
    return this.time
  }

  /** When the next timer is due, if any. */
  get nextDue(): number | undefined {
    return this.heap[0]?.at
  }

  /** Runs `run` once at `atMs` (at the next advance when that is past). There is no cancel: `run` checks what still holds. */
  schedule(atMs: number, run: () => void): void {
    const timer: Timer = { at: atMs, seq: this.nextSeq++, run }
    this.heap.push(timer)
    this.siftUp(this.heap.length - 1)
  }

  /** Moves time forward to `targetMs`, running what falls due on the way at its own moment. */
  advanceTo(targetMs: number): void {
    for (let top = this.heap[0]; top !== undefined && top.at <= targetMs; top = this.heap[0]) {
      this.removeTop()
      if (top.at > this.time) this.time = top.at
      top.run()
    }
    if (targetMs > this.time) this.time = targetMs
  }

  /**
   * Runs `work` as if it were `pastMs`, then returns to the present: how a stage gives a situation its past. Timers that
   * `work` sets for a moment already gone run at the next advance.
   */
  asOf<T>(pastMs: number, work: () => T): T {
    const present = this.time
    this.time = Math.min(pastMs, present)
    try {
      return work()
    } finally {
      this.time = present
    }
  }

  private removeTop(): void {
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return
    this.heap[0] = last
    this.siftDown()
  }

  private siftUp(start: number): void {
    let index = start
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.swapIfEarlier(index, parent)) return
      index = parent
    }
  }

  private siftDown(): void {
    let index = 0
    for (;;) {
      const left = index * 2 + 1
      const right = left + 1
      const leftTimer = this.heap[left]
      if (leftTimer === undefined) return
      const rightTimer = this.heap[right]
      const child = rightTimer !== undefined && earlier(rightTimer, leftTimer) ? right : left
      if (!this.swapIfEarlier(child, index)) return
      index = child
    }
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    const childTimer = this.heap[child]
    const parentTimer = this.heap[parent]
    if (childTimer === undefined || parentTimer === undefined || !earlier(childTimer, parentTimer))
      return false
    this.heap[child] = parentTimer
    this.heap[parent] = childTimer
    return true
  }
}
