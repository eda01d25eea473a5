import { isLive } from '../../../preload/contract/board'
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Worker,
  Workflow,
} from '../../taskrouter/resources'
import {
  type Knowledge,
  type ReservationState,
  type TaskState,
  type WorkerState,
  TASK_ENDS,
  effectiveStatus,
  endingOf,
  rankOf,
} from './facts'
import {
  type ReservationFacts,
  type TaskFacts,
  type WorkerFacts,
  assign,
  fillHoles,
  overwrite,
  sameSecond,
} from './merge'
import { attributeFacts } from './subject'

const ENDED = 4

/**
 * Everything known of one workspace, by SID and with the ways between: task ↔ reservations ↔ worker. Remembers what changed
 * (`dirty`), so that only those rows are joined again. Server news may come in any order and more than once.
 */
export class BoardIndex {
  readonly tasks = new Map<string, TaskState>()
  readonly reservations = new Map<string, ReservationState>()
  readonly workers = new Map<string, WorkerState>()
  readonly activities = new Map<string, Activity>()
  readonly queues = new Map<string, TaskQueue>()
  readonly workflows = new Map<string, Workflow>()
  readonly channels = new Map<string, TaskChannel>()
  /** Reservations whose row has to be joined again. */
  readonly dirty = new Set<ReservationState>()
  /** True when names, workers or their counts changed since it was last set to false. */
  directoryChanged = false
  /** Tasks by the status they effectively have; compared with the server's own counts. */
  readonly taskCounts = new Map<string, number>()
  private readonly countedAs = new Map<TaskState, string>()

  // --- reservations

  putReservation(facts: ReservationFacts, knowledge: Knowledge): ReservationState {
    const known = this.reservations.get(facts.sid)
    const state = known ?? this.addReservation(facts, knowledge)
    if (known !== undefined) this.advance(known, facts, knowledge)
    if (state.workerSid === null && facts.workerSid !== null) this.attachWorker(state, facts.workerSid)
    state.workerName = facts.workerName ?? state.workerName
    return state
  }

  putReservationResource(reservation: Reservation, at: number): ReservationState {
    return this.putReservation(reservation, { source: 'read', at })
  }

  private addReservation(facts: ReservationFacts, knowledge: Knowledge): ReservationState {
    const state: ReservationState = {
      sid: facts.sid,
      taskSid: facts.taskSid,
      workerSid: null,
      workerName: facts.workerName,
      status: facts.status,
      createdAt: facts.createdAt,
      updatedAt: facts.updatedAt,
      endedAt: isLive(facts.status) ? null : (facts.updatedAt ?? knowledge.at),
      endAssumed: false,
      instructed: null,
      source: knowledge.source,
      knownAt: knowledge.at,
    }
    this.reservations.set(state.sid, state)
    const task = this.task(facts.taskSid, knowledge.at)
    task.reservations.add(state)
    this.touchTask(task)
    return state
  }

  private advance(state: ReservationState, facts: ReservationFacts, knowledge: Knowledge): void {
    if (facts.createdAt !== null && !sameSecond(facts.createdAt, state.createdAt)) {
      // The created event and the resource agree to the second; anything else means that ours was a guess.
      state.createdAt = facts.createdAt
      this.touchTaskOf(state)
    }
    const before = rankOf(state.status)
    const after = rankOf(facts.status)
    const news = facts.updatedAt ?? knowledge.at
    const other = after === before && facts.status !== state.status
    const moved = after > before || (other && (before === ENDED ? state.endAssumed : news > state.knownAt))
    if (moved) {
      state.status = facts.status
      state.updatedAt = facts.updatedAt ?? state.updatedAt
      state.endedAt = isLive(facts.status) ? null : (facts.updatedAt ?? knowledge.at)
      state.endAssumed = false
      if (facts.status !== 'pending') state.instructed = null
    } else if (
      after === before &&
      facts.updatedAt !== null &&
      !sameSecond(facts.updatedAt, state.updatedAt)
    ) {
      if (state.updatedAt === null || facts.updatedAt > state.updatedAt) state.updatedAt = facts.updatedAt
    }
    if (moved || (after === before && knowledge.at >= state.knownAt)) {
      state.source = knowledge.source
      state.knownAt = Math.max(state.knownAt, knowledge.at)
      this.dirty.add(state)
    }
    if (moved) this.touchTaskOf(state)
  }

