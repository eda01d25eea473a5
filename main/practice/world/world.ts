import { VirtualClock } from './clock'
import { EventLog, type LogEvent } from './event-log'
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  TaskStatus,
  Worker,
  WorkerChannel,
  Workflow,
} from './model'
import { byPlace, OrderedList, type Place } from './ordered'
import { Random } from './random'
import { DEFAULT_RULES, type WorldRules } from './rules'
import { TaskOrders, type TaskKey } from './task-orders'

/** What the router wants to hear of. */
export interface Router {
  /** A task waits for a worker, for the first time or again. */
  taskWaits(task: Task): void
  /** A worker may have room for more. */
  workerFreed(worker: Worker): void
}

/** What the people of a workspace want to hear of. */
export interface WorldListener {
  offered(reservation: Reservation): void
  accepted(reservation: Reservation): void
  wrapping(reservation: Reservation): void
  waiting(task: Task): void
  activityChanged(worker: Worker): void
}

export interface WorldIdentity {
  readonly accountSid: string
  readonly workspaceSid: string
  readonly name: string
  readonly createdAt: number
}

const NOBODY: WorldListener = {
  offered: () => undefined,
  accepted: () => undefined,
  wrapping: () => undefined,
  waiting: () => undefined,
  activityChanged: () => undefined,
}

/** Waiting tasks of a queue: highest priority first, then longest waiting. */
function inQueueOrder(a: Task, b: Task): number {
  return b.priority - a.priority || a.virtualStartAt - b.virtualStartAt || a.seq - b.seq
}

/**
 * Everything there is in one workspace, and the indices that answer lists without a scan. Knows no rules: these are in
 * tasks.ts, reservations.ts, workers.ts and routing.ts, which are the only writers.
 */
export class World {
  readonly clock: VirtualClock
  readonly rules: WorldRules
  readonly log = new EventLog()
  readonly identity: WorldIdentity
  listener: WorldListener = NOBODY
  router: Router = { taskWaits: () => undefined, workerFreed: () => undefined }

  readonly activities = new Map<string, Activity>()
  readonly channels = new Map<string, TaskChannel>()
  readonly queues = new Map<string, TaskQueue>()
  readonly workflows = new Map<string, Workflow>()
  readonly workers = new Map<string, Worker>()
  readonly workersByName = new Map<string, Worker>()
  readonly workerChannels = new Map<string, WorkerChannel>()
  readonly tasks = new Map<string, Task>()
  readonly reservations = new Map<string, Reservation>()

  readonly taskList = new OrderedList<Task>(byPlace)
  readonly workerList = new OrderedList<Worker>(byPlace)
  /** Where removed rows stood, so that a page token that names one still works. */
  readonly removedPlaces = new Map<string, Place>()

  private readonly statusLists = new Map<TaskStatus, OrderedList<Task>>()
  private readonly queueLists = new Map<TaskQueue, OrderedList<Task>>()
  private readonly waitingLists = new Map<TaskQueue, OrderedList<Task>>()
  private readonly taskOrders = new TaskOrders()
  private readonly eligibleLists = new Map<TaskQueue, Worker[]>()
  private readonly sids: Random
  private nextSeq = 1

  constructor(options: { startMs: number; seed: number; name?: string; rules?: Partial<WorldRules> }) {
    this.clock = new VirtualClock(options.startMs)
    this.rules = { ...DEFAULT_RULES, ...options.rules }
    this.sids = new Random(options.seed)
    this.identity = {
      accountSid: this.sids.sid('AC'),
      workspaceSid: this.sids.sid('WS'),
      name: options.name ?? 'Harbour Helpdesk',
      createdAt: options.startMs,
    }
  }

  get now(): number {
    return this.clock.now
  }

  /** SID, order and birth of a new entity. */
  birth(prefix: string): { sid: string; seq: number; createdAt: number; updatedAt: number } {
    return { sid: this.sids.sid(prefix), seq: this.nextSeq++, createdAt: this.now, updatedAt: this.now }
  }

  /** A random SID that names nothing in here (request ids, calls). */
  randomSid(prefix: string): string {
    return this.sids.sid(prefix)
  }

  tasksWith(status: TaskStatus): OrderedList<Task> {
    return listOf(this.statusLists, status, byPlace)
  }

  tasksIn(queue: TaskQueue): OrderedList<Task> {
    return listOf(this.queueLists, queue, byPlace)
  }

  waitingIn(queue: TaskQueue): OrderedList<Task> {
    return listOf(this.waitingLists, queue, inQueueOrder)
  }

  /** All tasks by `keys`, then by creation; `name` stands for the keys. */
  tasksBy(name: string, keys: readonly TaskKey[]): OrderedList<Task> {
    return this.taskOrders.by(name, keys, this.taskList.all)
  }

  addTask(task: Task): void {
    this.tasks.set(task.sid, task)
    this.taskList.add(task)
    this.taskOrders.add(task)
    this.tasksWith(task.status).add(task)
  }

