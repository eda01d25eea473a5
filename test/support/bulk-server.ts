import { TaskRouterError, type TaskRouterErrorKind } from '../../main/taskrouter/errors'
import type { Answered, Page, Pages, WorkspaceApi } from '../../main/taskrouter/api'
import type {
  Reservation,
  Task,
  TaskRouterEvent,
  Worker,
  WorkerChannel,
} from '../../main/taskrouter/resources'
import type { Instruction } from '../../preload/contract/instructions'
import { INSTRUCTIONS } from '../../preload/contract/instructions'
import { NOON, sid } from './rows'

/** One write that the server applied, in order: its log is the truth that outcomes are held against. */
export interface Applied {
  readonly by: 'console' | 'agent' | 'service'
  readonly sid: string
  readonly status: string
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

export type Fault =
  | 'none'
  /** 500 without effect. */
  | 'errorBefore'
  /** Applied, and then the connection breaks. */
  | 'resetAfter'
  /** The connection breaks first. */
  | 'resetBefore'
  | 'signedOut'
  | 'forbidden'

const STATUS_AFTER: Readonly<Record<string, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  wrapUp: 'wrapping',
  complete: 'completed',
  dequeue: 'accepted',
  conference: 'accepted',
}

const ENDED = new Set(['rejected', 'timeout', 'canceled', 'rescinded', 'completed'])

/** A workspace in memory behind the client's own interface, with agents in it and faults to order. */
export class BulkServer {
  readonly reservations = new Map<string, Mutable<Reservation>>()
  readonly tasks = new Map<string, Mutable<Task>>()
  readonly workers = new Map<string, Mutable<Worker>>()
  readonly channels = new Map<string, Mutable<WorkerChannel>>()
  readonly log: Applied[] = []
  readonly events: TaskRouterEvent[] = []
  /** Names of the calls that reached the server, in order. */
  readonly requests: string[] = []
  readonly posts: string[] = []
  now = NOON
  enforceVersions = true
  /** Reads of a reservation until what connects its call has changed its status; 0 = at once. */
  ringing = 0
  readonly #ringing = new Map<string, number>()
  /** Asked before every write; decides what goes wrong with it. */
  fault: (call: string, sid: string) => Fault = () => 'none'
  /** Runs before every request is served: agents act here. */
  interleave: (call: string) => void = () => undefined
  /** Keeps a request waiting, for tests that look while it is under way. */
  gate: (call: string) => Promise<void> = () => Promise.resolve()
  readonly activities = [
    { sid: sid('WA', 1), name: 'Available', available: true },
    { sid: sid('WA', 2), name: 'Unavailable', available: false },
    { sid: sid('WA', 3), name: 'Offline', available: false },
  ] as const

  addWorker(n: number, activity = 0): Mutable<Worker> {
    const { sid: activitySid, name: activityName, available } = this.activities[activity]!
    const worker: Mutable<Worker> = {
      sid: sid('WK', n),
      friendlyName: `Worker ${n}`,
      activitySid,
      activityName,
      available,
      attributes: { raw: '{}', parsed: { contact_uri: `client:w${n}` } },
      createdAt: NOON,
      updatedAt: NOON,
      statusChangedAt: NOON,
      version: '1',
    }
    this.workers.set(worker.sid, worker)
    return worker
  }

  /** Channel 1 of every worker is chat, 2 is voice; they share their task channels. */
  addChannel(n: number, worker: Worker, capacity = 1, taskChannel = 1): Mutable<WorkerChannel> {
    const channel: Mutable<WorkerChannel> = {
      sid: sid('WC', n),
      workerSid: worker.sid,
      taskChannelSid: sid('TC', taskChannel),
      taskChannelName: taskChannel === 1 ? 'chat' : 'voice',
      available: true,
      assignedTasks: 0,
      availableCapacityPercentage: 100,
      configuredCapacity: capacity,
    }
    this.channels.set(channel.sid, channel)
    return channel
  }