  /** The server no longer has this reservation as live: it ended while we were not looking. */
  endReservation(state: ReservationState, at: number): void {
    if (state.endedAt !== null) return
    state.status = endingOf(state.status)
    state.endedAt = at
    state.endAssumed = true
    state.updatedAt = at
    state.instructed = null
    state.source = 'read'
    state.knownAt = Math.max(state.knownAt, at)
    this.touchTaskOf(state)
  }

  instruct(sid: string, instruction: string): void {
    const state = this.reservations.get(sid)
    if (state?.status !== 'pending') return
    state.instructed = instruction
    this.dirty.add(state)
  }

  private attachWorker(state: ReservationState, workerSid: string): void {
    state.workerSid = workerSid
    this.heldBy(workerSid).add(state)
    this.dirty.add(state)
    this.directoryChanged = true
  }

  /** Reservations by worker SID, whether the worker is known or not. */
  private readonly byWorker = new Map<string, Set<ReservationState>>()

  private heldBy(workerSid: string): Set<ReservationState> {
    const held = this.byWorker.get(workerSid)
    if (held !== undefined) return held
    const fresh = new Set<ReservationState>()
    this.byWorker.set(workerSid, fresh)
    return fresh
  }

  ofWorker(workerSid: string): ReadonlySet<ReservationState> {
    return this.byWorker.get(workerSid) ?? NONE
  }

  ofTask(taskSid: string): ReadonlySet<ReservationState> {
    return this.tasks.get(taskSid)?.reservations ?? NONE
  }

  // --- tasks

  /** The task, made on first mention. */
  task(sid: string, at: number): TaskState {
    const known = this.tasks.get(sid)
    if (known !== undefined) return known
    const task: TaskState = {
      sid,
      status: null,
      statusAt: 0,
      factsAt: 0,
      createdAt: null,
      channel: null,
      queueSid: null,
      queueName: null,
      workflowSid: null,
      workflowName: null,
      priority: null,
      subject: null,
      hasCall: null,
      callSid: null,
      endedAt: null,
      readAt: null,
      readUpdatedAt: null,
      reservations: new Set(),
    }
    this.tasks.set(sid, task)
    task.statusAt = Math.min(task.statusAt, at)
    return task
  }

  /** Newer facts win; facts that are older only fill holes. A task that ended stays ended. */
  putTask(sid: string, facts: TaskFacts, at: number): TaskState {
    const task = this.task(sid, at)
    const newer = at >= task.factsAt
    const changed = newer ? overwrite(task, facts) : fillHoles(task, facts)
    if (newer) task.factsAt = at
    if (facts.status != null && this.putTaskStatus(task, facts.status, at)) this.touchTask(task)
    else if (changed) this.touchTask(task)
    return task
  }

  private putTaskStatus(task: TaskState, status: string, at: number): boolean {
    const ends = TASK_ENDS.has(status)
    if (task.endedAt !== null || (!ends && at < task.statusAt)) return false
    task.statusAt = Math.max(at, task.statusAt)
    if (ends) task.endedAt = at
    if (task.status === status) return ends
    task.status = status
    return true
  }

  putTaskResource(resource: Task, at: number): TaskState {
    return this.putTask(
      resource.sid,
      {
        status: resource.status,
        createdAt: resource.createdAt,
        channel: resource.channelName,
        queueSid: resource.queueSid,
        queueName: resource.queueName,
        workflowSid: resource.workflowSid,
        workflowName: resource.workflowName,
        priority: resource.priority,
        // Lists may leave attributes out (reference 1.5): what is known already stays.
        ...(resource.attributes.raw === null ? {} : attributeFacts(resource.attributes)),
      },
      at,
    )
  }

