import type { TaskRouterEvent } from '../../taskrouter/resources'
import { FOLDED_NAMES, type FoldNotes, foldEvent } from '../model/fold'
import { type Workbench, foldSlices, inParallel } from './workbench'

const PAGE = 1000
/** A slice is planned to fill a page by this share, so that an uneven day seldom needs a second page. */
const FILL = 0.8
/** The first slices are cut by an estimate, the others by what the slices before them held. */
const MOST_SLICES = 60
const SHORTEST_MS = 60_000
const WIDEST = 8

export interface Slice {
  readonly from: number
  readonly to: number
}

/**
 * Cuts a look-back into stretches of about one page, newest first: whole seconds, sharing their borders. How dense the log is it
 * learns from the slices that came back.
 */
export class SliceCutter {
  private end: number
  private linesPerMs: number

  constructor(
    private readonly from: number,
    to: number,
    about: number,
  ) {
    this.end = Math.ceil(to / 1000) * 1000
    this.linesPerMs = about / Math.max(1, this.end - from)
  }

  /** The next older slice, or null when the look-back is cut up. */
  next(): Slice | null {
    if (this.end <= this.from) return null
    const longest = (PAGE * FILL) / Math.max(this.linesPerMs, Number.MIN_VALUE)
    const shortest = Math.max(SHORTEST_MS, (this.end - this.from) / MOST_SLICES)
    const start = Math.floor((this.end - Math.max(shortest, longest)) / 1000) * 1000
    const slice = { from: start - this.from < SHORTEST_MS ? this.from : start, to: this.end }
    this.end = slice.from
    return slice
  }

  learn({ from, to }: Slice, lines: number): void {
    // Half old, half new: one odd hour must not decide about the rest of the day.
    this.linesPerMs = (this.linesPerMs + lines / Math.max(1, to - from)) / 2
  }

  /** About how many slices are still to be cut. */
  get left(): number {
    return Math.ceil(((this.end - this.from) * this.linesPerMs) / (PAGE * FILL))
  }
}

/**
 * Event-first: folds the log of a look-back. Fetches slices side by side but folds them strictly newest first, so that a row appears
 * with its latest status and older lines only complete it. Made to be run again after a failure: slices done stay done.
 */
export class EventRead {
  private readonly cutter: SliceCutter
  /** Slices not folded yet, newest first. */
  private readonly open: Slice[] = []
  private readonly fetched = new Map<Slice, readonly TaskRouterEvent[]>()
  private folded = 0
  private running: Promise<void> | null = null
  lines = 0

  constructor(from: number, to: number, about: number) {
    this.cutter = new SliceCutter(from, to, about)
  }

  /** Joins the run that is still under way, where one is: whatever else failed meanwhile, its slices are on their way. */
  run(bench: Workbench, notes: FoldNotes): Promise<void> {
    this.running ??= this.work(bench, notes).finally(() => {
      this.running = null
    })
    return this.running
  }

  private async work(bench: Workbench, notes: FoldNotes): Promise<void> {
    const missed = this.open.filter((slice) => !this.fetched.has(slice))
    this.tell(bench)
    let folding = Promise.resolve()
    const fetchOn = async () => {
      for (let slice = missed.shift() ?? this.cut(); slice !== null; slice = missed.shift() ?? this.cut()) {
        bench.signal.throwIfAborted()
        const events = await this.fetch(bench, slice)
        this.cutter.learn(slice, events.length)
        this.fetched.set(slice, events)
        folding = folding.then(() => this.foldReady(bench, notes))
        // Thrown below, once all fetching has ended; until then nobody listens.
        folding.catch(() => undefined)
      }
    }
    const fetchers = Array.from({ length: Math.min(WIDEST, bench.width()) }, (_, index) => index)
    try {
      await inParallel(fetchers, fetchers.length, bench.signal, fetchOn)
    } finally {
      await folding
    }
  }

  private cut(): Slice | null {
    const slice = this.cutter.next()
    if (slice !== null) this.open.push(slice)
    return slice
  }

  private async fetch(bench: Workbench, slice: Slice): Promise<TaskRouterEvent[]> {
    const events: TaskRouterEvent[] = []
    const filter = { startAt: slice.from, endAt: slice.to }
    const options = { priority: 'read', signal: bench.signal, dataNames: FOLDED_NAMES } as const
    for await (const page of bench.api.listEvents(filter, options)) events.push(...page.items)
    return events.sort((a, b) => b.at - a.at || (a.sid < b.sid ? 1 : -1))
  }

  private async foldReady(bench: Workbench, notes: FoldNotes): Promise<void> {
    for (let slice = this.open[0]; slice !== undefined; slice = this.open[0]) {
      const events = this.fetched.get(slice)
      if (events === undefined) return
      this.open.shift()
      this.fetched.delete(slice)
      this.folded += 1
      this.lines += events.length
      await foldSlices(bench, events, (event) => {
        // Workers come from their list, which is newer than anything the look-back says of them.
        if (!event.type.startsWith('worker.')) foldEvent(bench.index, event, notes)
      })
      this.tell(bench)
    }
  }

  private tell(bench: Workbench): void {
    bench.progress(this.folded, this.folded + this.open.length + this.cutter.left)
  }
}
