import type { TaskRouterEvent } from '../../taskrouter/resources'
import { FOLDED_NAMES, type FoldNotes, foldEvent } from '../model/fold'
import { type Workbench, byTime, foldSlices } from '../plans/workbench'

/** One request carries so many lines; a window that fills it is narrowed so that a tick stays one request. */
const PAGE = 1000
const CROWDED = 0.8
const QUIET = 0.3
const NARROWEST_MS = 10_000
/** Now and then the look reaches back this many times further, for lines that became readable late. */
const DEEP = 5
const DEEP_EVERY_MS = 30_000

/**
 * Follows the event log: each look asks for everything since a little before the last one, because the log promises neither order nor
 * when a line can be read (reference 5.3). Lines seen before are skipped by SID; the rest is folded in the order of time.
 */
export class Tail {
  /** SIDs of lines folded, with their time, so that the overlap is not folded again. */
  private readonly seen = new Map<string, number>()
  private overlapMs: number
  private deepAt = 0
  private linesPerMs = 0

  /** @param lookedAt server time up to which the log is known. */
  constructor(
    private lookedAt: number,
    private readonly widestOverlapMs: number,
  ) {
    this.overlapMs = widestOverlapMs
  }

  get knownTo(): number {
    return this.lookedAt
  }

  /** One look. Returns how many lines were new. */
  async look(bench: Workbench, notes: FoldNotes): Promise<number> {
    const now = bench.serverNow()
    const reach = this.reach(now)
    const from = this.lookedAt - reach
    const options = { priority: 'tail', signal: bench.signal, dataNames: FOLDED_NAMES } as const
    const fresh: TaskRouterEvent[] = []
    let lines = 0
    for await (const page of bench.api.listEvents({ startAt: from }, options)) {
      bench.signal.throwIfAborted()
      lines += page.items.length
      for (const event of page.items) if (!this.seen.has(event.sid)) fresh.push(event)
    }
    fresh.sort(byTime)
    await foldSlices(bench, fresh, (event) => {
      foldEvent(bench.index, event, notes)
      this.seen.set(event.sid, event.at)
    })
    this.lookedAt = now
    this.adapt(lines, now - from)
    this.prune()
    return fresh.length
  }

  private reach(now: number): number {
    const deep = this.overlapMs * DEEP
    if (now - this.deepAt < DEEP_EVERY_MS || this.linesPerMs * deep > PAGE * CROWDED) return this.overlapMs
    this.deepAt = now
    return deep
  }

  private adapt(lines: number, windowMs: number): void {
    this.linesPerMs = lines / Math.max(1, windowMs)
    const usual = this.linesPerMs * this.overlapMs
    if (usual > PAGE * CROWDED) this.overlapMs = Math.max(NARROWEST_MS, this.overlapMs / 2)
    else if (usual < PAGE * QUIET) this.overlapMs = Math.min(this.widestOverlapMs, this.overlapMs * 2)
  }

  private prune(): void {
    const oldest = this.lookedAt - (DEEP + 1) * this.widestOverlapMs
    for (const [sid, at] of this.seen) if (at < oldest) this.seen.delete(sid)
  }
}
