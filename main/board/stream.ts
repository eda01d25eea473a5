import type { BoardPush, BoardRow } from '../../preload/contract/board'
import { PAGE_ROWS, writeRows } from '../../preload/contract/row-pages'
import type { Board, BoardChange } from './api'
import type { BoardClock } from './options'

/** Deltas leave at most this often: several changes of one row within it travel as one. */
const COALESCE_MS = 80

export interface BoardStreamOptions {
  readonly board: Pick<Board, 'rows' | 'onChange'>
  readonly clock: BoardClock
  readonly send: (push: BoardPush) => void
  /** Names the stream; a new one for every connection and every restart of the board. */
  readonly newStreamId: () => string
}

/**
 * The board as one window receives it: a snapshot in pages, then deltas, numbered without a hole. Nothing is sent before the window
 * asked (`subscribe`) nor while it is hidden; what a hidden window missed it gets as one fresh snapshot.
 */
export class BoardStream {
  private stream = ''
  private seq = 0
  private subscribed = false
  private visible = true
  private missed = false
  private closed = false
  /** Pages of the snapshot under way; deltas wait behind them. */
  private pages: BoardRow[][] = []
  private sentPages = 0
  private upserts = new Map<string, BoardRow>()
  private removed = new Set<string>()
  private timer: unknown = null
  private readonly unlisten: () => void

  constructor(private readonly options: BoardStreamOptions) {
    this.unlisten = options.board.onChange((change) => {
      this.take(change)
    })
  }

  /** The window is ready for (another) snapshot: at the start, after a reload, or after a hole in the numbers. */
  subscribe(): void {
    this.subscribed = true
    if (this.visible) this.restart()
    else this.missed = true
  }

  setVisible(visible: boolean): void {
    if (this.visible === visible) return
    this.visible = visible
    if (!visible) {
      this.missed = this.missed || this.pages.length > 0 || this.upserts.size > 0 || this.removed.size > 0
      this.drop()
    } else if (this.subscribed && this.missed) this.restart()
  }

  close(): void {
    this.closed = true
    this.unlisten()
    this.drop()
  }

  private take(change: BoardChange): void {
    if (this.closed || !this.subscribed) return
    if (!this.visible) {
      this.missed = true
      return
    }
    for (const row of change.upserts) {
      this.removed.delete(row.sid)
      this.upserts.set(row.sid, row)
    }
    for (const sid of change.removed) {
      this.upserts.delete(sid)
      this.removed.add(sid)
    }
    this.plan(COALESCE_MS)
  }

  private restart(): void {
    this.drop()
    this.missed = false
    this.stream = this.options.newStreamId()
    this.seq = 0
    this.sentPages = 0
    const rows = this.options.board.rows()
    for (let from = 0; from < rows.length; from += PAGE_ROWS)
      this.pages.push(rows.slice(from, from + PAGE_ROWS))
    if (this.pages.length === 0) this.pages.push([])
    this.plan(0)
  }

  private drop(): void {
    if (this.timer !== null) this.options.clock.clearTimeout(this.timer)
    this.timer = null
    this.pages = []
    this.upserts = new Map()
    this.removed = new Set()
  }

  private plan(ms: number): void {
    this.timer ??= this.options.clock.setTimeout(() => {
      this.timer = null
      this.sendNext()
    }, ms)
  }

  /** One page a turn, so that a large snapshot never holds main for long. */
  private sendNext(): void {
    const page = this.pages.shift()
    if (page !== undefined) {
      this.options.send({
        kind: 'page',
        stream: this.stream,
        seq: this.seq++,
        first: this.sentPages++ === 0,
        last: this.pages.length === 0,
        rows: writeRows(page),
      })
      if (this.pages.length > 0) this.plan(0)
      else if (this.upserts.size > 0 || this.removed.size > 0) this.plan(COALESCE_MS)
      return
    }
    this.sendDelta()
  }

  private sendDelta(): void {
    if (this.upserts.size === 0 && this.removed.size === 0) return
    const upserts = [...this.upserts.values()].slice(0, PAGE_ROWS)
    const removed = [...this.removed].slice(0, PAGE_ROWS)
    for (const row of upserts) this.upserts.delete(row.sid)
    for (const sid of removed) this.removed.delete(sid)
    this.options.send({ kind: 'delta', stream: this.stream, seq: this.seq++, upserts, removed })
    if (this.upserts.size > 0 || this.removed.size > 0) this.plan(COALESCE_MS)
  }
}
