import type { Activity, Reservation, Task, Worker } from './model'
import { isLive } from './model'
import { moveWorker, recordReservation } from './record'
import { badRequest } from './refusal'
import { completeTask, endIfExhausted, returnToQueue, setReservation, watchAssigned, wrapTask } from './tasks'
import type { World } from './world'

export interface OfferOptions {
  /** Seconds until the offer runs out; the workflow's timeout when left out, null when no clock runs. */
  readonly timeoutS?: number | null
}

/** Reserves workers for a waiting task, all in one round. */
export function offer(
  world: World,
  task: Task,
  workers: readonly Worker[],
  options: OfferOptions = {},
): Reservation[] {
  task.assignments++
  world.setTaskStatus(task, 'reserved')
  return workers.map((worker) => {
    const timeoutS = options.timeoutS === undefined ? task.workflow.reservationTimeoutS : options.timeoutS
    const reservation: Reservation = {
      ...world.birth('WR'),
      task,
      worker,
      workerName: worker.name,
      status: 'pending',
      version: 0,
      deadline: null,
      hold: null,
      previousActivity: worker.activity,
    }
    world.addReservation(reservation)
    worker.version++
    recordReservation(world, reservation, 'reservation.created', `Reservation created for ${worker.name}`)
    if (timeoutS !== null) startClock(world, reservation, world.now + timeoutS * 1000)
    world.listener.offered(reservation)
    return reservation
  })
}

/** Starts (or moves) the clock of a pending offer. */
function startClock(world: World, reservation: Reservation, deadline: number): void {
  reservation.deadline = deadline
  world.clock.schedule(deadline, () => {
    if (reservation.status !== 'pending' || reservation.deadline !== deadline) return
    expire(world, reservation)
  })
}

/** Ends a pending offer that nobody answered in time. */
export function expire(world: World, reservation: Reservation): void {
  if (!isOpen(reservation)) return
  setReservation(world, reservation, 'timeout', `Reservation ${reservation.sid} timed out`)
  afterUnanswered(world, reservation)
}

function refuse(reservation: Reservation, expected: string, target: string): never {
  throw badRequest(
    `Reservation ${reservation.sid} not in expected state [${expected}] and cannot be updated to [${target}]`,
  )
}

export function isOpen(reservation: Reservation): boolean {
  return reservation.status === 'pending' && reservation.hold === null
}

/** Accepts an offer at once; other workers' offers for the task are rescinded. @throws Refusal when it is not pending. */
export function accept(world: World, reservation: Reservation, byWorker = false): void {
  if (reservation.hold !== null) refuse(reservation, 'pending', 'onHold')
  if (reservation.status === 'accepted' && world.rules.repeatedAccept === 'idempotent') return
  if (reservation.status !== 'pending') refuse(reservation, 'pending', 'accepted')
  settleAccept(world, reservation, byWorker)
}

function settleAccept(world: World, reservation: Reservation, byWorker: boolean): void {
  const { task } = reservation
  setReservation(world, reservation, 'accepted', `Reservation accepted by ${reservation.workerName}`, {
    byWorker,
    taskStatus: 'assigned',
  })
  for (const other of task.reservations) {
    if (other.status !== 'pending') continue
    setReservation(world, other, 'rescinded', `Reservation rescinded: accepted by ${reservation.workerName}`)
  }
  if (task.inTransfer) handOver(world, reservation)
  watchAssigned(world, task)
  world.clock.schedule(world.now + world.rules.settleMs, () => {
    settleTask(world, task)
  })
  world.listener.accepted(reservation)
}

/** Whoever had a task that was transferred is done with it. */
function handOver(world: World, to: Reservation): void {
  to.task.inTransfer = false
  for (const former of to.task.reservations) {
    if (former === to || (former.status !== 'accepted' && former.status !== 'wrapping')) continue
    setReservation(world, former, 'completed', `Task handed over to ${to.workerName}`)
  }
}

/** The task follows its accepted reservation a moment later, or sooner when somebody acts on it. */
function settleTask(world: World, task: Task): void {
  if (task.status !== 'reserved' || task.removed) return
  if (task.reservations.some((each) => each.status === 'accepted')) world.setTaskStatus(task, 'assigned')
}

/**
 * Begins an accept that takes time (conference, dequeue): the reservation goes on looking pending while its clock stands,
 * then it is accepted, or canceled when the caller has gone.
 */
export function beginHold(
  world: World,
  reservation: Reservation,
  lastsMs: number,
  outcome: 'accepted' | 'canceled',
): void {
  if (!isOpen(reservation)) refuse(reservation, 'pending', 'onHold')
  const hold = { outcome }
  reservation.hold = hold
  reservation.deadline = null
  world.clock.schedule(world.now + lastsMs, () => {
    if (reservation.hold !== hold || reservation.status !== 'pending') return
    if (outcome === 'accepted') {
      settleAccept(world, reservation, false)
      return
    }
    setReservation(
      world,
      reservation,
      'canceled',
      `Reservation ${reservation.sid} canceled: could not connect`,
    )
    afterUnanswered(world, reservation)
  })
}

/**
 * Refuses an offer; the worker moves to `activity` when one is given. The last refusal of a round gives the task back.
 * @throws Refusal when the reservation cannot be rejected any more.
 */
export function reject(
  world: World,
  reservation: Reservation,
  activity: Activity | null = null,
  byWorker = false,
): void {
  const held = reservation.hold !== null && world.rules.rejectWhileHeld === 'refuse'
  const taken = reservation.status === 'accepted' && world.rules.rejectOnAccepted === 'allow'
  if (held || (reservation.status !== 'pending' && !taken)) refuse(reservation, 'pending', 'rejected')
  reservation.task.rejections++
  if (activity !== null) moveWorker(world, reservation.worker, activity)
  setReservation(world, reservation, 'rejected', `Reservation rejected by ${reservation.workerName}`, {
    byWorker,
  })
  afterUnanswered(world, reservation)
}

/** Moves an accepted reservation, and its task, to wrapping. @throws Refusal when it is not accepted. */
export function wrap(world: World, reservation: Reservation, byWorker = false): void {
  if (reservation.status !== 'accepted') refuse(reservation, 'accepted', 'wrapping')
  settleTask(world, reservation.task)
  wrapTask(world, reservation.task, byWorker)
}

/** Completes an accepted or wrapping reservation with its task. @throws Refusal when it is neither. */
export function complete(world: World, reservation: Reservation, byWorker = false): void {
  if (reservation.status !== 'accepted' && reservation.status !== 'wrapping') {
    refuse(reservation, 'accepted, wrapping', 'completed')
  }
  settleTask(world, reservation.task)
  completeTask(world, reservation.task, null, byWorker)
}

/** What a worker still holds for an answer. */
export function pendingOf(worker: Worker): Reservation[] {
  return [...worker.live].filter((reservation) => reservation.status === 'pending')
}

function afterUnanswered(world: World, reservation: Reservation): void {
  const { task } = reservation
  if (endIfExhausted(world, task)) return
  if (!task.reservations.some((other) => isLive(other.status))) returnToQueue(world, task)
}
