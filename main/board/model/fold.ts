import type { Attributes, JsonValue, TaskRouterEvent } from '../../taskrouter/resources'
import { TASK_ENDS, type TaskState, countLive, holdsLive } from './facts'
import type { BoardIndex } from './index'
import type { TaskFacts } from './merge'
import { attributeFacts } from './subject'

/** What folding could not settle by itself, for somebody to read. */
export interface FoldNotes {
  /** Tasks whose reservations have to be read. */
  readonly unsettled: Set<string>
  /** Tasks of which the lines so far lack something that a row shows; earlier lines may still bring it. */
  readonly incomplete: Set<string>
  /** Accepted tasks with other offers still out: those are about to be rescinded. */
  readonly crowded: Set<string>
  /** Activities, queues, workflows or channels changed. */
  namesChanged: boolean
  /** A worker was named that no list has named. */
  workersChanged: boolean
}

export function newNotes(): FoldNotes {
  return {
    unsettled: new Set(),
    incomplete: new Set(),
    crowded: new Set(),
    namesChanged: false,
    workersChanged: false,
  }
}

/** The entries of `event_data` that are read below. */
export const FOLDED_NAMES = [
  'reservation_sid',
  'task_sid',
  'task_age',
  'task_assignment_status',
  'task_attributes',
  'task_channel_unique_name',
  'task_date_created',
  'task_priority',
  'task_queue_name',
  'task_queue_sid',
  'workflow_name',
  'workflow_sid',
  'worker_activity_name',
  'worker_activity_sid',
  'worker_name',
  'worker_sid',
] as const

type FoldedName = (typeof FOLDED_NAMES)[number]

/** Event `reservation.X` → reservation status (reference 5.1; note wrapup ↔ wrapping). */
const RESERVATION_EVENTS: Readonly<Record<string, string>> = {
  created: 'pending',
  accepted: 'accepted',
  rejected: 'rejected',
  timeout: 'timeout',
  canceled: 'canceled',
  rescinded: 'rescinded',
  wrapup: 'wrapping',
  completed: 'completed',
}

/** What the task's status is, or is about to be, after such an event. */
const TASK_AFTER: Readonly<Record<string, string>> = {
  created: 'reserved',
  accepted: 'assigned',
  wrapup: 'wrapping',
}

/**
 * Takes one line of the event log into the index. Safe in any order and for repeated lines; types that this version does not know
 * change nothing, except that an unknown word about a reservation asks for that task to be read.
 */
export function foldEvent(index: BoardIndex, event: TaskRouterEvent, notes: FoldNotes): void {
  const dot = event.type.indexOf('.')
  const family = dot === -1 ? event.type : event.type.slice(0, dot)
  const what = event.type.slice(dot + 1)
  if (family === 'reservation') foldReservation(index, event, what, notes)
  else if (family === 'task' || family === 'task-queue' || family === 'workflow') {
    if (text(event.data, 'task_sid') !== null) foldTask(index, event, family, what, notes)
    else notes.namesChanged = true
  } else if (family === 'worker') foldWorker(index, event, what, notes)
  else if (family === 'activity' || family === 'task-channel') notes.namesChanged = true
}

function foldReservation(index: BoardIndex, event: TaskRouterEvent, what: string, notes: FoldNotes): void {
  const { data, at } = event
  const sid = text(data, 'reservation_sid')
  const taskSid = text(data, 'task_sid')
  if (sid === null || taskSid === null) return
  const status = RESERVATION_EVENTS[what]
  if (status === undefined) {
    // Such as reservation.failed, which names neither a worker nor what became of the offer.
    if (index.reservations.get(sid)?.endedAt === null) notes.unsettled.add(taskSid)
    return
  }
  const task = putTaskOf(index, event, taskSid, TASK_AFTER[what] ?? null, notes)
  const workerSid = text(data, 'worker_sid')
  if (workerSid !== null && !index.workers.has(workerSid)) notes.workersChanged = true
  const reservation = index.putReservation(
    {
      sid,
      taskSid,
      workerSid,
      workerName: text(data, 'worker_name'),
      status,
      createdAt: status === 'pending' ? at : null,
      updatedAt: at,
    },
    { source: 'event', at },
  )
  if (reservation.endedAt !== null) return
  if (what === 'accepted' && countLive(task) > 1) notes.crowded.add(taskSid)
  if (task.endedAt !== null) index.endReservation(reservation, task.endedAt)
  else if (reservation.createdAt === null) notes.incomplete.add(taskSid)
}

