import { performance } from 'node:perf_hooks'
import { ClockDriver } from './driver'
import { Faults, type Fault } from './http/faults'
import { Limits, type LimitOptions } from './http/limits'
import { RequestLog, type LoggedRequest } from './http/request-log'
import type { PracticeOptions } from './options'
import { buildStage, type Stage } from './scenario/build'
import { putOn, STAGES, type StageFacts, type StageOptions } from './stages'
import { isLive } from './world/model'
import { Random } from './world/random'

/** One live reservation as it truly is: what a client's board is compared with. */
export interface LiveReservation {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string
  readonly status: string
  readonly taskStatus: string
  readonly createdAt: number
  readonly held: boolean
  readonly deadline: number | null
}

/** The practice workspace in hand: its time, its faults, its stages and the truth about it. */
export class PracticeWorkspace {
  readonly faults: Faults
  readonly log = new RequestLog()
  private stageNow: Stage
  private limitsNow: Limits
  private readonly driver: ClockDriver

  constructor(private readonly options: PracticeOptions) {
    this.stageNow = buildStage(options)
    this.faults = new Faults(new Random((options.seed ?? 7) + 1))
    this.limitsNow = this.makeLimits({})
    this.driver = new ClockDriver(this.stageNow.world.clock, options.speed ?? 1)
  }

  get current(): Stage {
    return this.stageNow
  }

  get limits(): Limits {
    return this.limitsNow
  }

  /** The workspace's time, ms since 1970. */
  get now(): number {
    return this.stageNow.world.now
  }

  get pace(): { readonly speed: number; readonly paused: boolean } {
    return this.driver.pace
  }

  get stages(): typeof STAGES {
    return STAGES
  }

  start(): void {
    this.driver.start()
  }

  stop(): void {
    this.driver.stop()
  }

  catchUp(): void {
    this.driver.catchUp()
  }

  /** Puts on one of the situations P1–P32. @throws StageError for a name that is none. */
  stage(name: string, options: StageOptions = {}): StageFacts {
    this.driver.catchUp()
    return putOn(this, name, options)
  }

  /** Moves time ahead by so many ms of the workspace's own. */
  advance(ms: number): void {
    this.driver.advance(ms)
  }

  setSpeed(speed: number): void {
    this.driver.setSpeed(speed)
  }

  pause(): void {
    this.driver.pause()
  }

  resume(): void {
    this.driver.resume()
  }

  armFault(fault: Fault): number {
    return this.faults.arm(fault)
  }

  disarmFault(id: number): boolean {
    return this.faults.disarm(id)
  }

  clearFaults(): void {
    this.faults.clear()
  }

  /** Changes the limits from now on; what is left out stays. */
  setLimits(limits: Partial<LimitOptions>): void {
    this.limitsNow = this.makeLimits({ ...this.limitsNow.options, ...limits })
  }

  requestLog(): readonly LoggedRequest[] {
    return this.log.list()
  }

  clearRequestLog(): void {
    this.log.clear()
  }

  /** Starts again from the seed: same people, same SIDs; faults and log are cleared. */
  reset(): void {
    this.stageNow = buildStage(this.options)
    this.limitsNow = this.makeLimits({})
    this.faults.clear()
    this.log.clear()
    this.driver.replace(this.stageNow.world.clock)
  }

  /** Every live reservation, by the rules and not through the API. */
  liveReservations(): LiveReservation[] {
    this.driver.catchUp()
    const rows: LiveReservation[] = []
    for (const reservation of this.stageNow.world.reservations.values()) {
      if (!isLive(reservation.status)) continue
      rows.push({
        sid: reservation.sid,
        taskSid: reservation.task.sid,
        workerSid: reservation.worker.sid,
        status: reservation.status,
        taskStatus: reservation.task.status,
        createdAt: reservation.createdAt,
        held: reservation.hold !== null,
        deadline: reservation.deadline,
      })
    }
    return rows
  }

  private makeLimits(limits: Partial<LimitOptions>): Limits {
    const { rps, burst, concurrency } = this.options
    const { expressionRps, bulkStatisticsRps } = this.stageNow.rules
    const base = {
      rps: rps ?? 0,
      burst: burst ?? 0,
      concurrency: concurrency ?? 0,
      expressionRps,
      bulkStatisticsRps,
    }
    return new Limits({ ...base, ...limits }, () => performance.now())
  }
}