  setTaskStatus(task: Task, status: TaskStatus): void {
    if (task.status === status) return
    this.tasksWith(task.status).remove(task)
    task.status = status
    this.touch(task)
    this.tasksWith(status).add(task)
    if (status !== 'pending' && task.queue !== null) this.waitingIn(task.queue).remove(task)
  }

  setTaskQueue(task: Task, queue: TaskQueue | null): void {
    if (task.queue !== null) {
      this.tasksIn(task.queue).remove(task)
      this.waitingIn(task.queue).remove(task)
    }
    task.queue = queue
    task.queueEnteredAt = queue === null ? null : this.now
    if (queue !== null) this.tasksIn(queue).add(task)
  }

  /** Changes what decides a task's place (priority, virtual start), keeping queues and orders right. */
  reorder(task: Task, change: () => void): void {
    const waiting = task.queue === null ? null : this.waitingIn(task.queue)
    const wasWaiting = waiting?.remove(task) ?? false
    this.taskOrders.move(task, change)
    if (wasWaiting) waiting?.add(task)
  }

  removeTask(task: Task): void {
    if (task.removed) return
    task.removed = true
    this.setTaskQueue(task, null)
    this.tasksWith(task.status).remove(task)
    this.taskList.remove(task)
    this.taskOrders.remove(task)
    this.tasks.delete(task.sid)
    this.rememberPlace(task)
    for (const reservation of task.reservations) this.removeReservation(reservation)
  }

  addReservation(reservation: Reservation): void {
    this.reservations.set(reservation.sid, reservation)
    reservation.task.reservations.push(reservation)
    reservation.worker.reservations.push(reservation)
    reservation.worker.live.add(reservation)
  }

  /** Marks an entity as changed now: new version, new date. */
  touch(entity: { version: number; updatedAt: number }): void {
    entity.version++
    entity.updatedAt = Math.max(entity.updatedAt, this.now)
  }

  addWorker(worker: Worker): void {
    this.workers.set(worker.sid, worker)
    this.workersByName.set(worker.name.toLowerCase(), worker)
    this.workerList.add(worker)
    for (const channel of worker.channels) this.workerChannels.set(channel.sid, channel)
    for (const [queue, list] of this.eligibleLists) if (queue.target(worker.attributes)) list.push(worker)
  }

  removeWorker(worker: Worker): void {
    this.workers.delete(worker.sid)
    this.workersByName.delete(worker.name.toLowerCase())
    this.workerList.remove(worker)
    this.rememberPlace(worker)
    for (const channel of worker.channels) this.workerChannels.delete(channel.sid)
    for (const list of this.eligibleLists.values()) without(list, worker)
  }

  addQueue(queue: TaskQueue): void {
    this.queues.set(queue.sid, queue)
    this.eligibleLists.set(
      queue,
      this.workerList.all.filter((worker) => queue.target(worker.attributes)),
    )
  }

  /** Workers that a queue's target expression matches. */
  eligibleFor(queue: TaskQueue): readonly Worker[] {
    return this.eligibleLists.get(queue) ?? []
  }

  /** To be called when a worker's attributes have changed. */
  refreshEligibility(worker: Worker): void {
    for (const [queue, list] of this.eligibleLists) {
      const fits = queue.target(worker.attributes)
      const listed = list.includes(worker)
      if (fits && !listed) list.push(worker)
      if (!fits && listed) without(list, worker)
    }
  }

  channelBy(sidOrName: string): TaskChannel | undefined {
    const found = this.channels.get(sidOrName)
    if (found !== undefined) return found
    return [...this.channels.values()].find((channel) => channel.uniqueName === sidOrName)
  }

  record(event: Omit<LogEvent, 'sid' | 'seq' | 'at'>): void {
    this.log.add({ ...event, sid: this.sids.sid('EV'), seq: this.nextSeq++, at: this.now })
  }

  private removeReservation(reservation: Reservation): void {
    this.reservations.delete(reservation.sid)
    this.rememberPlace(reservation)
    reservation.worker.live.delete(reservation)
    without(reservation.worker.reservations, reservation)
  }

  private rememberPlace(row: Place & { readonly sid: string }): void {
    this.removedPlaces.set(row.sid, { createdAt: row.createdAt, seq: row.seq })
    if (this.removedPlaces.size <= REMEMBERED_PLACES) return
    for (const sid of this.removedPlaces.keys()) {
      this.removedPlaces.delete(sid)
      break
    }
  }
}

const REMEMBERED_PLACES = 200_000

function listOf<K>(
  lists: Map<K, OrderedList<Task>>,
  key: K,
  compare: (a: Task, b: Task) => number,
): OrderedList<Task> {
  let list = lists.get(key)
  if (list === undefined) lists.set(key, (list = new OrderedList(compare)))
  return list
}

function without<T>(list: T[], item: T): void {
  const index = list.indexOf(item)
  if (index >= 0) list.splice(index, 1)
}
