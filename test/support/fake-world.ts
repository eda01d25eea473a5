import type { EventFilter } from '../../main/taskrouter/api'
import type {
  Attributes,
  JsonValue,
  Reservation,
  Task,
  TaskRouterEvent,
  Worker,
  WorkerChannel,
} from '../../main/taskrouter/resources'
import type { BoardClock } from './board-clock'
import { sid } from './rows'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type FakeTask = Mutable<Task>
export type FakeReservation = Mutable<Reservation>
type FakeWorker = Mutable<Worker>

const LIVE = ['pending', 'accepted', 'wrapping']

/** TaskRouter tells times of resources in whole seconds. */
export const second = (ms: number): number => Math.floor(ms / 1000) * 1000

function attributes(value: Record<string, JsonValue>): Attributes {
  return { raw: JSON.stringify(value), parsed: value }
}

/**
 * A small TaskRouter in memory with the laws of the reference: offers are answered, time out, are rescinded; tasks follow; every
 * move is logged. Time is the virtual clock's plus `skewMs`.
 */
export class FakeWorld {
  readonly tasks = new Map<string, FakeTask>()
  readonly reservations = new Map<string, FakeReservation>()
  readonly workers = new Map<string, FakeWorker>()
  readonly channels = new Map<string, WorkerChannel[]>()
  readonly events: (TaskRouterEvent & { readonly readableAt: number | null })[] = []
  readonly activities = [
    { sid: sid('WA', 1), friendlyName: 'Available', available: true },
    { sid: sid('WA', 2), friendlyName: 'Break', available: false },
    { sid: sid('WA', 3), friendlyName: 'Ready for chat', available: true },
  ]
  readonly queue = {
    sid: sid('WQ', 1),
    friendlyName: 'Harbour desk',
    targetWorkers: null,
    maxReservedWorkers: 1,
    taskOrder: 'FIFO',
  }
  readonly workflow = {
    sid: sid('WW', 1),
    friendlyName: 'Front desk',
    assignmentCallbackUrl: null,
    fallbackAssignmentCallbackUrl: null,
    reservationTimeoutSeconds: 120,
  }
  /** Milliseconds until an event can be read; null = never. */
  eventDelay: () => number | null = () => 0
  skewMs = 0
  private serial = 0

  constructor(readonly clock: BoardClock) {}

  get now(): number {
    return this.clock.now() + this.skewMs
  }

  addWorker(name = `Worker ${this.workers.size + 1}`): FakeWorker {
    const worker: FakeWorker = {
      sid: sid('WK', ++this.serial),
      friendlyName: name,
      activitySid: sid('WA', 1),
      activityName: 'Available',
      available: true,
      attributes: attributes({}),
      createdAt: second(this.now),
      updatedAt: second(this.now),
      statusChangedAt: second(this.now),
      version: '0',
    }
    this.workers.set(worker.sid, worker)
    this.log('worker.created', { worker })
    return worker
  }

  addTask(facts: Partial<FakeTask> = {}): FakeTask {
    const task: FakeTask = {
      sid: sid('WT', ++this.serial),
      status: 'pending',
      attributes: attributes({ name: `Customer ${this.serial}` }),
      addons: attributes({}),
      ageSeconds: 0,
      priority: 0,
      reason: null,
      timeoutSeconds: 86_400,
      channelSid: sid('TC', 1),
      channelName: 'voice',
      queueSid: this.queue.sid,
      queueName: this.queue.friendlyName,
      queueEnteredAt: null,
      workflowSid: this.workflow.sid,
      workflowName: this.workflow.friendlyName,
      routingTarget: null,
      ignoreCapacity: false,
      virtualStartAt: null,
      createdAt: second(this.now),
      updatedAt: second(this.now),
      version: null,
      ...facts,
    }
    this.tasks.set(task.sid, task)
    this.log('task.created', { task })
    return task
  }

  offer(task: FakeTask, worker: FakeWorker): FakeReservation {
    this.move(task, 'reserved')
    const reservation: FakeReservation = {
      sid: sid('WR', ++this.serial),
      taskSid: task.sid,
      workerSid: worker.sid,
      workerName: worker.friendlyName,
      status: 'pending',
      createdAt: second(this.now),
      updatedAt: second(this.now),
      version: null,
    }
    this.reservations.set(reservation.sid, reservation)
    this.log('reservation.created', { task, worker, reservation })
    return reservation
  }

