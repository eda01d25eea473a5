import { compileExpression, ExpressionError } from '../../world/expression'
import type { Activity, TaskQueue, Worker } from '../../world/model'
import { OrderedList, byPlace } from '../../world/ordered'
import { badRequest } from '../../world/refusal'
import { changeChannel, changeWorker } from '../../world/workers'
import type { WorkerChannel } from '../../world/model'
import { found, idAt, NotFound, ok, type Handler, type RequestContext } from '../context'
import { workerRow } from '../kept-rows'
import { envelope, pageByKeys, pageByPlace, readPage, writtenEnvelope } from '../paging'
import { workerChannelJson, workerJson } from '../serialise'
import { requireVersion } from '../version'

const MAX_NAME = 64
const MAX_CAPACITY = 50

/** The worker a path or filter names. @throws NotFound */
export function workerNamed(context: RequestContext, sid: string): Worker {
  return found(context, context.world.workers.get(sid))
}

/** A compiled filter expression. @throws Refusal when it cannot be read. */
export function expressionFilter(text: string): (attributes: unknown) => boolean {
  try {
    return compileExpression(text)
  } catch (error) {
    if (error instanceof ExpressionError) throw badRequest(error.message)
    throw error
  }
}

function queueFilter(context: RequestContext): TaskQueue | null | undefined {
  const sid = context.query.text('TaskQueueSid')
  const name = context.query.text('TaskQueueName')
  if (sid === null && name === null) return undefined
  const queues = [...context.world.queues.values()]
  return queues.find((queue) => queue.sid === sid || queue.name === name) ?? null
}

function workerFilter(context: RequestContext): (worker: Worker) => boolean {
  const { query } = context
  const activityName = query.text('ActivityName')
  const activitySid = query.text('ActivitySid')
  const available = query.looseFlag('Available')
  const name = query.text('FriendlyName')?.toLowerCase() ?? null
  const target = query.text('TargetWorkersExpression')
  const expression = target === null ? null : expressionFilter(target)
  const queue = queueFilter(context)
  return (worker) =>
    (activityName === null || worker.activity.name === activityName) &&
    (activitySid === null || worker.activity.sid === activitySid) &&
    (available === null || worker.activity.available === available) &&
    (name === null || worker.name.toLowerCase() === name) &&
    (expression === null || expression(expressionView(worker))) &&
    (queue === undefined || (queue?.target(worker.attributes) ?? false))
}

function expressionView(worker: Worker): unknown {
  return {
    ...(typeof worker.attributes === 'object' ? worker.attributes : {}),
    sid: worker.sid,
    friendly_name: worker.name,
    activity_sid: worker.activity.sid,
    activity_name: worker.activity.name,
  }
}

export const listWorkers: Handler = (context) => {
  const page = readPage(context)
  const fits = workerFilter(context)
  const ordering = context.query.choice('Ordering', ['DateStatusChanged:asc', 'DateStatusChanged:desc'])
  const { world } = context
  const sign = ordering === 'DateStatusChanged:desc' ? -1 : 1
  const result =
    ordering === null
      ? pageByPlace(world, page, [world.workerList], fits)
      : pageByKeys(page, [world.workerList], fits, [(worker) => worker.statusChangedAt * sign])
  const rows = result.rows.map((row) => workerRow(context, row))
  return ok(writtenEnvelope(context, 'workers', page, { ...result, rows }))
}

export const fetchWorker: Handler = (context) => {
  const worker = workerNamed(context, idAt(context, 1))
  return ok(workerJson(context, worker), worker.version)
}

export const updateWorker: Handler = (context) => {
  const worker = workerNamed(context, idAt(context, 1))
  requireVersion(context, worker.version)
  const { form } = context
  const name = form.text('FriendlyName')
  if (name !== null && (name === '' || name.length > MAX_NAME)) {
    throw badRequest(`Invalid parameter FriendlyName: 1 to ${MAX_NAME} characters`)
  }
  changeWorker(context.world, worker, {
    activity: readActivity(context, 'ActivitySid'),
    attributes: form.attributes('Attributes'),
    name,
    rejectPending: form.flag('RejectPendingReservations') ?? false,
  })
  return ok(workerJson(context, worker), worker.version)
}

/** The activity a parameter names. @throws Refusal when there is none of that SID. */
export function readActivity(context: RequestContext, parameter: string, code?: number): Activity | null {
  const sid = context.form.text(parameter)
  if (sid === null) return null
  const activity = context.world.activities.get(sid)
  if (activity === undefined)
    throw badRequest(`Invalid parameter ${parameter}: ${sid} is no Activity here`, code)
  return activity
}

export const listWorkerChannels: Handler = (context) => {
  const worker = workerNamed(context, idAt(context, 1))
  const page = readPage(context)
  const list = new OrderedList<WorkerChannel>(byPlace)
  for (const slot of worker.channels) list.add(slot)
  const result = pageByPlace(context.world, page, [list], () => true)
  const rows = result.rows.map((slot) => workerChannelJson(context, slot))
  return ok(envelope(context, 'channels', page, { ...result, rows }))
}

function channelNamed(context: RequestContext): WorkerChannel {
  const worker = workerNamed(context, idAt(context, 1))
  const id = idAt(context, 2)
  const slot = worker.channels.find(
    (each) => each.sid === id || each.channel.sid === id || each.channel.uniqueName === id,
  )
  if (slot === undefined) throw new NotFound(context.path)
  return slot
}

export const fetchWorkerChannel: Handler = (context) => ok(workerChannelJson(context, channelNamed(context)))

export const updateWorkerChannel: Handler = (context) => {
  const slot = channelNamed(context)
  const { form, world } = context
  changeChannel(world, slot, {
    capacity: form.integer('Capacity', 0, MAX_CAPACITY),
    available: form.flag('Available'),
  })
  return ok(workerChannelJson(context, slot))
}
