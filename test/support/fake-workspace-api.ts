import type { Answered, EventFilter, ListOptions, Page, Pages, WorkspaceApi } from '../../main/taskrouter/api'
import { TaskRouterError, type TaskRouterErrorKind } from '../../main/taskrouter/errors'
import type {
  Attributes,
  JsonValue,
  Reservation,
  Task,
  TaskRouterEvent,
  Worker,
  WorkerChannel,
} from '../../main/taskrouter/resources'
import { sid } from './rows'
import type { BoardClock } from './board-clock'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
export type FakeTask = Mutable<Task>
export type FakeReservation = Mutable<Reservation>
export type FakeWorker = Mutable<Worker>

const LIVE = ['pending', 'accepted', 'wrapping']
const second = (ms: number): number => Math.floor(ms / 1000) * 1000

export function attributes(value: Record<string, JsonValue>): Attributes {
  return { raw: JSON.stringify(value), parsed: value }
}

export function failure(kind: TaskRouterErrorKind, request = 'GET /fake'): TaskRouterError {
  const status =
    { notSignedIn: 401, notAllowed: 403, gone: 404, refused: 400, server: 500 }[kind as string] ?? null
  return new TaskRouterError({
    kind,
    status,
    code: null,
    message: kind,
    requestId: null,
    request,
    applied: 'no',
  })
}

/**
 * A small TaskRouter in memory with the laws of the reference: offers are answered, time out, are rescinded; tasks follow; every
 * move is logged. Time is the virtual clock's plus `skewMs`; `eventDelay` says when an event can be read (null = never).
 */
export class FakeWorkspace {
  readonly tasks = new Map<string, FakeTask>()
  readonly reservations = new Map<string, FakeReservation>()
  readonly workers = new Map<string, FakeWorker>()
  readonly channels = new Map<string, WorkerChannel[]>()
  readonly events: (TaskRouterEvent & { readonly readableAt: number | null })[] = []
  readonly requests: string[] = []
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
  /** Asked before every request; returns the error to answer with, or null. */
  fault: (method: string) => TaskRouterErrorKind | null = () => null
  /** Called between two pages of a list: the world may move meanwhile. */
  betweenPages: () => void = () => undefined
  eventDelay: () => number | null = () => 0
  pageSize = 1000
  skewMs = 0
  private serial = 0

  constructor(readonly clock: BoardClock) {}

  get now(): number {
    return this.clock.now() + this.skewMs
  }

  // --- the world moves

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

  // --- the API