  /** A pending offer ends, or work moves on; the task and the other offers follow. */
  answer(reservation: FakeReservation, status: string): void {
    const task = this.taskOf(reservation)
    this.setStatus(reservation, status)
    const others = this.liveOf(task).filter((other) => other !== reservation)
    if (status === 'accepted') {
      for (const other of others) this.setStatus(other, 'rescinded')
      this.move(task, 'assigned')
    } else if (status === 'wrapping') this.move(task, 'wrapping')
    else if (status === 'completed') this.end(task, 'completed')
    else if (others.length === 0) this.move(task, 'pending')
  }

  cancel(task: FakeTask): void {
    for (const reservation of this.liveOf(task)) this.setStatus(reservation, 'canceled')
    this.end(task, 'canceled')
  }

  /** Deleted through the API: reservations end without events of their own. */
  deleteTask(task: FakeTask): void {
    this.log('task.deleted', { task })
    this.remove(task)
  }

  /** The automatic removal minutes after the end: no event. */
  remove(task: FakeTask): void {
    this.tasks.delete(task.sid)
    for (const reservation of this.reservations.values())
      if (reservation.taskSid === task.sid) this.reservations.delete(reservation.sid)
  }

  setActivity(worker: FakeWorker, n: 1 | 2 | 3): void {
    const activity = this.activities[n - 1]!
    worker.activitySid = activity.sid
    worker.activityName = activity.friendlyName
    worker.available = activity.available
    worker.statusChangedAt = second(this.now)
    worker.updatedAt = second(this.now)
    this.log('worker.activity.update', { worker })
  }

  live(): FakeReservation[] {
    return [...this.reservations.values()].filter((each) => LIVE.includes(each.status))
  }

  liveOf(task: FakeTask): FakeReservation[] {
    return this.live().filter((each) => each.taskSid === task.sid)
  }

  taskOf(reservation: FakeReservation): FakeTask {
    return this.tasks.get(reservation.taskSid)!
  }

  private setStatus(reservation: FakeReservation, status: string): void {
    reservation.status = status
    reservation.updatedAt = second(this.now)
    const task = this.taskOf(reservation)
    const worker = this.workers.get(reservation.workerSid ?? '')
    const type = `reservation.${status === 'wrapping' ? 'wrapup' : status}`
    this.log(type, { task, reservation, ...(worker === undefined ? {} : { worker }) })
  }

  private move(task: FakeTask, status: string): void {
    task.status = status
    task.updatedAt = second(this.now)
  }

  private end(task: FakeTask, status: 'completed' | 'canceled'): void {
    this.move(task, status)
    this.log(`task.${status}`, { task })
  }

  log(
    type: string,
    about: {
      readonly task?: FakeTask
      readonly worker?: FakeWorker
      readonly reservation?: FakeReservation
      readonly extra?: Record<string, JsonValue>
    } = {},
  ): TaskRouterEvent {
    const { task, worker, reservation } = about
    const delay = this.eventDelay()
    const event = {
      sid: sid('EV', ++this.serial),
      type,
      at: this.now,
      description: type,
      actorType: 'workspace',
      actorSid: null,
      resourceType: type.split('.')[0] ?? null,
      resourceSid: (reservation ?? task ?? worker)?.sid ?? null,
      readableAt: delay === null ? null : this.now + delay,
      data: {
        ...(task === undefined
          ? {}
          : {
              task_sid: task.sid,
              task_attributes: task.attributes.raw,
              task_age: String(Math.floor((this.now - (task.createdAt ?? this.now)) / 1000)),
              task_priority: String(task.priority ?? 0),
              task_assignment_status: task.status,
              task_queue_sid: task.queueSid,
              workflow_sid: task.workflowSid,
              task_channel_unique_name: task.channelName,
            }),
        ...(worker === undefined
          ? {}
          : {
              worker_sid: worker.sid,
              worker_name: worker.friendlyName,
              worker_activity_sid: worker.activitySid,
              worker_activity_name: worker.activityName,
            }),
        ...(reservation === undefined ? {} : { reservation_sid: reservation.sid }),
        ...about.extra,
      },
    }
    this.events.push(event)
    return event
  }

  /** The log as far as it can be read by now, newest first. */
  readableEvents(filter: EventFilter): TaskRouterEvent[] {
    const startAt = filter.startAt ?? this.now - (filter.minutes ?? 15) * 60_000
    const endAt = filter.endAt ?? this.now
    return this.events
      .filter(
        (event) =>
          event.readableAt !== null &&
          event.readableAt <= this.now &&
          event.at >= second(startAt) &&
          event.at <= endAt &&
          (filter.taskSid === undefined || event.data['task_sid'] === filter.taskSid) &&
          (filter.reservationSid === undefined || event.data['reservation_sid'] === filter.reservationSid),
      )
      .reverse()
  }
}
