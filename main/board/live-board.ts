import type {
  BoardRow,
  BoardStatus,
  Directory,
  QueueBoard,
  ReservationDetail,
  WorkerDetail,
} from '../../preload/contract/board'
import type { RuleSettings, RulesPreview } from '../../preload/contract/diagnosis'
import { unsentError, type TaskRouterError } from '../taskrouter/errors'
import { joinSignals } from '../taskrouter/http/signals'
import type { Reservation, WorkerChannel } from '../taskrouter/resources'
import type { Board, BoardChange, ReasonCount } from './api'
import { readDetail } from './detail'
import { Freshness } from './freshness'
import { toDirectory } from './model/directory'
import { BoardIndex } from './model/index'
import { BoardRows, ROWS_PER_SLICE, rulesInForce } from './model/rows'
import { BoardNews } from './news'
import { type BoardOptions, DEFAULT_PACE, type Pace } from './options'
import { QueueRecord, queueRows, SAMPLE_EVERY_MS } from './queues'
import { Session } from './session'
import { CallCheck } from './tail/calls'
import { readWorkerDetail } from './worker-detail'

/** The live model of one workspace: owns index, rows and news of them, and keeps one session reading while started. */
export class LiveBoard implements Board {
  private readonly pace: Pace
  private readonly index = new BoardIndex()
  private readonly rowBook: BoardRows
  private readonly calls: CallCheck | null
  private readonly freshness: Freshness
  private readonly news: BoardNews
  private session: Session | null = null
  private ended: Promise<void> = Promise.resolve()
  private visible = true
  private sampleTimer: unknown = null
  private readonly record = new QueueRecord()

  constructor(private readonly options: BoardOptions) {
    this.pace = { ...DEFAULT_PACE, ...options.pace }
    this.rowBook = new BoardRows(this.index, {
      diagnose: options.diagnose,
      inForce: rulesInForce(options.rules),
      rejectionLimit: options.rejectionLimit,
      endedRowsMs: this.pace.endedRowsMs,
      evidenceMs: this.pace.evidenceMs,
    })
    const { fetchCall, log } = options
    this.calls = fetchCall === undefined ? null : new CallCheck({ rows: this.rowBook, fetchCall, log })
    this.freshness = new Freshness(() => Math.max(this.pace.staleAfterMs, 3 * this.tickMs()))
    this.news = new BoardNews({
      index: this.index,
      rows: this.rowBook,
      clock: options.clock,
      serverNow: () => this.serverNow(),
      status: () => this.status(),
      onFault: (error) => {
        log('listenerFailed', { message: error instanceof Error ? error.message : 'unknown' })
      },
    })
  }

  start(): void {
    if (this.session !== null) return
    this.freshness.running = true
    this.freshness.complete = false
    const session = new Session({
      options: this.options,
      pace: this.pace,
      index: this.index,
      rows: this.rowBook,
      calls: this.calls,
      freshness: this.freshness,
      serverNow: () => this.serverNow(),
      publish: () => this.news.publish(),
      changed: () => {
        this.news.tellStatus()
      },
    })
    this.session = session
    this.news.start()
    session.setVisible(this.visible)
    this.planSample()
    const before = this.ended
    this.ended = before.then(() => session.run())
  }

  async stop(): Promise<void> {
    const { session } = this
    this.session = null
    this.freshness.running = false
    this.news.stop()
    session?.end()
    if (this.sampleTimer !== null) this.options.clock.clearTimeout(this.sampleTimer)
    this.sampleTimer = null
    await this.ended
    this.news.statuses.emit(this.status())
  }

  row(sid: string): BoardRow | undefined {
    return this.rowBook.row(sid)
  }

  rows(): readonly BoardRow[] {
    return this.rowBook.all()
  }

  stuckReasons(): readonly ReasonCount[] {
    return [...this.rowBook.stuckBy]
      .flatMap(([reason, rows]) => (rows > 0 ? [{ reason, rows }] : []))
      .sort((a, b) => b.rows - a.rows || a.reason.localeCompare(b.reason))
  }

  rowsOfTask(taskSid: string): readonly BoardRow[] {
    return this.rowBook.shownOf(this.index.ofTask(taskSid))
  }

  rowsOfWorker(workerSid: string): readonly BoardRow[] {
    return this.rowBook.shownOf(this.index.ofWorker(workerSid))
  }

  directory(): Directory {
    return toDirectory(this.index, (sid) => this.rowBook.capacityOf(sid))
  }

  trustworthy(): boolean {
    return this.freshness.phase(this.serverNow()) === 'live'
  }

