import { setMaxListeners } from 'node:events'
import {
  namedCount,
  type JobState,
  type JobSummary,
  type Leftover,
  type RowOutcome,
} from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import type { History } from '../../history/api'
import { bulkError, diskProblem } from '../errors'
import type { Journal } from '../journal/write'
import type { Unit } from '../plan/units'
import type { Attempt } from './attempt'
import type { RowResult } from './goal'
import { Ledger } from './ledger'
import { RateMeter } from './rate'
import { HistoryRecorder, type JobFacts } from './recorder'
import { JobRecords } from './records'
import { CANCELLED, failed, unexplained, untouched } from './results'
import { SecondSteps } from './second-steps'
import { sendUnit, type SendDeps } from './send'
import { Underway } from './underway'

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
  /** Whether the note is also written to each task whose row is done. */
  readonly noteOnTask: boolean
  readonly state: JobState
  readonly problem: Problem | null
}

/** One run of a plan. Its state machine is the only place that decides whether anything more is sent. */
export class Job {
  readonly #deps: SendDeps & JobDeps
  readonly #about: JobStart['summary']
  readonly #named: number
  readonly #stop = new AbortController()
  readonly #ledger: Ledger
  readonly #records: JobRecords
  readonly #second: SecondSteps
  readonly #rate = new RateMeter()
  readonly #turns = new Map<Unit, number>()
  readonly #underway = new Underway()
  #queue: Unit[]
  #state: JobState
  #problem: Problem | null
  #endedAt: number | null = null
  #active = 0
  #settling = 0
  #starts = 0
  #cancelled = false
  #ending: Promise<void> | null = null

