import type { Reservation, ReservationStatus, Task, TaskChannel, TaskQueue, Workflow } from './model'
import { isLive, isTaskLive } from './model'
import { recordReservation, recordTask } from './record'
import { badRequest } from './refusal'
import { LIMIT_REASON, TASK_TTL_REASON } from './rules'
import type { World } from './world'

export interface NewTask {
  readonly attributes: string
  readonly channel: TaskChannel
  readonly workflow: Workflow
  readonly priority?: number
  readonly timeoutS?: number
  readonly virtualStartAt?: number
  /** A worker, queue or workflow SID that the task is pinned to. */
  readonly routingTarget?: string | null
  readonly ignoreCapacity?: boolean
  readonly queue?: TaskQueue | null
  /** False leaves the task to whoever made it: no worker is looked for. */
  readonly routed?: boolean
  readonly callAlive?: boolean | null
}

const DEFAULT_TTL_S = 86_400

/** The caller hangs up; a task without a call has none to end. */
export function endCall(world: World, task: Task): void {
  if (task.callAlive !== true) return
  task.callAlive = false
  task.callEndedAt = world.now
}

/** Adds a task, lets its workflow choose the queue and the router look for a worker. */
export function createTask(world: World, input: NewTask): Task {
  const task: Task = {
    ...world.birth('WT'),
    status: 'pending',
    attributesText: input.attributes,
    attributes: parseAttributes(input.attributes),
    priority: input.priority ?? 0,
    reason: null,
    timeoutS: input.timeoutS ?? DEFAULT_TTL_S,
    channel: input.channel,
    workflow: input.workflow,
    queue: null,
    queueEnteredAt: null,
    virtualStartAt: input.virtualStartAt ?? world.now,
    routingTarget: input.routingTarget ?? null,
    ignoreCapacity: input.ignoreCapacity ?? false,
    version: 0,
    reservations: [],
    rejections: 0,
    assignments: 0,
    assignedAt: null,
    endedAt: null,
    routed: input.routed ?? true,
    inTransfer: false,
    callAlive: input.callAlive ?? null,
    callEndedAt: null,
    removed: false,
  }
  world.addTask(task)
  recordTask(world, task, 'task.created', `Task ${task.sid} created`)
  world.clock.schedule(world.now + task.timeoutS * 1000, () => {
    if (!task.removed && (task.status === 'pending' || isStillOffered(task)))
      endTask(world, task, TASK_TTL_REASON)
  })
  enterQueue(world, task, input.queue ?? null)
  return task
}

/** Runs the workflow for a task that waits: into its queue, or out of the workspace when nothing matches. */
export function enterQueue(world: World, task: Task, pinned: TaskQueue | null): void {
  recordTask(world, task, 'workflow.entered', `Task ${task.sid} entered Workflow ${task.workflow.name}`)
  const matched = task.workflow.filters.find((filter) => filter.expression(task.attributes))?.queue
  const queue = pinned ?? matched ?? task.workflow.defaultQueue
  if (queue === null) {
    recordTask(world, task, 'workflow.timeout', `Task ${task.sid} matched no filter of ${task.workflow.name}`)
    endTask(world, task, 'Workflow ended without a match')
    return
  }
  recordTask(world, task, 'workflow.target-matched', `Task ${task.sid} matched ${queue.name}`)
  world.setTaskQueue(task, queue)
  recordTask(world, task, 'task-queue.entered', `Task ${task.sid} entered TaskQueue ${queue.name}`)
  world.router.taskWaits(task)
  world.listener.waiting(task)
}

