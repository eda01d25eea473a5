import type { JobState, JobSummary, RowOutcome } from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import { isDiskFull } from '../../history/files'
import type { History } from '../../history/api'
import { bulkError } from '../errors'
import type { JournalRecord } from '../journal/record'
import type { Journal } from '../journal/write'
import type { Unit } from '../plan/units'
import type { RowResult } from './goal'
import { isFinal, Ledger } from './ledger'
import { RateMeter } from './rate'
import { HistoryRecorder, type JobFacts } from './recorder'
import { sendUnit, type Attempt, type SendDeps } from './send'

/** Requests of one job under way or waiting in the client's scheduler: enough to fill any rate, few to wait for on pause. */
const AT_ONCE = 24
/** Rows being read after an unknown outcome; beyond this the job stops sending until some are known. */
const SETTLING_AT_ONCE = 48
/** Closing waits this long for answers that are on their way; the journal settles the rest at the next start. */
const CLOSE_WITHIN_MS = 5_000
/** Turns that a unit gets after 429s that outlasted the client's own patience. */
const TURNS = 5

export interface JobDeps extends Omit<SendDeps, 'signal'> {
  readonly history: History
  /** Server time, ms since 1970, for everything that is written down. */
  readonly now: () => number
  /** Told once per row that moved a worker, so that the move can be verified later. */
  readonly onMoved: (unit: Unit, done: readonly RowResult[]) => void
  readonly onChange: () => void
}

export interface JobStart {
  readonly summary: Pick<JobSummary, 'id' | 'action' | 'note' | 'workspaceSid' | 'startedAt'>
  readonly facts: JobFacts
  readonly rows: readonly RowOutcome[]
  readonly units: readonly Unit[]
  readonly state: JobState
  readonly problem: Problem | null
}

/** One run of a plan. Its state machine is the only place that decides whether anything more is sent. */
export class Job {
  readonly #deps: SendDeps & JobDeps
  readonly #journal: Journal
  readonly #about: JobStart['summary']
  readonly #stop = new AbortController()
  readonly #ledger: Ledger
  readonly #recorder: HistoryRecorder
  readonly #rate = new RateMeter()
  readonly #turns = new Map<Unit, number>()
  #queue: Unit[]
  #state: JobState
  #problem: Problem | null
  #endedAt: number | null = null
  #active = 0
  #settling = 0
  #cancelled = false
  #closed = false
  readonly #underway = new Set<Promise<void>>()
  #ending: Promise<void> | null = null