  constructor(deps: JobDeps, journal: Journal, start: JobStart) {
    this.#deps = { ...deps, signal: this.#stop.signal }
    // Every row that is being settled waits on this one signal.
    setMaxListeners(0, this.#stop.signal)
    this.#about = start.summary
    this.#named = namedCount(start.summary.action, start.rows)
    this.#ledger = new Ledger(start.rows)
    const watchDisk = () => this.#watchDisk()
    const recorder = new HistoryRecorder(deps.history, start.facts, watchDisk)
    this.#records = new JobRecords(this.#ledger, journal, recorder, deps.now, watchDisk)
    this.#second = new SecondSteps(start.summary, start.noteOnTask, this.#ledger, this.#records)
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

  summary(): JobSummary {
    const counts = this.#ledger.counts()
    const left = counts.waiting + counts.sending
    const rate = this.#state === 'running' ? this.#rate.perSecond(this.#deps.clock.monotonic()) : null
    return {
      ...this.#about,
      state: this.#state,
      endedAt: this.#endedAt,
      total: this.#ledger.total,
      named: this.#named,
      counts,
      rate,
      leftMs: rate === null || rate === 0 ? null : Math.round((left * 1_000) / rate),
      problem: this.#problem,
    }
  }

  rows(): readonly RowOutcome[] {
    return this.#ledger.rows()
  }

  /** The rows that results speak of, as they are now. */
  rowsOf(results: readonly RowResult[]): readonly RowOutcome[] {
    return results.flatMap(({ sid }) => this.#ledger.row(sid) ?? [])
  }

  takeChanged(): readonly RowOutcome[] {
    return this.#ledger.takeChanged()
  }

  /** Writes the history of rows that were final from the beginning (skipped by the plan, or known from the journal). */
  record(rows: readonly RowOutcome[]): void {
    this.#records.record(rows)
  }

  /** Takes the units of a fresh plan for rows that still wait. */
  requeue(units: readonly Unit[]): void {
    this.#queue.push(...units)
  }

  /** Takes what is left of partly done rows, ahead of the others. How many requests that is. */
  requeueLeftovers(kinds: readonly Leftover[]): number {
    const units = this.#second.again(kinds)
    this.#queue.unshift(...units)
    return units.length
  }

  start(): void {
    if (this.#endedAt !== null) this.#records.reopen()
    this.#starts += 1
    this.#endedAt = null
    this.#state = this.#cancelled ? 'cancelling' : 'running'
    this.#problem = null
    this.#rate.reset()
    this.#records.state(this.#state)
    this.#pump()
  }

  /** Does what is left of partly done rows; an ended job goes on for that. */
  doLeftovers(): void {
    if (this.requeueLeftovers(['note', 'activity']) === 0) {
      throw bulkError('notFound', 'Nothing of this job was left undone.')
    }
    if (this.#endedAt !== null) this.#cancelled = false
    if (this.#endedAt !== null || this.#state === 'blocked') this.start()
    else this.#pump()
  }

  pause(): void {
    if (this.#state !== 'running') throw bulkError('busy', 'Only a running job can be paused.')
    this.#state = 'paused'
    this.#records.state('paused')
    this.#deps.onChange()
  }

  /** Sends nothing more; what is under way is waited for, what waits becomes skipped. */
  cancel(): void {
    if (this.#endedAt !== null) throw bulkError('notFound', 'The job has ended.')
    this.#state = 'cancelling'
    this.#cancelled = true
    this.#problem = null
    this.#records.state('cancelling')
    const dropped = this.#queue
    this.#queue = []
    for (const unit of dropped) if (this.#second.owns(unit)) this.#second.leave(unit)
    this.#skipWaiting()
    this.#pump()
  }

  /** Applies results that were found outside the normal course: settling after a crash, or a later verification. */
  apply(results: readonly RowResult[]): void {
    this.#second.tellFound(results)
    this.#deps.onChange()
  }

  skip(sid: string, patch: Pick<RowOutcome, 'outcome' | 'statusAfter' | 'reason' | 'problem'>): void {
    this.#records.change(sid, { ...patch, at: this.#deps.now() })
  }

  /** Stops at once; what is under way stays open in the journal, to be settled by the next start. */
  async close(): Promise<void> {
    if (this.#endedAt === null) this.#state = 'interrupted'
    this.#queue = []
    this.#stop.abort()
    await this.#underway.settled(this.#deps.clock, CLOSE_WITHIN_MS)
    await this.#ending
    await this.#records.close()
  }

  #pump(): void {
    while (
      this.#state === 'running' &&
      this.#active < AT_ONCE &&
      this.#settling < SETTLING_AT_ONCE &&
      this.#queue.length > 0
    ) {
      const unit = this.#queue.shift()
      if (unit !== undefined) this.#underway.track(this.#process(unit))
    }
    const idle = this.#active === 0 && this.#settling === 0 && this.#queue.length === 0
    if (idle && (this.#state === 'cancelling' || this.#state === 'running')) this.#ending ??= this.#end()
    this.#deps.onChange()
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
    const refused = this.#watchDisk()
    try {
      await this.#records.intend(unit)
    } catch (error) {
      refused(error)
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
        this.#underway.track(this.#settle(unit, attempt.settle))
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
    const next = this.#tell(unit, results)
    this.#queue.unshift(...next)
    const notOver = next.reduce((sum, { rows }) => sum + rows.length, 0)
    this.#rate.add(this.#deps.clock.monotonic(), results.length - notOver)
    const done = results.filter(({ outcome }) => outcome === 'done')
    if (done.length > 0) this.#deps.onMoved(unit, done)
  }

  /** Writes down what came of a unit. Returns what has to be sent for its rows next. */
  #tell(unit: Unit, results: readonly RowResult[]): readonly Unit[] {
    if (!this.#second.owns(unit)) return this.#second.tellFirst(unit, results, this.#cancelled)
    this.#second.tellSecond(unit, results)
    return []
  }

  #putBack(unit: Unit, instead: readonly Unit[] = [unit]): void {
    if (this.#second.owns(unit)) {
      if (this.#cancelled) this.#second.leave(unit)
      else this.#queue.push(unit)
      return
    }
    for (const { sid } of unit.rows) this.#records.tell(untouched(sid), 'waiting')
    if (this.#cancelled) this.#skipWaiting()
    else this.#queue.push(...instead)
  }

  #skipWaiting(): void {
    for (const { sid, outcome } of this.rows()) {
      if (outcome === 'waiting') this.#records.tell({ ...untouched(sid), problem: CANCELLED }, 'skipped')
    }
  }

  /**
   * What a write tells that the disk refuses. A refusal of a write from before the last start may report late, when there
   * is room again: it stops nothing, because the first write of the new start asks the disk anyway.
   */
  #watchDisk(): (error: unknown) => void {
    const start = this.#starts
    return (error) => {
      if (start === this.#starts) this.#block(diskProblem(error))
    }
  }

  #block(problem: Problem): void {
    if (this.#endedAt !== null || this.#state === 'interrupted') return
    this.#state = 'blocked'
    this.#problem = problem
    this.#deps.onChange()
  }

  async #end(): Promise<void> {
    const state = this.#cancelled ? 'cancelled' : 'finished'
    const at = this.#deps.now()
    try {
      if (await this.#records.end(at, state)) {
        this.#state = state
        this.#endedAt = at
      }
    } catch (error) {
      this.#block(diskProblem(error))
    }
    this.#ending = null
    this.#deps.onChange()
  }
}
