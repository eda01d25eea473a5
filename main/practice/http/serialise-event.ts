import type { LogEvent } from '../world/event-log'
import type { RequestContext } from './context'
import { isoSeconds, workspaceUrl } from './serialise'

/** One line of the event log as the API shows it; `event_data` is snake_case and its values are strings. */
export function eventJson(context: RequestContext, event: LogEvent): unknown {
  const workspace = workspaceUrl(context)
  const { accountSid, workspaceSid } = context.world.identity
  return {
    sid: event.sid,
    account_sid: accountSid,
    workspace_sid: workspaceSid,
    event_type: event.type,
    event_date: isoSeconds(event.at),
    event_date_ms: event.at,
    description: event.description,
    actor_type: event.actorType,
    actor_sid: event.actorSid,
    actor_url: event.actorType === 'worker' ? `${workspace}/Workers/${event.actorSid}` : workspace,
    resource_type: event.resourceType,
    resource_sid: event.resourceSid,
    resource_url: resourceUrl(workspace, event),
    source: 'twilio',
    source_ip_address: null,
    event_data: eventData(context, event),
    url: `${workspace}/Events/${event.sid}`,
  }
}

function resourceUrl(workspace: string, event: LogEvent): string {
  if (event.reservation !== null) {
    return `${workspace}/Tasks/${event.reservation.task.sid}/Reservations/${event.reservation.sid}`
  }
  return event.resourceType === 'worker'
    ? `${workspace}/Workers/${event.resourceSid}`
    : `${workspace}/Tasks/${event.resourceSid}`
}

function eventData(context: RequestContext, event: LogEvent): Record<string, string> {
  const data: Record<string, string> = {
    workspace_sid: context.world.identity.workspaceSid,
    workspace_name: context.world.identity.name,
  }
  if (event.reservation !== null) data.reservation_sid = event.reservation.sid
  if (event.queue !== null) {
    data.task_queue_sid = event.queue.sid
    data.task_queue_name = event.queue.name
  }
  if (event.workflow !== null) {
    data.workflow_sid = event.workflow.sid
    data.workflow_name = event.workflow.name
  }
  if (event.task !== null) addTask(data, event, event.task)
  if (event.worker !== null) {
    data.worker_sid = event.worker.worker.sid
    data.worker_name = event.worker.name
    data.worker_attributes = event.worker.attributesText
    data.worker_activity_sid = event.worker.activitySid
    data.worker_activity_name = event.worker.activityName
    data.worker_version = String(event.worker.version)
  }
  return Object.assign(data, event.extra)
}

function addTask(
  data: Record<string, string>,
  event: LogEvent,
  snapshot: NonNullable<LogEvent['task']>,
): void {
  const { task } = snapshot
  data.task_sid = task.sid
  data.task_attributes = snapshot.attributesText
  data.task_age = String(snapshot.ageS)
  data.task_priority = String(snapshot.priority)
  data.task_assignment_status = snapshot.status
  data.task_date_created = String(Math.floor(task.createdAt / 1000))
  data.task_channel_sid = task.channel.sid
  data.task_channel_unique_name = task.channel.uniqueName
  if (snapshot.reason === null) return
  data.reason = snapshot.reason
  if (snapshot.status === 'canceled') data.task_canceled_reason = snapshot.reason
  if (event.type === 'task.completed') data.task_completed_reason = snapshot.reason
}