  constructor(deps: JobDeps, journal: Journal, start: JobStart) {
    this.#deps = { ...deps, signal: this.#stop.signal }
    this.#journal = journal
    this.#about = start.summary
    this.#ledger = new Ledger(start.rows)
    this.#recorder = new HistoryRecorder(deps.history, start.facts, (error) =>
      this.#block(diskProblem(error)),
    )
    this.#queue = [...start.units]
    this.#state = start.state
    this.#problem = start.problem
  }

  get id(): string {
    return this.#about.id
  }

  get state(): JobState {
    return this.#state
  }

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  summary(): JobSummary {
    const counts = this.#ledger.counts()
    const left = counts.waiting + counts.sending
    const rate = this.#state === 'running' ? this.#rate.perSecond(this.#deps.clock.monotonic()) : null
    return {
      ...this.#about,
      state: this.#state,
      endedAt: this.#endedAt,
      total: this.#ledger.total,
      counts,
      rate,
      leftMs: rate === null || rate === 0 ? null : Math.round((left * 1_000) / rate),
      problem: this.#problem,
    }
  }

  rows(): readonly RowOutcome[] {
    return this.#ledger.rows()
  }

  takeChanged(): readonly RowOutcome[] {
    return this.#ledger.takeChanged()
  }

  /** Writes the history of rows that were final from the beginning (skipped by the plan, or known from the journal). */
  record(rows: readonly RowOutcome[]): void {
    for (const row of rows) this.#recorder.record(row, this.#now())
  }

  /** Takes the units of a fresh plan for rows that still wait. */
  requeue(units: readonly Unit[]): void {
    this.#queue.push(...units)
  }

  start(): void {
    this.#state = this.#cancelled ? 'cancelling' : 'running'
    this.#problem = null
    this.#rate.reset()
    this.#note(this.#state)
    this.#pump()
  }

  pause(): void {
    if (this.#state !== 'running') throw bulkError('busy', 'Only a running job can be paused.')
    this.#state = 'paused'
    this.#note('paused')
    this.#deps.onChange()
  }

  /** Sends nothing more; what is under way is waited for, what waits becomes skipped. */
  cancel(): void {
    if (this.#endedAt !== null) throw bulkError('notFound', 'The job has ended.')
    this.#state = 'cancelling'
    this.#cancelled = true
    this.#problem = null
    this.#note('cancelling')
    this.#queue = []
    this.#skipWaiting()
    this.#pump()
  }

  /** Applies results that were found outside the normal course: settling after a crash, or a later verification. */
  apply(results: readonly RowResult[]): void {
    for (const result of results) this.#tell(result, result.outcome)
    this.#deps.onChange()
  }

  skip(sid: string, patch: Pick<RowOutcome, 'outcome' | 'statusAfter' | 'reason' | 'problem'>): void {
    const row = this.#ledger.change(sid, { ...patch, at: this.#now() })
    if (row !== null) this.#written(row)
  }

  /** Stops at once; what is under way stays open in the journal, to be settled by the next start. */
  async close(): Promise<void> {
    if (this.#endedAt === null) this.#state = 'interrupted'
    this.#queue = []
    this.#stop.abort()
    await this.#answersUnderway()
    await this.#ending
    await this.#recorder.flush()
    await this.#journal.close()
    this.#closed = true
  }

  async #answersUnderway(): Promise<void> {
    if (this.#underway.size === 0) return
    let giveUp: () => void = () => undefined
    const patience = new Promise<void>((resolve) => {
      giveUp = this.#deps.clock.schedule(resolve, CLOSE_WITHIN_MS)
    })
    await Promise.race([Promise.all(this.#underway), patience])
    giveUp()
  }

  #now(): number {
    return this.#deps.now()
  }

  #pump(): void {
    while (
      this.#state === 'running' &&
      this.#active < AT_ONCE &&
      this.#settling < SETTLING_AT_ONCE &&
      this.#queue.length > 0
    ) {
      const unit = this.#queue.shift()
      if (unit !== undefined) this.#track(this.#process(unit))
    }
    const idle = this.#active === 0 && this.#settling === 0 && this.#queue.length === 0
    if (idle && (this.#state === 'cancelling' || this.#state === 'running')) this.#ending ??= this.#end()
    this.#deps.onChange()
  }

  #track(work: Promise<void>): void {
    this.#underway.add(work)
    void work.finally(() => this.#underway.delete(work))
  }

  async #process(unit: Unit): Promise<void> {
    this.#active += 1
    let attempt: Attempt | null
    try {
      attempt = (await this.#intend(unit)) ? await sendUnit(this.#deps, unit) : null
    } catch {
      attempt = { is: 'told', results: unexplained(unit) }
    }
    this.#active -= 1
    if (attempt === null) this.#putBack(unit)
    else this.#conclude(unit, attempt)
    this.#pump()
  }

  /** Puts the intent on disk. False if it may not be sent after all: the disk refuses, or the job was stopped meanwhile. */
  async #intend(unit: Unit): Promise<boolean> {
    try {
      await this.#journal.append([{ type: 'intent', at: this.#now(), rows: unit.rows }])
    } catch (error) {
      this.#block(diskProblem(error))
      return false
    }
    if (this.#state !== 'running') return false
    for (const { sid } of unit.rows) this.#ledger.change(sid, { outcome: 'sending' })
    this.#deps.onChange()
    return true
  }

  #conclude(unit: Unit, attempt: Attempt): void {
    switch (attempt.is) {
      case 'told':
        this.#finish(unit, attempt.results)
        break
      case 'toSettle':
        this.#track(this.#settle(unit, attempt.settle))
        break
      case 'blocked':
        this.#block(attempt.problem)
        this.#putBack(unit)
        break
      case 'later': {
        const turn = (this.#turns.get(unit) ?? 0) + 1
        this.#turns.set(unit, turn)
        if (turn < TURNS) this.#putBack(unit)
        else this.#finish(unit, failed(unit, attempt.problem))
        break
      }
      case 'split':
        this.#putBack(unit, attempt.units)
        break
      case 'abandoned':
        if (!attempt.maybeApplied) this.#putBack(unit)
        break
    }
  }

  async #settle(unit: Unit, settle: () => Promise<readonly RowResult[] | null>): Promise<void> {
    this.#settling += 1
    let results: readonly RowResult[] | null
    try {
      results = await settle()
    } catch {
      results = unexplained(unit)
    }
    this.#settling -= 1
    if (results !== null) this.#finish(unit, results)
    this.#pump()
  }

  #finish(unit: Unit, results: readonly RowResult[]): void {
    this.#rate.add(this.#deps.clock.monotonic(), results.length)
    for (const result of results) this.#tell(result, result.outcome)
    const done = results.filter(({ outcome }) => outcome === 'done')
    if (done.length > 0) this.#deps.onMoved(unit, done)
  }

  #putBack(unit: Unit, instead: readonly Unit[] = [unit]): void {
    for (const { sid } of unit.rows) this.#tell({ ...UNTOUCHED, sid }, 'waiting')
    if (this.#cancelled) this.#skipWaiting()
    else this.#queue.push(...instead)
  }

  #skipWaiting(): void {
    const problem: Problem = { code: 'cancelled', message: 'The job was cancelled before this row was sent.' }
    for (const { sid, outcome } of this.rows()) {
      if (outcome === 'waiting') this.#tell({ ...UNTOUCHED, sid, problem }, 'skipped')
    }
  }

  #tell(result: RowResult, outcome: RowOutcome['outcome']): void {
    const row = this.#ledger.change(result.sid, {
      outcome,
      statusAfter: result.after,
      problem: result.problem,
      requestId: result.requestId,
      at: outcome === 'waiting' ? null : this.#now(),
    })
    if (row !== null) this.#written(row)
  }

  #written(row: RowOutcome): void {
    const { sid, outcome, statusAfter: after, problem, requestId } = row
    this.#note({ type: 'outcome', at: this.#now(), sid, outcome, after, problem, requestId })
    if (isFinal(outcome)) this.#recorder.record(row, row.at ?? this.#now())
  }

  /** Journal lines that nothing waits for; a disk that refuses them stops the job before its next request. */
  #note(record: JournalRecord | JobState): void {
    const line: JournalRecord =
      typeof record === 'string' ? { type: 'state', at: this.#now(), state: record } : record
    if (this.#closed || this.#endedAt !== null) return
    this.#journal.append([line]).catch((error: unknown) => this.#block(diskProblem(error)))
  }

  #block(problem: Problem): void {
    if (this.#endedAt !== null || this.#state === 'interrupted') return
    this.#state = 'blocked'
    this.#problem = problem
    this.#deps.onChange()
  }

  async #end(): Promise<void> {
    const state = this.#cancelled ? 'cancelled' : 'finished'
    await this.#recorder.flush()
    const at = this.#now()
    if (this.#recorder.waiting === 0) {
      try {
        await this.#journal.append([{ type: 'end', at, state }])
        this.#state = state
        this.#endedAt = at
        await this.#journal.close()
      } catch (error) {
        this.#block(diskProblem(error))
      }
    }
    this.#ending = null
    this.#deps.onChange()
  }
}

const UNTOUCHED: Omit<RowResult, 'sid'> = { outcome: 'waiting', after: null, problem: null, requestId: null }

function unexplained({ rows }: Unit): readonly RowResult[] {
  const problem: Problem = { code: 'internal', message: 'Something went wrong inside the console.' }
  return rows.map(({ sid }) => ({ sid, outcome: 'unknown', after: null, problem, requestId: null }))
}

function failed({ rows }: Unit, problem: Problem): readonly RowResult[] {
  return rows.map(({ sid, before }) => ({ sid, outcome: 'failed', after: before, problem, requestId: null }))
}

export function diskProblem(error: unknown): Problem {
  return isDiskFull(error)
    ? { code: 'diskFull', message: 'The disk is full. Nothing is sent that could not be recorded first.' }
    : { code: 'storage', message: 'The record of what is done cannot be written. Nothing more is sent.' }
}
