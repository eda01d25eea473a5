import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  TaskRouterEvent,
  Version,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from '../resources'
import {
  asAttributes,
  asBoolean,
  asJsonRecord,
  asNumber,
  asRow,
  asSid,
  asText,
  asTime,
  type Row,
} from './values'

/** Turns one row of an answer into a resource, or into null when it cannot be used at all (no SID). Never throws. */
export type Decode<T> = (value: unknown, version: Version) => T | null

/** A status that did not come is not one of the known words, and says so. */
const NO_STATUS = 'unknown'

/** A resource with a SID of its own: what has none cannot be used at all. */
const withSid =
  <T>(read: (row: Row, sid: string, version: Version) => T | null): Decode<T> =>
  (value, version) => {
    const row = asRow(value)
    const sid = asSid(row?.['sid'])
    return row === null || sid === null ? null : read(row, sid, version)
  }

export const decodeWorkspace: Decode<Workspace> = withSid((row, sid) => ({
  sid,
  accountSid: asSid(row['account_sid']),
  friendlyName: asText(row['friendly_name']) ?? '',
  multiTaskEnabled: asBoolean(row['multi_task_enabled']),
  defaultActivitySid: asSid(row['default_activity_sid']),
  timeoutActivitySid: asSid(row['timeout_activity_sid']),
  timeoutActivityName: asText(row['timeout_activity_name']),
  prioritizeQueueOrder: asText(row['prioritize_queue_order']),
  eventCallbackUrl: asText(row['event_callback_url']),
}))

export const decodeTask: Decode<Task> = withSid((row, sid, version) => ({
  sid,
  status: asText(row['assignment_status']) ?? NO_STATUS,
  attributes: asAttributes(row['attributes']),
  addons: asAttributes(row['addons']),
  ageSeconds: asNumber(row['age']),
  priority: asNumber(row['priority']),
  reason: asText(row['reason']),
  timeoutSeconds: asNumber(row['timeout']),
  channelSid: asSid(row['task_channel_sid']),
  channelName: asText(row['task_channel_unique_name']),
  queueSid: asSid(row['task_queue_sid']),
  queueName: asText(row['task_queue_friendly_name']),
  queueEnteredAt: asTime(row['task_queue_entered_date']),
  workflowSid: asSid(row['workflow_sid']),
  workflowName: asText(row['workflow_friendly_name']),
  routingTarget: asText(row['routing_target']),
  ignoreCapacity: asBoolean(row['ignore_capacity']),
  virtualStartAt: asTime(row['virtual_start_time']),
  createdAt: asTime(row['date_created']),
  updatedAt: asTime(row['date_updated']),
  version,
}))

/** `taskSid`: the task it was asked through, for rows that do not name it. */
export function decodeReservationOf(taskSid: string | null): Decode<Reservation> {
  return withSid((row, sid, version) => {
    const task = asSid(row['task_sid']) ?? taskSid
    if (task === null) return null
    return {
      sid,
      taskSid: task,
      workerSid: asSid(row['worker_sid']),
      workerName: asText(row['worker_name']),
      status: asText(row['reservation_status']) ?? NO_STATUS,
      createdAt: asTime(row['date_created']),
      updatedAt: asTime(row['date_updated']),
      version,
    }
  })
}

export const decodeWorker: Decode<Worker> = withSid((row, sid, version) => ({
  sid,
  friendlyName: asText(row['friendly_name']) ?? '',
  activitySid: asSid(row['activity_sid']),
  activityName: asText(row['activity_name']),
  available: asBoolean(row['available']),
  attributes: asAttributes(row['attributes']),
  createdAt: asTime(row['date_created']),
  updatedAt: asTime(row['date_updated']),
  statusChangedAt: asTime(row['date_status_changed']),
  version,
}))

export const decodeWorkerChannel: Decode<WorkerChannel> = withSid((row, sid) => ({
  sid,
  workerSid: asSid(row['worker_sid']),
  taskChannelSid: asSid(row['task_channel_sid']),
  taskChannelName: asText(row['task_channel_unique_name']),
  available: asBoolean(row['available']),
  assignedTasks: asNumber(row['assigned_tasks']),
  availableCapacityPercentage: asNumber(row['available_capacity_percentage']),
  configuredCapacity: asNumber(row['configured_capacity']),
}))

export const decodeActivity: Decode<Activity> = withSid((row, sid) => ({
  sid,
  friendlyName: asText(row['friendly_name']) ?? '',
  available: asBoolean(row['available']),
}))

export const decodeTaskQueue: Decode<TaskQueue> = withSid((row, sid) => ({
  sid,
  friendlyName: asText(row['friendly_name']) ?? '',
  targetWorkers: asText(row['target_workers']),
  maxReservedWorkers: asNumber(row['max_reserved_workers']),
  taskOrder: asText(row['task_order']),
}))

export const decodeWorkflow: Decode<Workflow> = withSid((row, sid) => ({
  sid,
  friendlyName: asText(row['friendly_name']) ?? '',
  assignmentCallbackUrl: asText(row['assignment_callback_url']),
  fallbackAssignmentCallbackUrl: asText(row['fallback_assignment_callback_url']),
  reservationTimeoutSeconds: asNumber(row['task_reservation_timeout']),
}))

export const decodeTaskChannel: Decode<TaskChannel> = withSid((row, sid) => ({
  sid,
  friendlyName: asText(row['friendly_name']) ?? '',
  uniqueName: asText(row['unique_name']),
  channelOptimizedRouting: asBoolean(row['channel_optimized_routing']),
}))

/** An event without a time cannot be put in order and is not used. */
export const decodeEvent: Decode<TaskRouterEvent> = withSid((row, sid) => {
  const at = asTime(row['event_date_ms']) ?? asTime(row['event_date'])
  const type = asText(row['event_type'])
  if (at === null || type === null) return null
  return {
    sid,
    type,
    at,
    description: asText(row['description']),
    actorType: asText(row['actor_type']),
    actorSid: asSid(row['actor_sid']),
    resourceType: asText(row['resource_type']),
    resourceSid: asSid(row['resource_sid']),
    data: asJsonRecord(row['event_data']) ?? asAttributes(row['event_data']).parsed ?? {},
  }
})