  api(): WorkspaceApi {
    const never = () => Promise.reject(failure('refused', 'not part of this fake'))
    return {
      workspaceSid: sid('WS', 1),
      workspace: never,
      updateTask: never,
      deleteTask: never,
      updateReservation: never,
      updateWorker: never,
      updateWorkerChannel: never,
      fetchEvent: never,
      listTasks: (filter = {}, options = {}) =>
        this.list('listTasks', options, () =>
          [...this.tasks.values()]
            .filter((task) => filter.statuses === undefined || filter.statuses.includes(task.status))
            .map((task) => ({ ...task })),
        ),
      fetchTask: (taskSid, options = {}) => this.one('fetchTask', this.tasks, taskSid, options),
      listTaskReservations: (taskSid, filter = {}, options = {}) =>
        this.list('listTaskReservations', options, () => {
          if (!this.tasks.has(taskSid)) throw failure('gone')
          return [...this.reservations.values()]
            .filter((each) => each.taskSid === taskSid && (filter.status ?? each.status) === each.status)
            .map((each) => ({ ...each }))
        }),
      listWorkerReservations: (workerSid, filter = {}, options = {}) =>
        this.list('listWorkerReservations', options, () => {
          if (!this.workers.has(workerSid)) throw failure('gone')
          return [...this.reservations.values()]
            .filter((each) => each.workerSid === workerSid && (filter.status ?? each.status) === each.status)
            .map((each) => ({ ...each }))
        }),
      fetchReservation: (path, options = {}) =>
        this.one('fetchReservation', this.reservations, path.sid, options),
      listWorkers: (_filter = {}, options = {}) =>
        this.list('listWorkers', options, () => [...this.workers.values()].map((each) => ({ ...each }))),
      fetchWorker: (workerSid, options = {}) => this.one('fetchWorker', this.workers, workerSid, options),
      listWorkerChannels: (workerSid, options = {}) =>
        this.list('listWorkerChannels', options, () => this.channels.get(workerSid) ?? []),
      listActivities: (_filter = {}, options = {}) =>
        this.list('listActivities', options, () => this.activities),
      listTaskQueues: (_filter = {}, options = {}) =>
        this.list('listTaskQueues', options, () => [this.queue]),
      listWorkflows: (_filter = {}, options = {}) =>
        this.list('listWorkflows', options, () => [this.workflow]),
      listTaskChannels: (options = {}) =>
        this.list('listTaskChannels', options, () => [
          { sid: sid('TC', 1), friendlyName: 'Voice', uniqueName: 'voice', channelOptimizedRouting: null },
        ]),
      listEvents: (filter = {}, options = {}) =>
        this.list('listEvents', options, () => this.readableEvents(filter)),
      realTimeStatistics: async (_scope, _filter, options = {}) => {
        this.begin('realTimeStatistics', options)
        await Promise.resolve()
        const tasksByStatus: Record<string, number> = {}
        for (const { status } of this.tasks.values())
          if (status !== 'completed' && status !== 'canceled')
            tasksByStatus[status] = (tasksByStatus[status] ?? 0) + 1
        return this.answered({
          tasksByStatus,
          tasksByPriority: {},
          totalTasks: this.tasks.size,
          totalWorkers: this.workers.size,
          longestTaskWaitingAgeSeconds: null,
          longestTaskWaitingSid: null,
          activityStatistics: [],
          totalEligibleWorkers: null,
          totalAvailableWorkers: null,
        })
      },
      cumulativeStatistics: async (_scope, _filter, options = {}) => {
        this.begin('cumulativeStatistics', options)
        await Promise.resolve()
        const count = (type: string) => this.events.filter((event) => event.type === type).length
        return this.answered({
          startAt: null,
          endAt: null,
          reservationsCreated: count('reservation.created'),
          reservationsAccepted: count('reservation.accepted'),
          reservationsRejected: count('reservation.rejected'),
          reservationsTimedOut: count('reservation.timeout'),
          reservationsCanceled: count('reservation.canceled'),
          reservationsRescinded: count('reservation.rescinded'),
          tasksCreated: count('task.created'),
          tasksCanceled: count('task.canceled'),
          tasksCompleted: count('task.completed'),
          tasksDeleted: count('task.deleted'),
          tasksMoved: 0,
        })
      },
    }
  }

  private readableEvents(filter: EventFilter): TaskRouterEvent[] {
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

  private begin(method: string, options: { readonly signal?: AbortSignal }): void {
    if (options.signal?.aborted === true) throw failure('cancelled')
    this.requests.push(method)
    const fault = this.fault(method)
    if (fault !== null) throw failure(fault)
  }

  private answered<T>(value: T): Answered<T> {
    return { value, requestId: null, serverTime: second(this.now), attempts: 1 }
  }

  private async one<T extends object>(
    method: string,
    from: ReadonlyMap<string, T>,
    key: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<Answered<T>> {
    this.begin(method, options)
    await Promise.resolve()
    const found = from.get(key)
    if (found === undefined) throw failure('gone')
    return this.answered({ ...found })
  }

  /** Pages as the server makes them: the list is taken anew for each page, and goes on behind the last row seen. */
  private async *list<T extends { readonly sid: string }>(
    method: string,
    options: ListOptions,
    rows: () => readonly T[],
  ): Pages<T> {
    const size = Math.min(options.pageSize ?? 1000, this.pageSize)
    let offset = 0
    for (let index = 0; ; index++) {
      this.begin(method, options)
      await Promise.resolve()
      const all = rows()
      const items = all.slice(offset, offset + size)
      offset += items.length
      const last = offset >= all.length
      const page: Page<T> = { items, index, serverTime: second(this.now), last }
      yield page
      if (last) return
      this.betweenPages()
    }
  }
}
