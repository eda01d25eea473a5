import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Worker,
  WorkerChannel,
  Workflow,
} from '../world/model'
import { loadOf } from '../world/workers'
import type { RequestContext } from './context'

const DAY_MS = 86_400_000
/** `2031-02-03T` by day; a workspace's dates fall on few days, and a list of 1,000 rows writes 4,000 of them. */
const days = new Map<number, string>()
const DAYS_KEPT = 1_000
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))

function dayText(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  const text = new Date(day * DAY_MS).toISOString().slice(0, -13)
  if (days.size >= DAYS_KEPT) days.clear()
  days.set(day, text)
  return text
}

/** Moments (ms since 1970) leave as UTC in whole seconds: `2031-02-03T09:00:00Z`. */
export function isoSeconds(ms: number): string {
  const day = Math.floor(ms / DAY_MS)
  const seconds = Math.floor((ms - day * DAY_MS) / 1000)
  const two = (value: number): string => TWO_DIGITS[value] ?? '00'
  return `${dayText(day)}${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`
}

export function workspaceUrl(context: RequestContext): string {
  return `${context.baseUrl}/v1/Workspaces/${context.world.identity.workspaceSid}`
}

function owner(context: RequestContext): { account_sid: string; workspace_sid: string } {
  const { accountSid, workspaceSid } = context.world.identity
  return { account_sid: accountSid, workspace_sid: workspaceSid }
}

function dates(entity: { createdAt: number; updatedAt: number }): {
  date_created: string
  date_updated: string
} {
  return { date_created: isoSeconds(entity.createdAt), date_updated: isoSeconds(entity.updatedAt) }
}

export function workspaceJson(context: RequestContext): unknown {
  const { world } = context
  const url = workspaceUrl(context)
  const offline = [...world.activities.values()].find((activity) => !activity.available)
  return {
    sid: world.identity.workspaceSid,
    account_sid: world.identity.accountSid,
    friendly_name: world.identity.name,
    default_activity_sid: offline?.sid ?? null,
    default_activity_name: offline?.name ?? null,
    timeout_activity_sid: offline?.sid ?? null,
    timeout_activity_name: offline?.name ?? null,
    event_callback_url: '',
    events_filter: null,
    multi_task_enabled: true,
    prioritize_queue_order: 'FIFO',
    date_created: isoSeconds(world.identity.createdAt),
    date_updated: isoSeconds(world.identity.createdAt),
    url,
    links: {
      activities: `${url}/Activities`,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      task_queues: `${url}/TaskQueues`,
      tasks: `${url}/Tasks`,
      workers: `${url}/Workers`,
      workflows: `${url}/Workflows`,
      task_channels: `${url}/TaskChannels`,
      events: `${url}/Events`,
    },
  }
}

export function activityJson(context: RequestContext, activity: Activity): unknown {
  const workspace = workspaceUrl(context)
  return {
    ...owner(context),
    sid: activity.sid,
    friendly_name: activity.name,
    available: activity.available,
    ...dates(activity),
    url: `${workspace}/Activities/${activity.sid}`,
    links: { workspace },
  }
}

export function channelJson(context: RequestContext, channel: TaskChannel): unknown {
  const workspace = workspaceUrl(context)
  return {
    ...owner(context),
    sid: channel.sid,
    friendly_name: channel.name,
    unique_name: channel.uniqueName,
    channel_optimized_routing: false,
    ...dates(channel),
    url: `${workspace}/TaskChannels/${channel.sid}`,
    links: { workspace },
  }
}

export function queueJson(context: RequestContext, queue: TaskQueue): unknown {
  const workspace = workspaceUrl(context)
  const url = `${workspace}/TaskQueues/${queue.sid}`
  return {
    ...owner(context),
    sid: queue.sid,
    friendly_name: queue.name,
    target_workers: queue.targetText,
    max_reserved_workers: queue.maxReservedWorkers,
    task_order: 'FIFO',
    reservation_activity_sid: null,
    reservation_activity_name: null,
    assignment_activity_sid: null,
    assignment_activity_name: null,
    ...dates(queue),
    url,
    links: {
      workspace,
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
      list_statistics: `${workspace}/TaskQueues/Statistics`,
      bulk_real_time_statistics: `${workspace}/TaskQueues/RealTimeStatistics`,
    },
  }
}

