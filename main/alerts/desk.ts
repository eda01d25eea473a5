import { NO_ALERTS, type AlertEntry, type AlertsState } from '../../preload/contract/alerts'
import type { Settings } from '../../preload/contract/settings'
import { filterOfView } from '../../preload/contract/view-filters'
import type { Board } from '../board/api'
import type { BoardClock } from '../board/options'
import { AlertBook } from './book'
import { Notices, quietForMs } from './notices'
import type { AlertStore } from './store'

export interface AlertDeskOptions {
  readonly clock: BoardClock
  readonly settings: () => Settings
  readonly newId: () => string
  /** Minutes after local midnight. */
  readonly localMinutes: () => number
  readonly store: Pick<AlertStore, 'load' | 'save'>
  readonly notify: (entries: readonly AlertEntry[]) => void
  readonly changed: (state: AlertsState) => void
}

type WatchedBoard = Pick<Board, 'rows' | 'row' | 'onChange' | 'onStatus' | 'status'>

const SOONEST_MS = 250
/** A busy hour changes the inbox more often than a disk has to know. */
const SAVE_AFTER_MS = 1_000

/** Watches the open board for the supervisor's alert rules, whether a window is open or not. It tells; it never acts. */
export class AlertDesk {
  private book: AlertBook | null = null
  private board: WatchedBoard | null = null
  private unlisten: () => void = () => undefined
  private timer: unknown = null
  private told = ''
  /** Whose inbox is kept; null = nobody's, as with a practice workspace, which begins anew each time. */
  private workspaceSid: string | null = null
  private saveTimer: unknown = null
  private restored = false
  private restoring: Promise<void> = Promise.resolve()
  private saving: Promise<void> = Promise.resolve()
  /** Something is not on disk yet. */
  private unkept = false
  private readonly notices: Notices

  constructor(private readonly options: AlertDeskOptions) {
    const { clock, settings, localMinutes } = options
    this.notices = new Notices({
      now: () => clock.now(),
      setTimeout: (run, ms) => clock.setTimeout(run, ms),
      clearTimeout: (timer) => {
        clock.clearTimeout(timer)
      },
      quietForMs: () => quietForMs(settings().quietHours, localMinutes()),
      isOpen: (entry) => this.book?.isOpen(entry) ?? false,
      show: (entries) => {
        if (settings().notifications) options.notify(entries)
      },
    })
  }

  /**
   * Another session, or none: alerts are about one workspace.
   * @param workspaceSid whose inbox is kept on this computer; null = it ends with the session
   */
  follow(board: WatchedBoard | null, workspaceSid: string | null = null): void {
    void this.keepNow()
    this.unlisten()
    this.workspaceSid = workspaceSid
    this.restored = false
    this.unkept = false
    this.notices.close()
    this.board = board
    this.book = null
    this.unlisten = () => undefined
    if (board !== null) {
      const book = new AlertBook({
        rows: () => board.rows(),
        row: (sid) => board.row(sid),
        newId: this.options.newId,
      })
      this.book = book
      if (workspaceSid !== null) this.restoring = this.restore(book, workspaceSid)
      const unlistenRows = board.onChange(({ upserts, removed }) => {
        book.take(upserts, removed, this.now())
        this.look()
      })
      let before = board.status().phase
      const unlistenStatus = board.onStatus(({ phase }) => {
        if (phase === before) return
        before = phase
        this.look()
      })
      this.unlisten = () => {
        unlistenRows()
        unlistenStatus()
      }
    }
    this.settingsChanged()
  }

  settingsChanged(): void {
    const { alertRules, views } = this.options.settings()
    const rules = alertRules.flatMap((rule) => {
      const filter = filterOfView(rule.view, views)
      return filter === null ? [] : [{ rule, filter }]
    })
    this.book?.setRules(rules, this.now())
    this.look()
  }

  state(): AlertsState {
    return this.book?.state() ?? NO_ALERTS
  }

  markRead(id: string | null): AlertsState {
    this.book?.markRead(id)
    return this.tell()
  }

  clearEnded(): AlertsState {
    this.book?.clearEnded()
    return this.tell()
  }

  /** @param minutes 0 = no longer */
  snooze(
    target: { readonly ruleId: string } | { readonly sids: readonly string[] },
    minutes: number,
  ): AlertsState {
    const now = this.now()
    const until = now + minutes * 60_000
    if ('ruleId' in target) this.book?.snoozeRule(target.ruleId, until, now)
    else for (const sid of target.sids) this.book?.snoozeRow(sid, until)
    this.look()
    return this.tell()
  }

  /** Resolves when the inbox is on disk, or could not be kept. */
  async close(): Promise<void> {
    await this.restoring
    await this.keepNow()
    this.follow(null)
  }

  private async restore(book: AlertBook, workspaceSid: string): Promise<void> {
    const kept = await this.options.store.load(workspaceSid)
    if (this.book !== book) return
    this.restored = true
    if (kept !== null) book.restore(kept, this.now())
    this.look()
    if (this.unkept) this.keepSoon()
  }

  private keepSoon(): void {
    this.unkept = true
    if (this.saveTimer !== null || this.workspaceSid === null) return
    this.saveTimer = this.options.clock.setTimeout(() => {
      this.saveTimer = null
      this.keep()
    }, SAVE_AFTER_MS)
  }

  private async keepNow(): Promise<void> {
    if (this.saveTimer !== null) this.options.clock.clearTimeout(this.saveTimer)
    this.saveTimer = null
    if (this.unkept) this.keep()
    await this.saving
  }

  /** What was kept before is not overwritten by an inbox that does not know it yet. */
  private keep(): void {
    const { workspaceSid, book, restored } = this
    if (workspaceSid === null || book === null || !restored) return
    this.unkept = false
    const { unread: _counted, ...kept } = book.state()
    this.saving = this.options.store.save(workspaceSid, kept)
  }

  private now(): number {
    return this.options.clock.now() + (this.board?.status().clockOffset ?? 0)
  }

  private look(): void {
    const { clock } = this.options
    if (this.timer !== null) clock.clearTimeout(this.timer)
    this.timer = null
    if (this.book !== null) {
      const now = this.now()
      this.notices.add(this.book.advance(now, this.board?.status().phase === 'live'))
      const next = this.book.next(now)
      if (next !== null)
        this.timer = clock.setTimeout(
          () => {
            this.look()
          },
          Math.max(SOONEST_MS, next - now),
        )
    }
    this.tell()
  }

  /** Tells only what differs: a look at every change of the board mostly finds nothing new. */
  private tell(): AlertsState {
    const state = this.state()
    const text = JSON.stringify(state)
    if (text !== this.told) {
      this.told = text
      this.options.changed(state)
      this.keepSoon()
    }
    return state
  }
}