  addTask(n: number, attributes: Task['attributes']['parsed'] = {}, channelName = 'voice'): Mutable<Task> {
    const task: Mutable<Task> = {
      sid: sid('WT', n),
      status: 'reserved',
      attributes: { raw: JSON.stringify(attributes), parsed: attributes },
      addons: { raw: '{}', parsed: {} },
      ageSeconds: 60,
      priority: 0,
      reason: null,
      timeoutSeconds: 86_400,
      channelSid: sid('TC', 1),
      channelName,
      queueSid: sid('WQ', 1),
      queueName: 'Harbour desk',
      queueEnteredAt: NOON,
      workflowSid: sid('WW', 1),
      workflowName: 'Front desk',
      routingTarget: null,
      ignoreCapacity: false,
      virtualStartAt: NOON,
      createdAt: NOON - 90_000,
      updatedAt: NOON - 60_000,
      version: '1',
    }
    this.tasks.set(task.sid, task)
    return task
  }

  addReservation(n: number, task: Task, worker: Worker, status = 'pending'): Mutable<Reservation> {
    const reservation: Mutable<Reservation> = {
      sid: sid('WR', n),
      taskSid: task.sid,
      workerSid: worker.sid,
      workerName: worker.friendlyName,
      status,
      createdAt: NOON - 60_000,
      updatedAt: NOON - 60_000,
      version: '1',
    }
    this.reservations.set(reservation.sid, reservation)
    const bumped = this.workers.get(worker.sid)
    if (bumped !== undefined) bumped.version = next(bumped.version)
    return reservation
  }

  /** `count` offers, each of its own task, over `workers` workers. */
  static withOffers(count: number, workers = count): BulkServer {
    const server = new BulkServer()
    for (let n = 1; n <= workers; n += 1) server.addWorker(n)
    for (let n = 1; n <= count; n += 1) {
      const task = server.addTask(n, { call_sid: sid('CA', n) })
      server.addReservation(n, task, server.workers.get(sid('WK', ((n - 1) % workers) + 1))!)
    }
    return server
  }

  /** An agent (or another console) changes a reservation. */
  agent(reservationSid: string, status: string): void {
    const reservation = this.reservations.get(reservationSid)
    if (reservation === undefined || ENDED.has(reservation.status)) return
    this.#set(reservation, status, 'agent')
  }

  countOf(call: string): number {
    return this.requests.filter((name) => name === call).length
  }

