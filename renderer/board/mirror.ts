import type { BoardPush, BoardRow } from '../../preload/contract/board'
import { readRows } from '../../preload/contract/row-pages'

/** What changed since the last flush. After a `reset` everything held before is void and `changed` is the whole board. */
export interface MirrorChange {
  readonly reset: boolean
  /** SIDs that were added, replaced or removed; a removed one is no longer in `rows`. */
  readonly changed: ReadonlySet<string>
}

export interface MirrorOptions {
  /** Asks main for a new stream of pages: first call and after every gap. */
  readonly subscribe: () => void
  /** Runs a callback before the next paint; `requestAnimationFrame` in the window. */
  readonly nextFrame: (callback: () => void) => void
  /** This computer's clock, ms. */
  readonly localNow: () => number
}

/** While pages of a snapshot come in, listeners hear of them this often, ms: each time the whole screen is laid out anew. */
const PAGES_SHOWN_EVERY_MS = 250

/**
 * The window's copy of the board. Pushes are taken in at once, listeners hear of them once per frame, so that a burst of
 * deltas costs one re-order and one paint. Rows are immutable objects: a changed row is another object.
 */
export class BoardMirror {
  readonly #options: MirrorOptions
  readonly #rows = new Map<string, BoardRow>()
  readonly #listeners = new Set<(change: MirrorChange) => void>()
  #stream: string | null = null
  #seq = 0
  #complete = false
  /** Set after a gap: everything but the first page of a new stream is dropped. */
  #waitingForSnapshot = true
  /**
   * Rows of a snapshot that replaces a complete board, until its last page is in: what was shown stays, so that neither
   * selection nor order is lost to a gap. Null while pages go straight to the board.
   */
  #staged: Map<string, BoardRow> | null = null
  #changed = new Set<string>()
  #reset = false
  #flushAsked = false
  /** When listeners last heard of the snapshot that is coming in; null = none is. */
  #pagesShownAt: number | null = null

  constructor(options: MirrorOptions) {
    this.#options = options
  }

  get rows(): ReadonlyMap<string, BoardRow> {
    return this.#rows
  }

  /** False until the last page of the snapshot is in. */
  get complete(): boolean {
    return this.#complete
  }

  start(): void {
    this.#waitingForSnapshot = true
    this.#options.subscribe()
  }

  /** Calls `listener` at most once per frame until the returned function is called. */
  onChange(listener: (change: MirrorChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes a push in. Pushes of a stream that has ended are ignored; a hole in the numbers asks for a new snapshot. */
  accept(push: BoardPush): void {
    if (push.kind === 'page' && push.first) {
      this.#begin(push.stream, push.seq)
    } else if (this.#waitingForSnapshot || push.stream !== this.#stream) {
      return
    } else if (push.seq !== this.#seq + 1) {
      this.#waitingForSnapshot = true
      this.#options.subscribe()
      return
    }
    this.#seq = push.seq
    if (push.kind === 'page') {
      for (const row of readRows(push.rows)) this.#put(row)
      if (push.last) this.#finish()
    } else {
      for (const row of push.upserts) this.#put(row)
      for (const sid of push.removed) this.#remove(sid)
    }
    if (this.#isTimeToShow()) this.#askFlush()
  }

  /** Forgets everything: another connection, or none. */
  clear(): void {
    this.#stream = null
    this.#waitingForSnapshot = true
    this.#complete = false
    this.#pagesShownAt = null
    this.#forget()
    this.#askFlush()
  }

  #begin(stream: string, seq: number): void {
    this.#stream = stream
    this.#seq = seq
    this.#waitingForSnapshot = false
    this.#pagesShownAt = this.#options.localNow()
    if (this.#complete) this.#staged = new Map()
    else this.#forget()
  }

  #finish(): void {
    this.#complete = true
    this.#pagesShownAt = null
    const staged = this.#staged
    if (staged === null) return
    this.#staged = null
    for (const sid of this.#rows.keys()) if (!staged.has(sid)) this.#remove(sid)
    for (const row of staged.values()) this.#put(row)
  }

  #forget(): void {
    this.#staged = null
    this.#rows.clear()
    this.#changed = new Set()
    this.#reset = true
  }

  #remove(sid: string): void {
    if (this.#staged !== null) this.#staged.delete(sid)
    else if (this.#rows.delete(sid)) this.#changed.add(sid)
  }

  #put(row: BoardRow): void {
    if (this.#staged !== null) {
      this.#staged.set(row.sid, row)
      return
    }
    this.#rows.set(row.sid, Object.freeze(row))
    this.#changed.add(row.sid)
  }

  #isTimeToShow(): boolean {
    if (this.#pagesShownAt === null) return true
    const now = this.#options.localNow()
    if (now - this.#pagesShownAt < PAGES_SHOWN_EVERY_MS) return false
    this.#pagesShownAt = now
    return true
  }

  #askFlush(): void {
    if (this.#flushAsked) return
    this.#flushAsked = true
    this.#options.nextFrame(() => this.#flush())
  }

  #flush(): void {
    this.#flushAsked = false
    const change: MirrorChange = { reset: this.#reset, changed: this.#changed }
    this.#changed = new Set()
    this.#reset = false
    for (const listener of this.#listeners) listener(change)
  }
}