  /** The task is gone (404, deleted, or ended without an event): everything on it ended. */
  endTask(sid: string, at: number, status: 'completed' | 'canceled' | null = null): void {
    const task = this.tasks.get(sid)
    if (task === undefined) return
    for (const reservation of task.reservations) this.endReservation(reservation, at)
    if (task.endedAt !== null) return
    task.endedAt = at
    task.status =
      status ?? (task.status === 'assigned' || task.status === 'wrapping' ? 'completed' : 'canceled')
    task.statusAt = Math.max(task.statusAt, at)
    this.touchTask(task)
  }

  /** All rows of the task have to be joined again, and its place in the counts may have changed. */
  private touchTask(task: TaskState): void {
    for (const reservation of task.reservations) this.dirty.add(reservation)
    const status = task.endedAt === null ? effectiveStatus(task) : null
    const counted = this.countedAs.get(task)
    if (counted === (status ?? undefined)) return
    if (counted !== undefined) this.taskCounts.set(counted, (this.taskCounts.get(counted) ?? 1) - 1)
    if (status === null) this.countedAs.delete(task)
    else {
      this.countedAs.set(task, status)
      this.taskCounts.set(status, (this.taskCounts.get(status) ?? 0) + 1)
    }
  }

  private touchTaskOf(state: ReservationState): void {
    this.dirty.add(state)
    this.directoryChanged = true
    const task = this.tasks.get(state.taskSid)
    if (task !== undefined) this.touchTask(task)
  }

  // --- workers

  putWorker(sid: string, facts: WorkerFacts, at: number): WorkerState {
    let worker = this.workers.get(sid)
    if (worker === undefined) {
      worker = {
        sid,
        name: facts.name ?? sid,
        activitySid: null,
        activityName: null,
        available: null,
        since: null,
        asOf: 0,
        reservations: this.heldBy(sid),
      }
      this.workers.set(sid, worker)
    }
    if (at < worker.asOf) return worker
    worker.asOf = at
    if (assign(worker, facts)) {
      for (const reservation of worker.reservations) this.dirty.add(reservation)
      this.directoryChanged = true
    }
    return worker
  }

  putWorkerResource(resource: Worker, at: number): WorkerState {
    const known = this.workers.get(resource.sid)
    const since = resource.statusChangedAt
    return this.putWorker(
      resource.sid,
      {
        name: resource.friendlyName,
        activitySid: resource.activitySid,
        activityName: resource.activityName,
        available: resource.available,
        since: known !== undefined && since !== null && sameSecond(since, known.since) ? known.since : since,
      },
      at,
    )
  }

  removeWorker(sid: string): void {
    if (!this.workers.delete(sid)) return
    for (const reservation of this.ofWorker(sid)) this.dirty.add(reservation)
    this.directoryChanged = true
  }

  // --- names

  /** Replaces one kind of names as a whole; rows that show such a name are joined again. */
  putNames<T extends { readonly sid: string }>(names: Map<string, T>, items: readonly T[]): void {
    const before = JSON.stringify([...names.values()])
    names.clear()
    for (const item of items) names.set(item.sid, item)
    if (before === JSON.stringify(items)) return
    for (const reservation of this.reservations.values()) this.dirty.add(reservation)
    this.directoryChanged = true
  }

  // --- forgetting

  /** Drops tasks that ended before `before` with all their reservations; returns how many rows went. */
  forgetEnded(before: number): number {
    let forgotten = 0
    for (const task of this.tasks.values()) {
      if (task.endedAt === null || task.endedAt >= before) continue
      if ([...task.reservations].some((each) => each.endedAt === null || each.endedAt >= before)) continue
      for (const reservation of task.reservations) this.forget(reservation)
      forgotten += task.reservations.size
      this.countedAs.delete(task)
      this.tasks.delete(task.sid)
    }
    return forgotten
  }

  private forget(reservation: ReservationState): void {
    this.reservations.delete(reservation.sid)
    if (reservation.workerSid !== null) this.byWorker.get(reservation.workerSid)?.delete(reservation)
    this.dirty.delete(reservation)
  }
}

const NONE: ReadonlySet<ReservationState> = new Set()