  readonly api: WorkspaceApi = unimplemented({
    workspaceSid: sid('WS', 1),
    fetchTask: (taskSid) => this.#serve('fetchTask', taskSid, () => this.#find(this.tasks, taskSid)),
    fetchWorker: (workerSid) =>
      this.#serve('fetchWorker', workerSid, () => this.#find(this.workers, workerSid)),
    fetchReservation: (path) =>
      this.#serve('fetchReservation', path.sid, () => {
        const reservation = this.#find(this.reservations, path.sid)
        if ('taskSid' in path && path.taskSid !== reservation.taskSid)
          throw failure('gone', 404, 'Not found.', 20404)
        this.#ring(reservation)
        return reservation
      }),
    listTaskReservations: (taskSid) =>
      this.#list('listTaskReservations', () =>
        [...this.reservations.values()].filter((one) => one.taskSid === taskSid),
      ),
    listWorkerReservations: (workerSid, filter) =>
      this.#list('listWorkerReservations', () =>
        [...this.reservations.values()].filter(
          (one) =>
            one.workerSid === workerSid && (filter?.status === undefined || one.status === filter.status),
        ),
      ),
    listWorkers: () => this.#list('listWorkers', () => [...this.workers.values()]),
    listWorkerChannels: (workerSid) =>
      this.#list('listWorkerChannels', () => {
        this.#find(this.workers, workerSid)
        return [...this.channels.values()].filter((one) => one.workerSid === workerSid)
      }),
    updateWorkerChannel: (workerSid, channelSid, { capacity, available }) =>
      this.#write('updateWorkerChannel', workerSid, () => {
        const channel = this.#find(this.channels, channelSid)
        if (capacity !== undefined) channel.configuredCapacity = capacity
        if (available !== undefined) channel.available = available
        this.log.push({
          by: 'console',
          sid: workerSid,
          status: `${capacity ?? ''} ${available ?? ''}`.trim(),
        })
        return channel
      }),
    listEvents: (filter) =>
      this.#list('listEvents', () => this.events.filter(({ type }) => type === filter?.eventType)),
    updateReservation: ({ sid: reservationSid }, instruction, options) =>
      this.#write('updateReservation', reservationSid, () =>
        this.#instruct(reservationSid, instruction, options?.ifMatch ?? null),
      ),
    updateWorker: (workerSid, update, options) =>
      this.#write('updateWorker', workerSid, () => {
        const worker = this.#find(this.workers, workerSid)
        this.#check(worker.version, options?.ifMatch ?? null)
        if (update.activitySid !== undefined) this.#move(worker, update.activitySid)
        if (update.rejectPendingReservations === true) {
          for (const one of this.reservations.values()) {
            if (one.workerSid === workerSid && one.status === 'pending') this.#set(one, 'rejected', 'console')
          }
        }
        return worker
      }),
    updateTask: (taskSid, update, options) =>
      this.#write('updateTask', taskSid, () => {
        const task = this.#find(this.tasks, taskSid)
        this.#check(task.version, options?.ifMatch ?? null)
        const { status } = update
        if (status === 'canceled' && !['pending', 'reserved'].includes(task.status)) {
          throw failure(
            'refused',
            400,
            `Cannot cancel task ${taskSid} because it is not pending or reserved.`,
          )
        }
        if (status === 'completed' && !['assigned', 'wrapping'].includes(task.status)) {
          throw failure(
            'refused',
            400,
            `Cannot complete task ${taskSid} because it is not currently assigned.`,
          )
        }
        if (status !== undefined && update.attributes !== undefined) {
          throw failure('refused', 400, 'Status and attributes cannot be changed in one request.')
        }
        if (status !== undefined) this.#endTask(task, status)
        if (update.attributes !== undefined) {
          task.attributes = { raw: update.attributes, parsed: JSON.parse(update.attributes) as never }
        }
        task.version = next(task.version)
        this.log.push({ by: 'console', sid: taskSid, status: task.status })
        return task
      }),
    deleteTask: (taskSid) =>
      this.#write('deleteTask', taskSid, () => {
        this.#find(this.tasks, taskSid)
        this.tasks.delete(taskSid)
        for (const one of this.reservations.values()) {
          if (one.taskSid === taskSid) this.reservations.delete(one.sid)
        }
        this.log.push({ by: 'console', sid: taskSid, status: 'deleted' })
        return null
      }),
  })

  #instruct(reservationSid: string, { kind, parameters }: Instruction, ifMatch: string | null): Reservation {
    const reservation = this.#find(this.reservations, reservationSid)
    this.#check(reservation.version, ifMatch)
    if (!INSTRUCTIONS[kind].from.includes(reservation.status)) {
      throw failure('refused', 400, `Reservation ${reservationSid} is not in the expected state.`)
    }
    const accepts = parameters['RedirectAccept'] === true || parameters['CallAccept'] === true
    const status = STATUS_AFTER[kind] ?? (accepts ? 'accepted' : reservation.status)
    const rings = INSTRUCTIONS[kind].needsVoice && status !== reservation.status ? this.ringing : 0
    if (rings > 0) {
      this.#ringing.set(reservation.sid, rings)
      this.#set(reservation, reservation.status, 'console')
    } else this.#set(reservation, status, 'console')
    const activitySid = parameters['WorkerActivitySid']
    const worker = this.workers.get(reservation.workerSid ?? '')
    if (typeof activitySid === 'string' && worker !== undefined) this.#move(worker, activitySid)
    return reservation
  }

  #ring(reservation: Mutable<Reservation>): void {
    const left = this.#ringing.get(reservation.sid)
    if (left === undefined) return
    this.#ringing.set(reservation.sid, left - 1)
    if (left > 1) return
    this.#ringing.delete(reservation.sid)
    if (reservation.status === 'pending') this.#set(reservation, 'accepted', 'service')
  }

  /** A task that ends takes its reservations with it. */
  #endTask(task: Mutable<Task>, status: 'canceled' | 'completed' | 'wrapping'): void {
    task.status = status
    if (status === 'wrapping') return
    for (const one of this.reservations.values()) {
      if (one.taskSid === task.sid && !ENDED.has(one.status)) this.#set(one, status, 'service')
    }
  }

  #move(worker: Mutable<Worker>, activitySid: string): void {
    const activity = this.activities.find((one) => one.sid === activitySid)
    if (activity === undefined) throw failure('refused', 400, 'Invalid activity.')
    worker.activitySid = activity.sid
    worker.activityName = activity.name
    worker.available = activity.available
    worker.version = next(worker.version)
  }

  #set(reservation: Mutable<Reservation>, status: string, by: Applied['by']): void {
    reservation.status = status
    reservation.updatedAt = this.now
    reservation.version = next(reservation.version)
    this.log.push({ by, sid: reservation.sid, status })
    const task = this.tasks.get(reservation.taskSid)
    if (task !== undefined && !['canceled', 'completed'].includes(task.status)) {
      if (status === 'accepted') task.status = 'assigned'
      if (status === 'rejected' || status === 'timeout') task.status = 'pending'
      if (status === 'wrapping' || status === 'completed') task.status = status
      task.version = next(task.version)
    }
    this.events.push({
      sid: sid('EV', this.events.length + 1),
      type: `reservation.${status === 'wrapping' ? 'wrapup' : status}`,
      at: this.now,
      description: null,
      actorType: null,
      actorSid: null,
      resourceType: 'reservation',
      resourceSid: reservation.sid,
      data: { reservation_sid: reservation.sid },
    })
  }

  #check(version: string | null, ifMatch: string | null): void {
    if (this.enforceVersions && ifMatch !== null && ifMatch !== version) {
      throw failure('changed', 412, 'Precondition failed.', 20412)
    }
  }

  #find<T>(map: ReadonlyMap<string, T>, key: string): T {
    const found = map.get(key)
    if (found === undefined) throw failure('gone', 404, `The requested resource was not found.`, 20404)
    return found
  }

  async #serve<T>(call: string, key: string, answer: () => T): Promise<Answered<T>> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    const fault = this.fault(call, key)
    if (fault === 'signedOut') throw failure('notSignedIn', 401, 'Authenticate', 20003)
    return this.#answered(answer())
  }

  async #write<T>(call: string, key: string, apply: () => T): Promise<Answered<T>> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    this.posts.push(key)
    switch (this.fault(call, key)) {
      case 'none':
        return this.#answered(apply())
      case 'errorBefore':
        throw failure('server', 500, 'Internal error', 20500, 'unknown')
      case 'resetBefore':
        throw failure('network', null, 'The connection was reset.', null, 'unknown')
      case 'resetAfter':
        apply()
        throw failure('network', null, 'The connection was reset.', null, 'unknown')
      case 'signedOut':
        throw failure('notSignedIn', 401, 'Authenticate', 20003)
      case 'forbidden':
        throw failure('notAllowed', 403, 'Forbidden', 70051)
    }
  }

  async *#list<T>(call: string, items: () => readonly T[]): Pages<T> {
    await this.gate(call)
    this.interleave(call)
    this.requests.push(call)
    const page: Page<T> = {
      items: items().map((item) => ({ ...item })),
      index: 0,
      serverTime: this.now,
      last: true,
    }
    yield page
  }

  #answered<T>(value: T): Answered<T> {
    const copy = typeof value === 'object' && value !== null ? { ...value } : value
    return { value: copy, requestId: `RQ${this.requests.length}`, serverTime: this.now, attempts: 1 }
  }
}

function next(version: string | null): string {
  return String(Number(version ?? '0') + 1)
}

export function failure(
  kind: TaskRouterErrorKind,
  status: number | null,
  message: string,
  code: number | null = null,
  applied: 'no' | 'unknown' = 'no',
): TaskRouterError {
  return new TaskRouterError({ kind, status, code, message, requestId: null, request: 'test', applied })
}

/** The calls that bulk makes; any other one fails the test by name. */
function unimplemented(calls: Partial<WorkspaceApi>): WorkspaceApi {
  return new Proxy(calls, {
    get: (target, name) => {
      const call: unknown = Reflect.get(target, name)
      if (call !== undefined || typeof name === 'symbol') return call
      return () => {
        throw new Error(`bulk is not expected to call ${name}`)
      }
    },
  }) as WorkspaceApi
}
