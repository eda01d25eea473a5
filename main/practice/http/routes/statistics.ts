import type { LogEvent } from '../../world/event-log'
import type { Activity, Task, TaskQueue, TaskStatus, Worker, Workflow } from '../../world/model'
import { isTaskLive } from '../../world/model'
import { badRequest, Refusal } from '../../world/refusal'
import { found, idAt, ok, type Handler, type RequestContext } from '../context'
import { envelope, readPage } from '../paging'
import { isoSeconds, workspaceUrl } from '../serialise'
import { cumulative, activityDurations, reservationCounts, type CumulativeOf } from './cumulative'
import { readRange } from './events'
import { workerNamed } from './workers'

const LIVE: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping']
const MAX_WORKERS = 100
const MAX_BULK_QUEUES = 50
const OLD_START = 14241

/** Restricts statistics to a task channel when one is asked for. */
function channelFilter(context: RequestContext): (task: Task) => boolean {
  const name = context.query.text('TaskChannel')
  if (name === null) return () => true
  const channel = context.world.channelBy(name)
  return (task) => task.channel === channel
}

function activityStatistics(context: RequestContext, workers: readonly Worker[]): unknown[] {
  const counts = new Map<Activity, number>()
  for (const worker of workers) counts.set(worker.activity, (counts.get(worker.activity) ?? 0) + 1)
  return [...context.world.activities.values()].map((activity) => ({
    sid: activity.sid,
    friendly_name: activity.name,
    workers: counts.get(activity) ?? 0,
  }))
}

function taskStatistics(context: RequestContext, tasks: Iterable<Task>) {
  const status: Record<string, number> = { pending: 0, reserved: 0, assigned: 0, wrapping: 0 }
  const priority: Record<string, number> = {}
  let total = 0
  let longest: Task | null = null
  for (const task of tasks) {
    if (!isTaskLive(task.status)) continue
    total++
    status[task.status] = (status[task.status] ?? 0) + 1
    priority[task.priority] = (priority[task.priority] ?? 0) + 1
    const waits = task.status === 'pending' || task.status === 'reserved'
    if (waits && (longest === null || task.createdAt < longest.createdAt)) longest = task
  }
  return {
    longest_task_waiting_age:
      longest === null ? 0 : Math.floor((context.world.now - longest.createdAt) / 1000),
    longest_task_waiting_sid: longest?.sid ?? null,
    tasks_by_priority: priority,
    tasks_by_status: status,
    total_tasks: total,
  }
}

function liveTasks(context: RequestContext): Task[] {
  return LIVE.flatMap((status) => context.world.tasksWith(status).all).filter(channelFilter(context))
}

function owner(context: RequestContext): { account_sid: string; workspace_sid: string } {
  const { accountSid, workspaceSid } = context.world.identity
  return { account_sid: accountSid, workspace_sid: workspaceSid }
}

function workspaceRealTime(context: RequestContext) {
  return {
    activity_statistics: activityStatistics(context, context.world.workerList.all),
    ...taskStatistics(context, liveTasks(context)),
    total_workers: context.world.workers.size,
  }
}

function queueRealTime(context: RequestContext, queue: TaskQueue) {
  const workers = context.world.eligibleFor(queue)
  return {
    activity_statistics: activityStatistics(context, workers),
    ...taskStatistics(context, context.world.tasksIn(queue).all.filter(channelFilter(context))),
    total_eligible_workers: workers.length,
    total_available_workers: workers.filter((worker) => worker.activity.available).length,
  }
}

function workflowRealTime(context: RequestContext, workflow: Workflow) {
  return taskStatistics(
    context,
    liveTasks(context).filter((task) => task.workflow === workflow),
  )
}

function address(context: RequestContext): string {
  return `${context.baseUrl}${context.path}`
}

function queueNamed(context: RequestContext): TaskQueue {
  return found(context, context.world.queues.get(idAt(context, 1)))
}

function workflowNamed(context: RequestContext): Workflow {
  return found(context, context.world.workflows.get(idAt(context, 1)))
}

/** Worker statistics are closed in big workspaces by default (limits page). @throws Refusal 403 */
function requireFewWorkers(context: RequestContext): void {
  if (context.rules.closeWorkerStatistics && context.world.workers.size > MAX_WORKERS) {
    throw new Refusal(403, 20006, `Worker statistics are not available above ${MAX_WORKERS} workers.`)
  }
}

type Scope = (event: LogEvent) => boolean

function pastOf(context: RequestContext, of: CumulativeOf, scope: Scope) {
  const name = context.query.text('TaskChannel')
  const channel = name === null ? null : context.world.channelBy(name)
  const inChannel: Scope = (event) => channel === null || event.task?.task.channel === channel
  return cumulative(context, of, readRange(context, OLD_START), (event) => inChannel(event) && scope(event))
}

export const workspaceRealTimeStatistics: Handler = (context) =>
  ok({ ...owner(context), url: address(context), ...workspaceRealTime(context) })

export const workspaceCumulativeStatistics: Handler = (context) =>
  ok({ ...owner(context), url: address(context), ...pastOf(context, 'workspace', () => true) })

export const workspaceStatistics: Handler = (context) =>
  ok({
    ...owner(context),
    url: address(context),
    realtime: workspaceRealTime(context),
    cumulative: pastOf(context, 'workspace', () => true),
  })

