import type { LogEvent, TaskSnapshot, WorkerSnapshot } from './event-log'
import type { Activity, Reservation, Task, Worker } from './model'
import type { World } from './world'

type Actor = Pick<LogEvent, 'actorType' | 'actorSid'>

function workspaceActs(world: World): Actor {
  return { actorType: 'workspace', actorSid: world.identity.workspaceSid }
}

function workerActs(worker: Worker): Actor {
  return { actorType: 'worker', actorSid: worker.sid }
}

function snapshotTask(world: World, task: Task, status = task.status): TaskSnapshot {
  return {
    task,
    status,
    priority: task.priority,
    ageS: Math.floor((world.now - task.createdAt) / 1000),
    attributesText: task.attributesText,
    reason: task.reason,
  }
}

/** Snapshots are shared while nothing about the worker has changed: a busy worker has thousands of events. */
const lastSnapshots = new WeakMap<Worker, WorkerSnapshot>()

function snapshotWorker(worker: Worker): WorkerSnapshot {
  const last = lastSnapshots.get(worker)
  const same =
    last !== undefined &&
    last.version === worker.version &&
    last.name === worker.name &&
    last.activitySid === worker.activity.sid &&
    last.attributesText === worker.attributesText
  if (same) return last
  const snapshot: WorkerSnapshot = {
    worker,
    name: worker.name,
    activitySid: worker.activity.sid,
    activityName: worker.activity.name,
    attributesText: worker.attributesText,
    version: worker.version,
  }
  lastSnapshots.set(worker, snapshot)
  return snapshot
}

/** `task.*`, `task-queue.*` and `workflow.*` lines about one task. */
export function recordTask(world: World, task: Task, type: string, description: string): void {
  const aboutWorkflow = type.startsWith('workflow.')
  if (aboutWorkflow && !world.rules.logWorkflowSteps) return
  world.record({
    ...workspaceActs(world),
    type,
    description,
    resourceType: 'task',
    resourceSid: task.sid,
    task: snapshotTask(world, task),
    worker: null,
    reservation: null,
    queue: aboutWorkflow || type === 'task.created' ? null : task.queue,
    workflow: task.workflow,
    extra: {},
  })
}

/**
 * `reservation.*` lines.
 * @param byWorker whether the worker did it, rather than the clock or the service.
 * @param taskStatus the task's status to write where it follows a moment later (assigned after an accept).
 */
export function recordReservation(
  world: World,
  reservation: Reservation,
  type: string,
  description: string,
  options: { byWorker?: boolean; taskStatus?: Task['status']; extra?: Readonly<Record<string, string>> } = {},
): void {
  const { task, worker } = reservation
  world.record({
    ...(options.byWorker === true ? workerActs(worker) : workspaceActs(world)),
    type,
    description,
    resourceType: 'reservation',
    resourceSid: reservation.sid,
    task: snapshotTask(world, task, options.taskStatus),
    worker: snapshotWorker(worker),
    reservation,
    queue: task.queue,
    workflow: task.workflow,
    extra: options.extra ?? {},
  })
}

/** `worker.*` lines. */
export function recordWorker(
  world: World,
  worker: Worker,
  type: string,
  description: string,
  extra: Readonly<Record<string, string>> = {},
): void {
  world.record({
    ...workspaceActs(world),
    type,
    description,
    resourceType: 'worker',
    resourceSid: worker.sid,
    task: null,
    worker: snapshotWorker(worker),
    reservation: null,
    queue: null,
    workflow: null,
    extra,
  })
}

/** Moves a worker to an activity and writes the line; nothing happens when the worker is there already. */
export function moveWorker(world: World, worker: Worker, activity: Activity): void {
  if (worker.activity === activity) return
  const previous = worker.activity
  const spentMs = Math.max(0, world.now - worker.statusChangedAt)
  worker.activity = activity
  worker.statusChangedAt = Math.max(worker.statusChangedAt, world.now)
  world.touch(worker)
  recordWorker(
    world,
    worker,
    'worker.activity.update',
    `Worker ${worker.name} updated to ${activity.name} Activity`,
    {
      worker_previous_activity_sid: previous.sid,
      worker_previous_activity_name: previous.name,
      worker_time_in_previous_activity: String(Math.floor(spentMs / 1000)),
      worker_time_in_previous_activity_ms: String(spentMs),
    },
  )
  world.listener.activityChanged(worker)
  if (activity.available) world.router.workerFreed(worker)
}
