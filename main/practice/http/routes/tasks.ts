import type { Task, TaskStatus } from '../../world/model'
import { TASK_STATUSES } from '../../world/model'
import type { OrderedList } from '../../world/ordered'
import { badRequest } from '../../world/refusal'
import { recordTask } from '../../world/record'
import type { TaskKey } from '../../world/task-orders'
import {
  cancelTask,
  completeTask,
  createTask,
  deleteTask,
  enterQueue,
  parseAttributes,
  wrapTask,
} from '../../world/tasks'
import { found, idAt, ok, type Handler, type RequestContext } from '../context'
import { pageByPlace, pageInOrder, readPage, writtenEnvelope, type Page, type PageRequest } from '../paging'
import { taskRow } from '../kept-rows'
import { taskJson } from '../serialise'
import { requireVersion } from '../version'
import { expressionFilter } from './workers'

const MAX_PRIORITY = 2_147_483_647
const MAX_TTL_S = 1_209_600
const YEAR_1900 = Date.UTC(1900, 0, 1)

export function taskNamed(context: RequestContext, sid: string): Task {
  return found(context, context.world.tasks.get(sid))
}

/** `AssignmentStatus`, repeated or as one comma list. @throws Refusal for an unknown one. */
function readStatuses(context: RequestContext): TaskStatus[] {
  const asked = context.query.all('AssignmentStatus').flatMap((value) => value.split(','))
  return [...new Set(asked.map((text) => text.trim()).filter((text) => text !== ''))].map((text) => {
    const status = TASK_STATUSES.find((each) => each === text)
    if (status === undefined) throw badRequest(`Invalid parameter AssignmentStatus: ${text}`)
    return status
  })
}

function taskFilter(context: RequestContext, statuses: readonly TaskStatus[]): (task: Task) => boolean {
  const { query } = context
  const priority = query.integer('Priority', 0, MAX_PRIORITY)
  const workflowSid = query.text('WorkflowSid')
  const workflowName = query.text('WorkflowName')
  const queueSid = query.text('TaskQueueSid')
  const queueName = query.text('TaskQueueName')
  const expressionText = query.text('EvaluateTaskAttributes')
  const expression = expressionText === null ? null : expressionFilter(expressionText)
  const target = query.text('RoutingTarget')
  const hasAddons = query.flag('HasAddons')
  return (task) =>
    (statuses.length === 0 || statuses.includes(task.status)) &&
    (priority === null || task.priority === priority) &&
    (workflowSid === null || task.workflow.sid === workflowSid) &&
    (workflowName === null || task.workflow.name === workflowName) &&
    (queueSid === null || task.queue?.sid === queueSid) &&
    (queueName === null || task.queue?.name === queueName) &&
    (expression === null || expression(task.attributes)) &&
    (target === null || task.routingTarget === target) &&
    hasAddons !== true
}

/** The narrowest lists that hold every task the filter can match. */
function sourcesFor(context: RequestContext, statuses: readonly TaskStatus[]): OrderedList<Task>[] {
  const { world, query } = context
  const [sid, name] = [query.text('TaskQueueSid'), query.text('TaskQueueName')]
  const queue = [...world.queues.values()].find((each) => each.sid === sid || each.name === name)
  const byStatus = statuses.map((status) => world.tasksWith(status))
  if (queue === undefined) return statuses.length > 0 ? byStatus : [world.taskList]
  const inQueue = world.tasksIn(queue)
  const byStatusSize = byStatus.reduce((sum, list) => sum + list.size, 0)
  return statuses.length > 0 && byStatusSize < inQueue.size ? byStatus : [inQueue]
}

const ORDERINGS: Readonly<Record<string, TaskKey>> = {
  DateCreated: (task) => task.createdAt,
  Priority: (task) => task.priority,
  VirtualStartTime: (task) => task.virtualStartAt,
}

interface TaskOrdering {
  /** The same for the same order, however it was written. */
  readonly name: string
  readonly keys: readonly TaskKey[]
}

/** `Attribute:asc` pairs as sort keys; null for the default order. @throws Refusal for what the API does not know. */
function readOrdering(context: RequestContext): TaskOrdering | null {
  const text = context.query.text('Ordering')
  if (text === null || text === 'DateCreated:asc') return null
  const pairs = text.split(',').map((pair) => {
    const [attribute = '', direction = 'asc'] = pair.trim().split(':')
    const key = ORDERINGS[attribute]
    if (key === undefined || !/^(asc|desc)$/.test(direction))
      throw badRequest(`Invalid parameter Ordering: ${text}`)
    return { attribute, key, sign: direction === 'asc' ? 1 : -1 }
  })
  const names = pairs.map(({ attribute }) => attribute)
  if (names.includes('DateCreated') && names.includes('VirtualStartTime')) {
    throw badRequest('Invalid parameter Ordering: DateCreated and VirtualStartTime cannot be combined')
  }
  return {
    name: pairs.map(({ attribute, sign }) => `${attribute}:${sign}`).join(),
    keys: pairs.map(
      ({ key, sign }) =>
        (task) =>
          key(task) * sign,
    ),
  }
}