export const queueRealTimeStatistics: Handler = (context) => {
  const queue = queueNamed(context)
  const now = queueRealTime(context, queue)
  const first = context.world.tasksIn(queue).all.find((task) => isTaskLive(task.status))
  return ok({
    ...owner(context),
    task_queue_sid: queue.sid,
    url: address(context),
    ...now,
    longest_relative_task_age_in_queue:
      first === undefined
        ? 0
        : Math.floor((context.world.now - (first.queueEnteredAt ?? first.createdAt)) / 1000),
    longest_relative_task_sid_in_queue: first?.sid ?? null,
  })
}

export const queueCumulativeStatistics: Handler = (context) => {
  const queue = queueNamed(context)
  const past = pastOf(context, 'queue', (event) => event.queue === queue)
  return ok({ ...owner(context), task_queue_sid: queue.sid, url: address(context), ...past })
}

function queueBoth(context: RequestContext, queue: TaskQueue) {
  return {
    realtime: queueRealTime(context, queue),
    cumulative: pastOf(context, 'queue', (event) => event.queue === queue),
  }
}

export const queueStatistics: Handler = (context) => {
  const queue = queueNamed(context)
  return ok({
    ...owner(context),
    task_queue_sid: queue.sid,
    url: address(context),
    ...queueBoth(context, queue),
  })
}

export const listQueueStatistics: Handler = (context) => {
  const page = readPage(context)
  const name = context.query.text('FriendlyName')
  const all = [...context.world.queues.values()].filter((queue) => name === null || queue.name === name)
  const start = page.number * page.size
  const shown = all.slice(start, start + page.size)
  const last = shown[shown.length - 1]
  const next = start + page.size < all.length && last !== undefined ? `PA${last.sid}` : null
  const rows = shown.map((queue) => ({
    ...owner(context),
    task_queue_sid: queue.sid,
    ...queueBoth(context, queue),
  }))
  return ok(envelope(context, 'task_queues_statistics', page, { rows, next, previous: null }))
}

export const bulkQueueStatistics: Handler = (context) => {
  const sids = readQueueSids(context.json)
  if (sids.length < 1 || sids.length > MAX_BULK_QUEUES) {
    throw badRequest(`queueSids must name 1 to ${MAX_BULK_QUEUES} queues.`)
  }
  const rows = sids.map((sid) => {
    const queue = context.world.queues.get(sid)
    if (queue === undefined) throw badRequest(`Invalid queue SID ${sid}`)
    return { task_queue_sid: sid, ...queueRealTime(context, queue) }
  })
  return ok({
    ...owner(context),
    url: address(context),
    task_queue_data: rows,
    task_queue_response_count: rows.length,
  })
}

function readQueueSids(json: unknown): string[] {
  if (typeof json !== 'object' || json === null)
    throw badRequest('The body must be a JSON object with queueSids.')
  const sids: unknown = Object.entries(json).find(([name]) => name.toLowerCase() === 'queuesids')?.[1]
  if (!Array.isArray(sids)) throw badRequest('The body must be a JSON object with queueSids.')
  return sids.map(String)
}

export const workflowRealTimeStatistics: Handler = (context) => {
  const workflow = workflowNamed(context)
  return ok({
    ...owner(context),
    workflow_sid: workflow.sid,
    url: address(context),
    ...workflowRealTime(context, workflow),
  })
}

export const workflowCumulativeStatistics: Handler = (context) => {
  const workflow = workflowNamed(context)
  const past = pastOf(context, 'workflow', (event) => event.workflow === workflow)
  return ok({ ...owner(context), workflow_sid: workflow.sid, url: address(context), ...past })
}

export const workflowStatistics: Handler = (context) => {
  const workflow = workflowNamed(context)
  return ok({
    ...owner(context),
    workflow_sid: workflow.sid,
    url: address(context),
    realtime: workflowRealTime(context, workflow),
    cumulative: pastOf(context, 'workflow', (event) => event.workflow === workflow),
  })
}

function workersRealTime(context: RequestContext) {
  return {
    activity_statistics: activityStatistics(context, context.world.workerList.all),
    total_workers: context.world.workers.size,
  }
}

function workersPast(context: RequestContext, scope: Scope) {
  const range = readRange(context, OLD_START)
  return {
    start_time: isoSeconds(range.fromMs),
    end_time: isoSeconds(range.toMs),
    ...reservationCounts(context, range, scope),
    activity_durations: activityDurations(context, range, scope),
  }
}

export const workersRealTimeStatistics: Handler = (context) => {
  requireFewWorkers(context)
  return ok({ ...owner(context), url: address(context), ...workersRealTime(context) })
}

export const workersCumulativeStatistics: Handler = (context) => {
  requireFewWorkers(context)
  return ok({ ...owner(context), url: address(context), ...workersPast(context, () => true) })
}

export const workersStatistics: Handler = (context) => {
  requireFewWorkers(context)
  return ok({
    ...owner(context),
    url: address(context),
    realtime: workersRealTime(context),
    cumulative: workersPast(context, () => true),
  })
}

export const workerStatistics: Handler = (context) => {
  requireFewWorkers(context)
  const worker = workerNamed(context, idAt(context, 1))
  return ok({
    ...owner(context),
    worker_sid: worker.sid,
    url: `${workspaceUrl(context)}/Workers/${worker.sid}/Statistics`,
    cumulative: workersPast(context, (event) => event.worker?.worker === worker),
  })
}
