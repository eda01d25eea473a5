import type { Activity, Reservation, Task, Temper, Worker } from '../world/model'
import type { Random } from '../world/random'
import { moveWorker } from '../world/record'
import { accept, complete, isOpen, pendingOf, reject, wrap } from '../world/reservations'
import { cancelTask, endCall, isStillOffered } from '../world/tasks'
import type { World, WorldListener } from '../world/world'

/** Seconds that work takes, on average, by channel: talking, then wrapping up. */
const WORK_S: Readonly<Record<string, readonly [number, number]>> = {
  voice: [280, 60],
  chat: [640, 50],
  sms: [820, 40],
  email: [1_500, 90],
  default: [500, 60],
}
const PATIENCE_S = 400
const SHIFT_BETWEEN_BREAKS_S = 2_700
const BREAK_S = 480
/** A worker's own program reverts a change so much later. */
const REVERT_MS = 4_000

/** How fast and how a temper answers an offer: seconds at least and at most, and the share of refusals. */
const ANSWERS: Readonly<Record<Exclude<Temper, 'away'>, readonly [number, number, number]>> = {
  prompt: [2, 12, 0.03],
  slow: [15, 44, 0.05],
  picky: [3, 20, 0.45],
  leaver: [3, 10, 0.02],
}

/** The agents and callers of a workspace: they answer, work, wrap up, take breaks and hang up, all on the clock. */
export class People implements WorldListener {
  /** Reservations that a stage holds still: nobody answers or finishes them. */
  readonly unattended = new WeakSet<Reservation>()
  /** Workers whose own program moves them back to an activity whenever somebody else moves them. */
  readonly stubborn = new Map<Worker, Activity>()
  /** False makes everybody stand still. */
  active = true

  constructor(
    private readonly world: World,
    private readonly random: Random,
  ) {}

  offered(reservation: Reservation): void {
    const { temper } = reservation.worker
    if (temper === null || temper === 'away') return
    const [fastest, slowest, refusals] = ANSWERS[temper]
    const refuses = this.random.chance(refusals)
    this.later(fastest + this.random.next() * (slowest - fastest), () => {
      if (!isOpen(reservation) || this.unattended.has(reservation)) return
      if (refuses) reject(this.world, reservation, null, true)
      else accept(this.world, reservation, true)
    })
  }

  accepted(reservation: Reservation): void {
    if (reservation.worker.temper === null) return
    const [workS] = workOf(reservation.task)
    this.later(workS * (0.3 + this.random.exponential(0.7)), () => {
      if (reservation.status !== 'accepted' || this.unattended.has(reservation)) return
      endCall(this.world, reservation.task)
      wrap(this.world, reservation, true)
    })
  }

  wrapping(reservation: Reservation): void {
    const { temper } = reservation.worker
    if (temper === null || temper === 'leaver') return
    const [, wrapS] = workOf(reservation.task)
    this.later(wrapS * (0.4 + this.random.exponential(0.6)), () => {
      if (reservation.status === 'wrapping' && !this.unattended.has(reservation))
        complete(this.world, reservation, true)
    })
  }

  waiting(task: Task): void {
    if (task.callAlive !== true || !task.routed) return
    this.later(30 + this.random.exponential(PATIENCE_S), () => {
      if (task.removed || (task.status !== 'pending' && !isStillOffered(task))) return
      endCall(this.world, task)
      cancelTask(this.world, task, 'Caller hung up')
    })
  }

  activityChanged(worker: Worker): void {
    const wanted = this.stubborn.get(worker)
    if (wanted === undefined || worker.activity === wanted) return
    this.world.clock.schedule(this.world.now + REVERT_MS, () => {
      moveWorker(this.world, worker, wanted)
    })
  }

  /** Gives a worker breaks for the rest of the shift. */
  startShift(worker: Worker, working: Activity, resting: Activity): void {
    this.later(this.random.exponential(SHIFT_BETWEEN_BREAKS_S), () => {
      const free = worker.activity === working && pendingOf(worker).length === 0
      if (free) this.takeBreak(worker, working, resting)
      else this.startShift(worker, working, resting)
    })
  }

  private takeBreak(worker: Worker, working: Activity, resting: Activity): void {
    moveWorker(this.world, worker, resting)
    this.later(BREAK_S * (0.5 + this.random.next()), () => {
      if (worker.activity === resting) moveWorker(this.world, worker, working)
      this.startShift(worker, working, resting)
    })
  }

  private later(seconds: number, run: () => void): void {
    this.world.clock.schedule(this.world.now + Math.round(seconds * 1000), () => {
      if (this.active) run()
    })
  }
}

function workOf(task: Task): readonly [number, number] {
  return WORK_S[task.channel.uniqueName] ?? [500, 60]
}