function pageOfTasks(
  context: RequestContext,
  page: PageRequest,
  statuses: readonly TaskStatus[],
): Page<Task> {
  const fits = taskFilter(context, statuses)
  const ordering = readOrdering(context)
  if (ordering === null) return pageByPlace(context.world, page, sourcesFor(context, statuses), fits)
  const { name, keys } = ordering
  return pageInOrder(page, context.world.tasksBy(name, keys), fits, keys)
}

export const listTasks: Handler = (context) => {
  const page = readPage(context)
  const statuses = readStatuses(context)
  const result = pageOfTasks(context, page, statuses)
  const rows = result.rows.map((task) => taskRow(context, task))
  return ok(writtenEnvelope(context, 'tasks', page, { ...result, rows }))
}

export const fetchTask: Handler = (context) => {
  const task = taskNamed(context, idAt(context, 1))
  return ok(taskJson(context, task), task.version)
}

export const removeTask: Handler = (context) => {
  const task = taskNamed(context, idAt(context, 1))
  requireVersion(context, task.version)
  deleteTask(context.world, task)
  return { status: 204, body: null }
}

export const addTask: Handler = (context) => {
  const { form, world } = context
  const workflowSid = form.text('WorkflowSid')
  const only = world.workflows.size === 1 ? [...world.workflows.values()][0] : undefined
  const workflow = workflowSid === null ? only : world.workflows.get(workflowSid)
  if (workflow === undefined) throw badRequest(`Invalid parameter WorkflowSid: ${workflowSid ?? 'missing'}`)
  const channelName = form.text('TaskChannel') ?? 'default'
  const channel = world.channelBy(channelName)
  if (channel === undefined) throw badRequest(`Invalid parameter TaskChannel: ${channelName}`)
  const queueSid = form.text('TaskQueueSid')
  const queue = queueSid === null ? null : world.queues.get(queueSid)
  if (queue === undefined) throw badRequest(`Invalid parameter TaskQueueSid: ${queueSid ?? ''}`)
  const routingTarget = form.text('RoutingTarget')
  const toWorker = routingTarget?.startsWith('WK') === true
  const task = createTask(world, {
    attributes: form.attributes('Attributes') ?? '{}',
    channel,
    workflow,
    queue,
    priority: form.integer('Priority', 0, MAX_PRIORITY) ?? 0,
    timeoutS: form.integer('Timeout', 1, MAX_TTL_S) ?? MAX_TTL_S / 14,
    virtualStartAt: readVirtualStart(context) ?? world.now,
    routingTarget,
    ignoreCapacity: toWorker && (form.looseFlag('IgnoreCapacity') ?? true),
  })
  return { status: 201, body: taskJson(context, task), etag: task.version }
}

function readVirtualStart(context: RequestContext): number | null {
  const at = context.form.moment('VirtualStartTime')
  if (at !== null && (at > context.world.now || at < YEAR_1900)) {
    throw badRequest('Invalid parameter VirtualStartTime: in the future or before 1900')
  }
  return at
}

export const updateTask: Handler = (context) => {
  const task = taskNamed(context, idAt(context, 1))
  requireVersion(context, task.version)
  const { form, world } = context
  const status = form.choice('AssignmentStatus', TASK_STATUSES)
  const attributes = form.attributes('Attributes')
  const priority = form.integer('Priority', 0, MAX_PRIORITY)
  const virtualStart = readVirtualStart(context)
  if (status !== null && attributes !== null) {
    throw badRequest('AssignmentStatus and Attributes cannot be changed in one request.')
  }
  const channelName = form.text('TaskChannel')
  const channel = channelName === null ? null : world.channelBy(channelName)
  if (channel === undefined) throw badRequest(`Invalid parameter TaskChannel: ${channelName ?? ''}`)
  if (status !== null) moveTask(context, task, status)
  else {
    world.reorder(task, () => {
      if (priority !== null) task.priority = priority
      if (virtualStart !== null) task.virtualStartAt = virtualStart
      if (channel !== null) task.channel = channel
      world.touch(task)
    })
    if (attributes !== null) replaceAttributes(context, task, attributes)
    recordTask(world, task, 'task.updated', `Task ${task.sid} updated`)
  }
  return ok(taskJson(context, task), task.version)
}

function replaceAttributes(context: RequestContext, task: Task, attributes: string): void {
  task.attributesText = attributes
  task.attributes = parseAttributes(attributes)
  if (task.status === 'pending') enterQueue(context.world, task, null)
}

function moveTask(context: RequestContext, task: Task, status: TaskStatus): void {
  const reason = context.form.text('Reason')
  switch (status) {
    case 'canceled':
      cancelTask(context.world, task, reason ?? '')
      return
    case 'completed':
      completeTask(context.world, task, reason)
      return
    case 'wrapping':
      wrapTask(context.world, task)
      return
    default:
      throw badRequest(`Cannot move task ${task.sid} from ${task.status} to ${status}.`)
  }
}
