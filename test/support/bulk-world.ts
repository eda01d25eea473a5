import type { ReservationPath, TaskUpdate, WorkerUpdate } from '../../main/taskrouter/api'
import { TaskRouterError, type TaskRouterErrorKind } from '../../main/taskrouter/errors'
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

/** One write that the world took on, in order: its log is the truth that outcomes are held against. */
export interface Applied {
  readonly by: 'console' | 'agent' | 'service'
  readonly sid: string
  readonly status: string
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

const STATUS_AFTER: Readonly<Record<string, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  wrapUp: 'wrapping',
  complete: 'completed',
  dequeue: 'accepted',
  conference: 'accepted',
}

const ENDED = new Set(['rejected', 'timeout', 'canceled', 'rescinded', 'completed'])

/** What a workspace holds, what may become of it, and by whom: records, versions and the laws of their statuses. */
export class BulkWorld {
  readonly reservations = new Map<string, Mutable<Reservation>>()
  readonly tasks = new Map<string, Mutable<Task>>()
  readonly workers = new Map<string, Mutable<Worker>>()
  readonly channels = new Map<string, Mutable<WorkerChannel>>()
  readonly log: Applied[] = []
  readonly events: TaskRouterEvent[] = []
  now = NOON
  enforceVersions = true
  /** Reads of a reservation until what connects its call has changed its status; 0 = at once. */
  ringing = 0
  readonly #ringing = new Map<string, number>()
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

  /** An agent (or another console) changes a reservation. */
  agent(reservationSid: string, status: string): void {
    const reservation = this.reservations.get(reservationSid)
    if (reservation === undefined || ENDED.has(reservation.status)) return
    this.#set(reservation, status, 'agent')
  }

  /** @throws TaskRouterError `gone` */
  find<T>(map: ReadonlyMap<string, T>, key: string): T {
    const found = map.get(key)
    if (found === undefined) throw failure('gone', 404, `The requested resource was not found.`, 20404)
    return found
  }

  reservationsOf(owner: { readonly taskSid: string } | { readonly workerSid: string }): Reservation[] {
    return [...this.reservations.values()].filter((one) =>
      'taskSid' in owner ? one.taskSid === owner.taskSid : one.workerSid === owner.workerSid,
    )
  }

  /** The reservation as it is now; a call that rings for it comes closer to being answered with each look. */
  look(path: ReservationPath): Reservation {
    const reservation = this.find(this.reservations, path.sid)
    if ('taskSid' in path && path.taskSid !== reservation.taskSid)
      throw failure('gone', 404, 'Not found.', 20404)
    this.#ring(reservation)
    return reservation
  }

  instruct(reservationSid: string, { kind, parameters }: Instruction, ifMatch: string | null): Reservation {
    const reservation = this.find(this.reservations, reservationSid)
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

  changeWorker(workerSid: string, update: WorkerUpdate, ifMatch: string | null): Worker {
    const worker = this.find(this.workers, workerSid)
    this.#check(worker.version, ifMatch)
    if (update.activitySid !== undefined) this.#move(worker, update.activitySid)
    if (update.rejectPendingReservations === true) {
      for (const one of this.reservations.values()) {
        if (one.workerSid === workerSid && one.status === 'pending') this.#set(one, 'rejected', 'console')
      }
    }
    return worker
  }

  changeChannel(
    workerSid: string,
    channelSid: string,
    { capacity, available }: { readonly capacity?: number; readonly available?: boolean },
  ): WorkerChannel {
    const channel = this.find(this.channels, channelSid)
    if (capacity !== undefined) channel.configuredCapacity = capacity
    if (available !== undefined) channel.available = available
    this.log.push({
      by: 'console',
      sid: workerSid,
      status: `${capacity ?? ''} ${available ?? ''}`.trim(),
    })
    return channel
  }

  changeTask(taskSid: string, { status, attributes }: TaskUpdate, ifMatch: string | null): Task {
    const task = this.find(this.tasks, taskSid)
    this.#check(task.version, ifMatch)
    if (status === 'canceled' && !['pending', 'reserved'].includes(task.status)) {
      throw failure('refused', 400, `Cannot cancel task ${taskSid} because it is not pending or reserved.`)
    }
    if (status === 'completed' && !['assigned', 'wrapping'].includes(task.status)) {
      throw failure('refused', 400, `Cannot complete task ${taskSid} because it is not currently assigned.`)
    }
    if (status !== undefined && attributes !== undefined) {
      throw failure('refused', 400, 'Status and attributes cannot be changed in one request.')
    }
    if (status !== undefined) this.#endTask(task, status)
    if (attributes !== undefined) {
      task.attributes = { raw: attributes, parsed: JSON.parse(attributes) as never }
    }
    task.version = next(task.version)
    this.log.push({ by: 'console', sid: taskSid, status: task.status })
    return task
  }

  deleteTask(taskSid: string): null {
    this.find(this.tasks, taskSid)
    this.tasks.delete(taskSid)
    for (const one of this.reservations.values()) {
      if (one.taskSid === taskSid) this.reservations.delete(one.sid)
    }
    this.log.push({ by: 'console', sid: taskSid, status: 'deleted' })
    return null
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
}

function next(version: string | null): string {
  return String(Number(version ?? '0') + 1)
}

/** What the client rejects with: a refusal of the world, or a fault on the way to it. */
export function failure(
  kind: TaskRouterErrorKind,
  status: number | null,
  message: string,
  code: number | null = null,
  applied: 'no' | 'unknown' = 'no',
): TaskRouterError {
  return new TaskRouterError({ kind, status, code, message, requestId: null, request: 'test', applied })
}