function foldTask(
  index: BoardIndex,
  event: TaskRouterEvent,
  family: string,
  what: string,
  notes: FoldNotes,
): void {
  const taskSid = text(event.data, 'task_sid')
  if (taskSid === null) return
  putTaskOf(index, event, taskSid, null, notes)
  if (family !== 'task') return
  if (what === 'completed' || what === 'canceled') index.endTask(taskSid, event.at, what)
  else if (what === 'deleted' || what === 'system-deleted') index.endTask(taskSid, event.at)
}

function putTaskOf(
  index: BoardIndex,
  event: TaskRouterEvent,
  taskSid: string,
  after: string | null,
  notes: FoldNotes,
): TaskState {
  const { data, at } = event
  const told = after ?? text(data, 'task_assignment_status')
  // The end of a task is taken from its own event, which also ends what it held.
  const status = told !== null && TASK_ENDS.has(told) ? null : told
  const known = index.tasks.get(taskSid)
  const facts: TaskFacts = {
    status,
    channel: text(data, 'task_channel_unique_name'),
    queueSid: text(data, 'task_queue_sid'),
    queueName: text(data, 'task_queue_name'),
    workflowSid: text(data, 'workflow_sid'),
    workflowName: text(data, 'workflow_name'),
    priority: number(data, 'task_priority'),
    ...(known?.createdAt == null ? { createdAt: createdAt(data, at) } : {}),
    ...attributesIn(data),
  }
  const task = index.putTask(taskSid, facts, at)
  if (task.endedAt === null && task.channel === null) notes.incomplete.add(taskSid)
  return task
}

function createdAt(data: TaskRouterEvent['data'], at: number): number | null {
  const seconds = number(data, 'task_date_created')
  if (seconds !== null) return seconds * 1000
  const age = number(data, 'task_age')
  return age === null ? null : at - age * 1000
}

function attributesIn(data: TaskRouterEvent['data']): Pick<TaskFacts, 'subject' | 'hasCall' | 'callSid'> {
  const raw = text(data, 'task_attributes')
  if (raw === null) return {}
  return attributeFacts({ raw, parsed: parseObject(raw) })
}

function foldWorker(index: BoardIndex, event: TaskRouterEvent, what: string, notes: FoldNotes): void {
  const { data, at } = event
  const sid = text(data, 'worker_sid')
  if (sid === null) return
  if (what === 'deleted') {
    index.removeWorker(sid)
    return
  }
  const known = index.workers.get(sid)
  if (known === undefined) notes.workersChanged = true
  const name = text(data, 'worker_name')
  const activitySid = text(data, 'worker_activity_sid')
  const moved = what === 'activity.update' || what === 'activity' || what === 'created'
  if (!moved || activitySid === null) {
    if (name !== null && known !== undefined && known.name !== name) index.putWorker(sid, { name }, at)
    return
  }
  const activity = index.activities.get(activitySid)
  if (activity === undefined) notes.namesChanged = true
  index.putWorker(
    sid,
    {
      ...(name === null ? {} : { name }),
      activitySid,
      activityName: text(data, 'worker_activity_name') ?? activity?.friendlyName ?? null,
      available: activity?.available ?? null,
      since: at,
    },
    at,
  )
}

/** Values of `event_data` are strings, also numbers (reference 5.2); empty ones count as missing. */
function text(data: TaskRouterEvent['data'], key: FoldedName): string | null {
  const value: JsonValue | undefined = data[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

function number(data: TaskRouterEvent['data'], key: FoldedName): number | null {
  const value = text(data, key)
  const parsed = value === null ? Number.NaN : Number(value)
  return Number.isFinite(parsed) ? parsed : null
}

function parseObject(raw: string): Attributes['parsed'] {
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, JsonValue>)
      : null
  } catch {
    return null
  }
}

/** Whether something that a row shows is still missing of a task with live reservations. */
export function isIncomplete(task: TaskState): boolean {
  if (task.endedAt !== null || !holdsLive(task)) return false
  if (task.channel === null) return true
  for (const { endedAt, createdAt } of task.reservations)
    if (endedAt === null && createdAt === null) return true
  return false
}
