import type { TaskRouterEvent } from '../../taskrouter/resources'
import { type FoldNotes, foldEvent } from '../model/fold'
import { type Workbench, foldSlices, inParallel } from './workbench'

const PAGE = 1000
/** A slice is planned to fill a page by this share, so that an uneven day seldom needs a second page. */
const FILL = 0.7
const MOST_SLICES = 60
const WIDEST = 8

export interface Slice {
  readonly from: number
  readonly to: number
}

/** Cuts the look-back into stretches of about one page each, newest first, whole seconds, sharing their borders. */
export function cutSlices(from: number, to: number, about: number): Slice[] {
  const count = Math.max(1, Math.min(MOST_SLICES, Math.ceil(about / (PAGE * FILL))))
  const slices: Slice[] = []
  let end = Math.ceil(to / 1000) * 1000
  for (let left = count; left > 0; left--) {
    const start = left === 1 ? from : Math.floor((end - (end - from) / left) / 1000) * 1000
    slices.push({ from: start, to: end })
    end = start
  }
  return slices
}

/**
 * Event-first: folds the log of a look-back. Fetches slices side by side but folds them strictly newest first, so that a row appears
 * with its latest status and older lines only complete it. Made to be run again after a failure: slices done stay done.
 */
export class EventRead {
  private readonly slices: readonly Slice[]
  private readonly fetched = new Map<Slice, readonly TaskRouterEvent[]>()
  private folded = 0
  lines = 0

  constructor(
    readonly from: number,
    readonly to: number,
    about: number,
  ) {
    this.slices = cutSlices(from, to, about)
  }

  async run(bench: Workbench, notes: FoldNotes): Promise<void> {
    const due = this.slices.slice(this.folded).filter((slice) => !this.fetched.has(slice))
    bench.progress(this.folded, this.slices.length)
    let folding = Promise.resolve()
    await inParallel(due, Math.min(WIDEST, bench.width()), bench.signal, async (slice) => {
      this.fetched.set(slice, await this.fetch(bench, slice))
      folding = folding.then(() => this.foldReady(bench, notes))
    })
    await folding
    await this.foldReady(bench, notes)
  }

  private async fetch(bench: Workbench, slice: Slice): Promise<TaskRouterEvent[]> {
    const events: TaskRouterEvent[] = []
    const filter = { startAt: slice.from, endAt: slice.to }
    for await (const page of bench.api.listEvents(filter, { priority: 'read', signal: bench.signal }))
      events.push(...page.items)
    return events.sort((a, b) => b.at - a.at || (a.sid < b.sid ? 1 : -1))
  }

  private async foldReady(bench: Workbench, notes: FoldNotes): Promise<void> {
    for (let slice = this.slices[this.folded]; slice !== undefined; slice = this.slices[this.folded]) {
      const events = this.fetched.get(slice)
      if (events === undefined) return
      this.fetched.delete(slice)
      this.folded += 1
      this.lines += events.length
      await foldSlices(bench, events, (event) => {
        // Workers come from their list, which is newer than anything the look-back says of them.
        if (!event.type.startsWith('worker.')) foldEvent(bench.index, event, notes)
      })
      bench.progress(this.folded, this.slices.length)
    }
  }
}
