import type { EventFilter, StatisticsFilter, TaskFilter, TaskUpdate, WorkerFilter, WorkerUpdate } from './api'

/** From our words to the API's: PascalCase names, text values, absent where nothing was said (reference: request rules). */
export type Pairs = readonly (readonly [name: string, value: string])[]

type Value = string | number | boolean | null | undefined | readonly string[]

/** Pairs for everything that was said; arrays repeat their key. */
export function pairsOf(values: Readonly<Record<string, Value>>): Pairs {
  const pairs: (readonly [string, string])[] = []
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue
    if (typeof value === 'object') for (const single of value) pairs.push([name, single])
    else pairs.push([name, String(value)])
  }
  return pairs
}

/** `?a=b&c=d`, or nothing for no pairs. */
export function searchOf(pairs: Pairs): string {
  const search = new URLSearchParams()
  for (const [name, value] of pairs) search.append(name, value)
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** UTC with whole seconds, the form that the API documents. */
function dateText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

const optionalDate = (at: number | undefined) => (at === undefined ? undefined : dateText(at))

export function taskFilterPairs(filter: TaskFilter): Pairs {
  return pairsOf({
    AssignmentStatus: filter.statuses,
    Priority: filter.priority,
    WorkflowSid: filter.workflowSid,
    WorkflowName: filter.workflowName,
    TaskQueueSid: filter.queueSid,
    TaskQueueName: filter.queueName,
    EvaluateTaskAttributes: filter.evaluateAttributes,
    RoutingTarget: filter.routingTarget,
    HasAddons: filter.hasAddons,
    Ordering: filter.ordering,
  })
}

export function taskUpdatePairs(update: TaskUpdate): Pairs {
  return pairsOf({
    AssignmentStatus: update.status,
    Reason: update.reason,
    Priority: update.priority,
    Attributes: update.attributes,
    TaskChannel: update.taskChannel,
    VirtualStartTime: optionalDate(update.virtualStartAt),
  })
}

export function workerFilterPairs(filter: WorkerFilter): Pairs {
  return pairsOf({
    ActivityName: filter.activityName,
    ActivitySid: filter.activitySid,
    Available: filter.available,
    FriendlyName: filter.friendlyName,
    TargetWorkersExpression: filter.targetWorkersExpression,
    TaskQueueName: filter.queueName,
    TaskQueueSid: filter.queueSid,
    Ordering: filter.ordering,
  })
}

export function workerUpdatePairs(update: WorkerUpdate): Pairs {
  return pairsOf({
    ActivitySid: update.activitySid,
    Attributes: update.attributes,
    FriendlyName: update.friendlyName,
    RejectPendingReservations: update.rejectPendingReservations,
  })
}

export function eventFilterPairs(filter: EventFilter): Pairs {
  return pairsOf({
    EventType: filter.eventType,
    Minutes: filter.minutes,
    StartDate: optionalDate(filter.startAt),
    EndDate: optionalDate(filter.endAt),
    ReservationSid: filter.reservationSid,
    TaskSid: filter.taskSid,
    WorkerSid: filter.workerSid,
    TaskQueueSid: filter.queueSid,
    WorkflowSid: filter.workflowSid,
    TaskChannel: filter.taskChannel,
    Sid: filter.sid,
  })
}

export function statisticsFilterPairs(filter: StatisticsFilter): Pairs {
  return pairsOf({
    Minutes: filter.minutes,
    StartDate: optionalDate(filter.startAt),
    EndDate: optionalDate(filter.endAt),
    TaskChannel: filter.taskChannel,
  })
}

const MAX_ATTRIBUTES = 4_096
const MAX_PRIORITY = 2_147_483_647

/** What is wrong with a task update, in English, or null. */
export function taskUpdateFault(update: TaskUpdate): string | null {
  if (taskUpdatePairs(update).length === 0) return 'Nothing to change was given.'
  const { priority, attributes, virtualStartAt } = update
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= 0 && priority <= MAX_PRIORITY)) {
    return `Priority must be a whole number from 0 to ${MAX_PRIORITY}.`
  }
  if (virtualStartAt !== undefined && !Number.isFinite(virtualStartAt))
    return 'VirtualStartTime is not a time.'
  return attributes === undefined ? null : attributesFault(attributes)
}

/** What is wrong with a worker update, in English, or null. */
export function workerUpdateFault(update: WorkerUpdate): string | null {
  if (workerUpdatePairs(update).length === 0) return 'Nothing to change was given.'
  if (update.rejectPendingReservations === true && update.activitySid === undefined) {
    return 'RejectPendingReservations needs an activity to move the worker to.'
  }
  if (update.friendlyName !== undefined && (update.friendlyName === '' || update.friendlyName.length > 64)) {
    return 'FriendlyName must have 1 to 64 characters.'
  }
  return update.attributes === undefined ? null : attributesFault(update.attributes)
}

/** What is wrong with a look back in time, in English, or null (source: statistics pages; assumed for events). */
export function periodFault(filter: StatisticsFilter): string | null {
  const { minutes, startAt, endAt } = filter
  if (minutes !== undefined && (startAt !== undefined || endAt !== undefined)) {
    return 'Minutes cannot be combined with dates.'
  }
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes > 0)) {
    return 'Minutes must be a whole number above 0.'
  }
  if ([startAt, endAt].some((at) => at !== undefined && !Number.isFinite(new Date(at).getTime()))) {
    return 'StartDate or EndDate is not a time.'
  }
  return startAt !== undefined && endAt !== undefined && startAt > endAt
    ? 'StartDate is after EndDate.'
    : null
}

function attributesFault(text: string): string | null {
  if (text.length > MAX_ATTRIBUTES) return `Attributes may have ${MAX_ATTRIBUTES} characters at most.`
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? null
      : 'Attributes must be a JSON object.'
  } catch {
    return 'Attributes must be valid JSON.'
  }
}