  status(): BoardStatus {
    const now = this.serverNow()
    const budget = this.options.budget()
    const reading = this.session?.reading
    return {
      phase: this.freshness.phase(now),
      rows: this.rowBook.size,
      counts: Object.fromEntries([...this.rowBook.counts].filter(([, count]) => count > 0)),
      stuck: this.rowBook.stuck,
      watch: this.rowBook.watch,
      progress: reading?.progress ?? null,
      plan: reading?.plan ?? null,
      freshAt: this.freshness.freshAt,
      verifiedAt: reading?.verifiedAt ?? null,
      drift: reading?.drift ?? null,
      clockOffset: this.options.clockOffset(),
      problem: this.freshness.problem,
      callCheck: this.calls?.state ?? 'off',
      budget: {
        ratePerSecond: budget.ratePerSecond,
        limit: budget.limit,
        remaining: budget.remaining,
        inFlight: budget.inFlight,
        waiting: Object.values(budget.waiting).reduce((sum, each) => sum + each, 0),
        pausedUntil: budget.pausedUntil,
        sent: budget.sent,
        rateLimited: budget.rateLimited,
      },
    }
  }

  async detail(sid: string, signal?: AbortSignal): Promise<ReservationDetail> {
    const row = this.rowBook.row(sid)
    if (row === undefined || this.session === null) throw notOnBoard(sid)
    const { bench } = this.session
    return untilEither(signal, bench.signal, (either) => readDetail(bench, this.rowBook, row, either))
  }

  async worker(sid: string, signal?: AbortSignal): Promise<WorkerDetail> {
    if (this.session === null) throw notOnBoard(sid)
    const { bench } = this.session
    return untilEither(signal, bench.signal, (either) => readWorkerDetail(bench, this.rowBook, sid, either))
  }

  queues(withHistory: boolean): QueueBoard {
    const now = this.serverNow()
    return {
      queues: queueRows(this.index),
      waitingCheckedAt: this.session?.reading.waitingCheckedAt ?? null,
      history: withHistory ? this.record.history(now) : null,
    }
  }

  refresh(): void {
    this.session?.readAll()
  }

  poke(sids: readonly string[]): void {
    this.session?.poke(sids)
  }

  learn(reservation: Reservation, serverTime: number | null): void {
    this.index.putReservationResource(reservation, serverTime ?? this.serverNow())
    void this.news.publish()
  }

  learnChannel(workerSid: string, channel: WorkerChannel, serverTime: number | null): void {
    this.rowBook.learnChannel(workerSid, channel, serverTime ?? this.serverNow())
    void this.news.publish()
  }

  markInstructed(sid: string, instruction: string): void {
    this.index.instruct(sid, instruction)
    void this.news.publish()
  }

  setNotes(notes: ReadonlyMap<string, string>): void {
    this.rowBook.setNotes(notes)
    void this.news.publish()
  }

  setVisible(visible: boolean): void {
    this.visible = visible
    this.session?.setVisible(visible)
  }

  suspend(): void {
    this.freshness.complete = false
    this.session?.suspend()
    this.news.tellStatus()
  }

  resume(): void {
    this.freshness.complete = false
    this.session?.resume()
    this.news.tellStatus()
  }

  setRules(rules: RuleSettings): void {
    this.rowBook.rules.inForce = rulesInForce(rules)
    this.rowBook.touchAll()
    void this.news.publish()
  }

  setCallCheck(on: boolean): void {
    this.calls?.switch(on)
    void this.news.publish()
  }

  async previewRules(rules: RuleSettings): Promise<RulesPreview> {
    const counter = this.options.countRules(rules)
    const inForce = rulesInForce(rules)
    const rows = this.rowBook.all().filter(({ endedAt }) => endedAt === null)
    for (let from = 0; from < rows.length; from += ROWS_PER_SLICE) {
      const contextOf = this.rowBook.contexts(this.serverNow(), inForce)
      for (const row of rows.slice(from, from + ROWS_PER_SLICE)) counter.add(row, contextOf(row))
      await this.options.clock.breathe()
    }
    return counter.result()
  }

  setRejectionLimit(limit: number): void {
    this.rowBook.rules.rejectionLimit = limit
    this.rowBook.touchAll()
    void this.news.publish()
  }

  onChange(listener: (change: BoardChange) => void): () => void {
    return this.news.changes.add(listener)
  }

  onStatus(listener: (status: BoardStatus) => void): () => void {
    return this.news.statuses.add(listener)
  }

  onDirectory(listener: () => void): () => void {
    return this.news.directories.add(listener)
  }

  /** Goes on while nobody looks: the last hour is told when somebody does. */
  private planSample(): void {
    this.sampleTimer = this.options.clock.setTimeout(() => {
      this.record.sample(this.serverNow(), this.trustworthy() ? queueRows(this.index) : null)
      this.planSample()
    }, SAMPLE_EVERY_MS)
  }

  private serverNow(): number {
    return this.options.clock.now() + this.options.clockOffset()
  }

  private tickMs(): number {
    const usual = this.visible ? this.pace.activeTickMs : this.pace.hiddenTickMs
    return Math.max(usual, this.options.tickFloorMs?.() ?? 0)
  }
}

/** Work that whoever asked may give up, and that ends with the board. */
async function untilEither<Answer>(
  asker: AbortSignal | undefined,
  closed: AbortSignal,
  work: (either: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const { signal, release } = joinSignals(asker, closed)
  try {
    return await work(signal)
  } finally {
    release()
  }
}

const notOnBoard = (sid: string): TaskRouterError =>
  unsentError({ kind: 'gone', message: `${sid} is not on the board.`, request: 'board' })