export function parseAttributes(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** Whether the task still waits for an answer: nobody has accepted it. */
export function isStillOffered(task: Task): boolean {
  return (
    task.status === 'reserved' && !task.reservations.some((reservation) => reservation.status === 'accepted')
  )
}

/** Changes a reservation's status and writes the line. Capacity is freed when it ended. */
export function setReservation(
  world: World,
  reservation: Reservation,
  status: ReservationStatus,
  description: string,
  options: { byWorker?: boolean; taskStatus?: Task['status'] } = {},
): void {
  reservation.status = status
  reservation.hold = null
  reservation.deadline = null
  world.touch(reservation)
  const type = status === 'wrapping' ? 'wrapup' : status
  recordReservation(world, reservation, `reservation.${type}`, description, options)
  if (isLive(status)) return
  reservation.worker.live.delete(reservation)
  world.router.workerFreed(reservation.worker)
}

/** Cancels a task for whatever reason; its open offers are canceled with it. */
export function endTask(world: World, task: Task, reason: string): void {
  task.reason = reason
  world.setTaskStatus(task, 'canceled')
  for (const reservation of task.reservations) {
    if (isLive(reservation.status)) {
      setReservation(world, reservation, 'canceled', `Reservation ${reservation.sid} canceled: ${reason}`)
    }
  }
  finish(world, task)
  recordTask(world, task, 'task.canceled', `Task ${task.sid} canceled: ${reason}`)
}

/** Cancels on request. @throws Refusal when the task has been accepted or is over. */
export function cancelTask(world: World, task: Task, reason: string): void {
  if (task.status !== 'pending' && !isStillOffered(task)) {
    throw badRequest(`Cannot cancel task ${task.sid} because it is not pending or reserved.`)
  }
  endTask(world, task, reason)
}

/** Moves an assigned task and its reservation to wrapping. @throws Refusal when it is not assigned. */
export function wrapTask(world: World, task: Task, byWorker = false): void {
  if (task.status !== 'assigned') {
    throw badRequest(`Cannot wrap up a task ${task.sid} because it's not currently assigned`)
  }
  world.setTaskStatus(task, 'wrapping')
  for (const reservation of task.reservations) {
    if (reservation.status !== 'accepted') continue
    setReservation(world, reservation, 'wrapping', `${reservation.workerName} is wrapping up`, { byWorker })
    world.listener.wrapping(reservation)
  }
  recordTask(world, task, 'task.wrapup', `Task ${task.sid} is in wrap-up`)
}

/** Completes an assigned or wrapping task and its reservation. @throws Refusal when it is neither. */
export function completeTask(world: World, task: Task, reason: string | null, byWorker = false): void {
  if (task.status !== 'assigned' && task.status !== 'wrapping') {
    throw badRequest(`Cannot complete task ${task.sid} because it is not currently assigned or wrapping.`)
  }
  task.reason = reason
  world.setTaskStatus(task, 'completed')
  endReservations(world, task, byWorker)
  finish(world, task)
  recordTask(world, task, 'task.completed', `Task ${task.sid} completed`)
}

/** Deletes a task as the API does: no trace but the log. */
export function deleteTask(world: World, task: Task): void {
  endReservations(world, task, false)
  recordTask(world, task, 'task.deleted', `Task ${task.sid} deleted`)
  world.removeTask(task)
}

/** Starts the service's clock for tasks that stay assigned too long. */
export function watchAssigned(world: World, task: Task): void {
  task.assignedAt = world.now
  world.clock.schedule(world.now + world.rules.assignedLimitMs, () => {
    if (task.removed || !isTaskLive(task.status) || task.assignedAt === null) return
    if (world.now - task.assignedAt < world.rules.assignedLimitMs) return
    endReservations(world, task, false)
    recordTask(world, task, 'task.system-deleted', `Task ${task.sid} deleted: assigned for too long`)
    world.removeTask(task)
  })
}

/** Gives the task back to its queue once no offer is left, or ends it at the limit of rejections or rounds. */
export function returnToQueue(world: World, task: Task): void {
  if (task.status !== 'reserved' && task.status !== 'assigned') return
  if (task.reservations.some((reservation) => isLive(reservation.status))) return
  world.setTaskStatus(task, 'pending')
  task.assignedAt = null
  world.clock.schedule(world.now + world.rules.rerouteMs, () => {
    if (task.status === 'pending' && !task.removed) world.router.taskWaits(task)
  })
}

/** Whether the task has been refused or offered so often that the service gives up on it. */
export function endIfExhausted(world: World, task: Task): boolean {
  const { rejectionLimit, assignmentLimit } = world.rules
  if (task.status !== 'pending' && !isStillOffered(task)) return false
  if (task.rejections < rejectionLimit && task.assignments < assignmentLimit) return false
  endTask(world, task, LIMIT_REASON)
  return true
}

function endReservations(world: World, task: Task, byWorker: boolean): void {
  for (const reservation of task.reservations) {
    if (!isLive(reservation.status)) continue
    const status = reservation.status === 'pending' ? 'canceled' : 'completed'
    setReservation(world, reservation, status, `Reservation ${reservation.sid} ${status}`, { byWorker })
  }
}

function finish(world: World, task: Task): void {
  task.endedAt = world.now
  task.inTransfer = false
  world.clock.schedule(world.now + world.rules.removalMs, () => {
    world.removeTask(task)
  })
}