export function workflowJson(context: RequestContext, workflow: Workflow): unknown {
  const url = `${workspaceUrl(context)}/Workflows/${workflow.sid}`
  const filters = workflow.filters.map(({ text, queue }) => ({
    filter_friendly_name: queue.name,
    expression: text,
    targets: [{ queue: queue.sid }],
  }))
  const fallback =
    workflow.defaultQueue === null ? {} : { default_filter: { queue: workflow.defaultQueue.sid } }
  return {
    ...owner(context),
    sid: workflow.sid,
    friendly_name: workflow.name,
    assignment_callback_url: null,
    fallback_assignment_callback_url: null,
    configuration: JSON.stringify({ task_routing: { filters, ...fallback } }),
    document_content_type: 'application/json',
    task_reservation_timeout: workflow.reservationTimeoutS,
    ...dates(workflow),
    url,
    links: {
      statistics: `${url}/Statistics`,
      real_time_statistics: `${url}/RealTimeStatistics`,
      cumulative_statistics: `${url}/CumulativeStatistics`,
    },
  }
}

/** @param listed whether it is a row of a list, where attributes may be left out. */
export function taskJson(context: RequestContext, task: Task, listed = false): Record<string, unknown> {
  const workspace = workspaceUrl(context)
  const url = `${workspace}/Tasks/${task.sid}`
  return {
    ...owner(context),
    sid: task.sid,
    assignment_status: task.status,
    attributes: listed && context.rules.listAttributes === 'null' ? null : task.attributesText,
    addons: '{}',
    age: Math.max(0, Math.floor((context.world.now - task.createdAt) / 1000)),
    priority: task.priority,
    reason: task.reason,
    timeout: task.timeoutS,
    task_channel_sid: task.channel.sid,
    task_channel_unique_name: task.channel.uniqueName,
    task_queue_sid: task.queue?.sid ?? null,
    task_queue_friendly_name: task.queue?.name ?? null,
    task_queue_entered_date: task.queueEnteredAt === null ? null : isoSeconds(task.queueEnteredAt),
    workflow_sid: task.workflow.sid,
    workflow_friendly_name: task.workflow.name,
    virtual_start_time: isoSeconds(task.virtualStartAt),
    ignore_capacity: task.ignoreCapacity,
    routing_target: task.routingTarget,
    ...dates(task),
    url,
    links: {
      workspace,
      workflow: `${workspace}/Workflows/${task.workflow.sid}`,
      task_queue: task.queue === null ? null : `${workspace}/TaskQueues/${task.queue.sid}`,
      reservations: `${url}/Reservations`,
    },
  }
}

/** @param scope the resource it was asked through: its URL goes by that. */
export function reservationJson(
  context: RequestContext,
  reservation: Reservation,
  scope: 'task' | 'worker' = 'task',
): unknown {
  const workspace = workspaceUrl(context)
  const task = `${workspace}/Tasks/${reservation.task.sid}`
  const worker = `${workspace}/Workers/${reservation.worker.sid}`
  return {
    ...owner(context),
    sid: reservation.sid,
    task_sid: reservation.task.sid,
    worker_sid: reservation.worker.sid,
    worker_name: reservation.workerName,
    reservation_status: reservation.status,
    ...dates(reservation),
    url: `${scope === 'task' ? task : worker}/Reservations/${reservation.sid}`,
    links: { workspace, task, worker },
  }
}

export function workerJson(context: RequestContext, worker: Worker, listed = false): unknown {
  const workspace = workspaceUrl(context)
  const url = `${workspace}/Workers/${worker.sid}`
  return {
    ...owner(context),
    sid: worker.sid,
    friendly_name: worker.name,
    activity_sid: worker.activity.sid,
    activity_name: worker.activity.name,
    available: worker.activity.available,
    attributes: listed && context.rules.listAttributes === 'null' ? null : worker.attributesText,
    date_status_changed: isoSeconds(worker.statusChangedAt),
    ...dates(worker),
    url,
    links: {
      workspace,
      activity: `${workspace}/Activities/${worker.activity.sid}`,
      channels: `${url}/Channels`,
      worker_channels: `${url}/Channels`,
      reservations: `${url}/Reservations`,
      statistics: `${workspace}/Workers/Statistics`,
      real_time_statistics: `${workspace}/Workers/RealTimeStatistics`,
      cumulative_statistics: `${workspace}/Workers/CumulativeStatistics`,
      worker_statistics: `${url}/Statistics`,
    },
  }
}

export function workerChannelJson(context: RequestContext, slot: WorkerChannel): unknown {
  const load = loadOf(slot)
  const free = slot.capacity === 0 ? 0 : Math.floor((1 - load.counted / slot.capacity) * 100)
  return {
    ...owner(context),
    sid: slot.sid,
    worker_sid: slot.worker.sid,
    task_channel_sid: slot.channel.sid,
    task_channel_unique_name: slot.channel.uniqueName,
    available: slot.available,
    configured_capacity: slot.capacity,
    assigned_tasks: load.assigned,
    available_capacity_percentage: Math.max(0, free),
    ...dates(slot),
    url: `${workspaceUrl(context)}/Workers/${slot.worker.sid}/Channels/${slot.sid}`,
  }
}
