import { OrderedList, byPlace, type Place } from '../../world/ordered'
import { found, idAt, ok, type Handler, type RequestContext } from '../context'
import { envelope, pageByPlace, readPage } from '../paging'
import { activityJson, channelJson, queueJson, workflowJson, workspaceJson } from '../serialise'
import { badRequest } from '../../world/refusal'
import { workerNamed } from './workers'

type Named = Place & { readonly sid: string; readonly name: string }

/** One page of a small collection, filtered by exact friendly name and whatever else `fits` asks. */
function namedPage<T extends Named>(
  context: RequestContext,
  key: string,
  rows: Iterable<T>,
  show: (context: RequestContext, row: T) => unknown,
  fits: (row: T) => boolean = () => true,
): unknown {
  const page = readPage(context)
  const name = context.query.text('FriendlyName')
  const list = new OrderedList<T>(byPlace)
  for (const row of rows) list.add(row)
  const result = pageByPlace(
    context.world,
    page,
    [list],
    (row) => (name === null || row.name === name) && fits(row),
  )
  return envelope(context, key, page, { ...result, rows: result.rows.map((row) => show(context, row)) })
}

export const listWorkspaces: Handler = (context) => {
  const page = readPage(context)
  const name = context.query.text('FriendlyName')
  const rows = name === null || name === context.world.identity.name ? [workspaceJson(context)] : []
  return ok(envelope(context, 'workspaces', page, { rows, next: null, previous: null }))
}

export const fetchWorkspace: Handler = (context) => ok(workspaceJson(context))

export const listActivities: Handler = (context) => {
  const available = context.query.looseFlag('Available')
  return ok(
    namedPage(
      context,
      'activities',
      context.world.activities.values(),
      activityJson,
      (activity) => available === null || activity.available === available,
    ),
  )
}

export const fetchActivity: Handler = (context) =>
  ok(activityJson(context, found(context, context.world.activities.get(idAt(context, 1)))))

export const listChannels: Handler = (context) =>
  ok(namedPage(context, 'channels', context.world.channels.values(), channelJson))

export const fetchChannel: Handler = (context) =>
  ok(channelJson(context, found(context, context.world.channelBy(idAt(context, 1)))))

export const listWorkflows: Handler = (context) =>
  ok(namedPage(context, 'workflows', context.world.workflows.values(), workflowJson))

export const fetchWorkflow: Handler = (context) =>
  ok(workflowJson(context, found(context, context.world.workflows.get(idAt(context, 1)))))

export const listQueues: Handler = (context) => {
  const { query, world } = context
  const attributes = query.text('EvaluateWorkerAttributes')
  const probe = attributes === null ? null : parseProbe(attributes)
  const workerSid = query.text('WorkerSid')
  const worker = workerSid === null ? null : workerNamed(context, workerSid)
  query.choice('Ordering', ['DateUpdated:asc', 'DateUpdated:desc'])
  return ok(
    namedPage(
      context,
      'task_queues',
      world.queues.values(),
      queueJson,
      (queue) =>
        (probe === null || queue.target(probe.value)) && (worker === null || queue.target(worker.attributes)),
    ),
  )
}

function parseProbe(text: string): { value: unknown } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    throw badRequest('Invalid parameter EvaluateWorkerAttributes: not JSON')
  }
}

export const fetchQueue: Handler = (context) =>
  ok(queueJson(context, found(context, context.world.queues.get(idAt(context, 1)))))
