import type { Handler } from './context'
import * as calls from './routes/calls'
import * as events from './routes/events'
import * as reservations from './routes/reservations'
import * as statistics from './routes/statistics'
import * as tasks from './routes/tasks'
import * as workers from './routes/workers'
import * as workspace from './routes/workspace'

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path below `/v1`; `*` is a variable part. */
  readonly pattern: string
  readonly handler: Handler
}

const route = (method: Route['method'], pattern: string, handler: Handler): Route => ({
  method,
  pattern,
  handler,
})
const IN = '/Workspaces/*'

/** Every operation that is served; fixed names come before variable ones. */
const ROUTES: readonly Route[] = [
  route('GET', '/Workspaces', workspace.listWorkspaces),
  route('GET', IN, workspace.fetchWorkspace),
  route('GET', `${IN}/Activities`, workspace.listActivities),
  route('GET', `${IN}/Activities/*`, workspace.fetchActivity),
  route('GET', `${IN}/TaskChannels`, workspace.listChannels),
  route('GET', `${IN}/TaskChannels/*`, workspace.fetchChannel),
  route('GET', `${IN}/Workflows`, workspace.listWorkflows),
  route('GET', `${IN}/Workflows/*`, workspace.fetchWorkflow),
  route('GET', `${IN}/Workflows/*/Statistics`, statistics.workflowStatistics),
  route('GET', `${IN}/Workflows/*/RealTimeStatistics`, statistics.workflowRealTimeStatistics),
  route('GET', `${IN}/Workflows/*/CumulativeStatistics`, statistics.workflowCumulativeStatistics),
  route('GET', `${IN}/TaskQueues/Statistics`, statistics.listQueueStatistics),
  route('POST', `${IN}/TaskQueues/RealTimeStatistics`, statistics.bulkQueueStatistics),
  route('GET', `${IN}/TaskQueues`, workspace.listQueues),
  route('GET', `${IN}/TaskQueues/*`, workspace.fetchQueue),
  route('GET', `${IN}/TaskQueues/*/Statistics`, statistics.queueStatistics),
  route('GET', `${IN}/TaskQueues/*/RealTimeStatistics`, statistics.queueRealTimeStatistics),
  route('GET', `${IN}/TaskQueues/*/CumulativeStatistics`, statistics.queueCumulativeStatistics),
  route('GET', `${IN}/Workers/Statistics`, statistics.workersStatistics),
  route('GET', `${IN}/Workers/RealTimeStatistics`, statistics.workersRealTimeStatistics),
  route('GET', `${IN}/Workers/CumulativeStatistics`, statistics.workersCumulativeStatistics),
  route('GET', `${IN}/Workers`, workers.listWorkers),
  route('GET', `${IN}/Workers/*`, workers.fetchWorker),
  route('POST', `${IN}/Workers/*`, workers.updateWorker),
  route('GET', `${IN}/Workers/*/Statistics`, statistics.workerStatistics),
  route('GET', `${IN}/Workers/*/Channels`, workers.listWorkerChannels),
  route('GET', `${IN}/Workers/*/Channels/*`, workers.fetchWorkerChannel),
  route('POST', `${IN}/Workers/*/Channels/*`, workers.updateWorkerChannel),
  route('GET', `${IN}/Workers/*/Reservations`, reservations.listWorkerReservations),
  route('GET', `${IN}/Workers/*/Reservations/*`, reservations.fetchWorkerReservation),
  route('POST', `${IN}/Workers/*/Reservations/*`, reservations.updateWorkerReservation),
  route('GET', `${IN}/Tasks`, tasks.listTasks),
  route('POST', `${IN}/Tasks`, tasks.addTask),
  route('GET', `${IN}/Tasks/*`, tasks.fetchTask),
  route('POST', `${IN}/Tasks/*`, tasks.updateTask),
  route('DELETE', `${IN}/Tasks/*`, tasks.removeTask),
  route('GET', `${IN}/Tasks/*/Reservations`, reservations.listTaskReservations),
  route('GET', `${IN}/Tasks/*/Reservations/*`, reservations.fetchTaskReservation),
  route('POST', `${IN}/Tasks/*/Reservations/*`, reservations.updateTaskReservation),
  route('GET', `${IN}/Events`, events.listEvents),
  route('GET', `${IN}/Events/*`, events.fetchEvent),
  route('GET', `${IN}/RealTimeStatistics`, statistics.workspaceRealTimeStatistics),
  route('GET', `${IN}/CumulativeStatistics`, statistics.workspaceCumulativeStatistics),
  route('GET', `${IN}/Statistics`, statistics.workspaceStatistics),
]

/** What a voice task's caller is asked for: the one operation of the Voice API that is served, below another version. */
const CALLS = /^\/2010-04-01\/Accounts\/([^/]+)\/Calls\/([^/]+)\.json$/

interface Compiled extends Route {
  readonly parts: readonly string[]
}

const COMPILED: readonly Compiled[] = ROUTES.map((each) => ({
  ...each,
  parts: each.pattern.split('/').slice(1),
}))

export type Match =
  | {
      readonly kind: 'found'
      /** Whose SID comes first in the path. */
      readonly owner: 'workspace' | 'account'
      readonly handler: Handler
      readonly pattern: string
      readonly ids: readonly string[]
    }
  | { readonly kind: 'wrong-method' }
  | { readonly kind: 'unknown' }

/** Finds who answers `method path`; `path` has no query. */
export function matchRoute(method: string, path: string): Match {
  const call = CALLS.exec(path)
  if (call !== null) {
    const [, accountSid = '', callSid = ''] = call
    if (method !== 'GET') return { kind: 'wrong-method' }
    return {
      kind: 'found',
      owner: 'account',
      handler: calls.fetchCall,
      pattern: '/Calls/*',
      ids: [accountSid, callSid],
    }
  }
  const parts = path.split('/').slice(1)
  if (parts.shift() !== 'v1') return { kind: 'unknown' }
  let pathKnown = false
  for (const candidate of COMPILED) {
    const ids = variablesOf(candidate.parts, parts)
    if (ids === null) continue
    if (candidate.method === method)
      return {
        kind: 'found',
        owner: 'workspace',
        handler: candidate.handler,
        pattern: candidate.pattern,
        ids,
      }
    pathKnown = true
  }
  return { kind: pathKnown ? 'wrong-method' : 'unknown' }
}

function variablesOf(pattern: readonly string[], parts: readonly string[]): string[] | null {
  if (pattern.length !== parts.length) return null
  const ids: string[] = []
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? ''
    if (expected === '*') ids.push(decodePart(part))
    else if (expected !== part) return null
  }
  return ids
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
