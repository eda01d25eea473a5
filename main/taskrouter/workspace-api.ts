import {
  hasErrors,
  encodeInstruction,
  PARAMETERS,
  validateInstruction,
  type Instruction,
} from '../../preload/contract/instructions'
import type { ReservationPath, StatisticsScope, WorkspaceApi } from './api'
import type { Calls } from './calls'
import { eventFields, TASK_FIELDS, WORKER_FIELDS } from './decode/fields'
import {
  decodeActivity,
  decodeEvent,
  decodeReservationOf,
  decodeTask,
  decodeTaskChannel,
  decodeTaskQueue,
  decodeWorker,
  decodeWorkerChannel,
  decodeWorkflow,
  decodeWorkspace,
} from './decode/resources'
import { decodeCumulativeStatistics, decodeRealTimeStatistics } from './decode/statistics'
import { invalidError } from './http/error-answer'
import {
  eventFilterPairs,
  pairsOf,
  periodFault,
  statisticsFilterPairs,
  taskFilterPairs,
  taskUpdateFault,
  taskUpdatePairs,
  workerFilterPairs,
  workerUpdateFault,
  workerUpdatePairs,
} from './queries'

/** Everything that can be asked of one workspace, as calls on its paths. */
export function createWorkspaceApi(calls: Calls, workspaceSid: string): WorkspaceApi {
  const root = `/v1/Workspaces/${segment(workspaceSid)}`
  const tasks = `${root}/Tasks`
  const workers = `${root}/Workers`

  return {
    workspaceSid,

    workspace: (options) => calls.fetch({ path: root, decode: decodeWorkspace }, options),

    listTasks: (filter = {}, options) =>
      calls.list(
        {
          path: tasks,
          key: 'tasks',
          filter: taskFilterPairs(filter),
          lane: filter.evaluateAttributes === undefined ? undefined : 'tasksByExpression',
          decode: decodeTask,
          fields: TASK_FIELDS,
        },
        options,
      ),
    fetchTask: async (sid, options) =>
      calls.fetch({ path: `${tasks}/${segment(sid)}`, decode: decodeTask }, options),
    async updateTask(sid, update, options) {
      const path = `${tasks}/${segment(sid)}`
      refuse(path, taskUpdateFault(update))
      return calls.update({ path, form: taskUpdatePairs(update), decode: decodeTask }, options)
    },
    deleteTask: async (sid, options) => calls.remove(`${tasks}/${segment(sid)}`, options),

    listTaskReservations: (taskSid, filter = {}, options) =>
      calls.list(
        {
          path: `${tasks}/${segment(taskSid)}/Reservations`,
          key: 'reservations',
          filter: pairsOf({ ReservationStatus: filter.status, WorkerSid: filter.workerSid }),
          decode: decodeReservationOf(taskSid),
        },
        options,
      ),
    listWorkerReservations: (workerSid, filter = {}, options) =>
      calls.list(
        {
          path: `${workers}/${segment(workerSid)}/Reservations`,
          key: 'reservations',
          filter: pairsOf({ ReservationStatus: filter.status }),
          decode: decodeReservationOf(null),
        },
        options,
      ),
    fetchReservation: async (path, options) =>
      calls.fetch({ path: reservationPath(root, path), decode: decodeReservationOf(taskOf(path)) }, options),
    async updateReservation(path, instruction, options) {
      const target = reservationPath(root, path)
      const scope = 'taskSid' in path ? 'task' : 'worker'
      const issues = validateInstruction(instruction, { scope })
      if (hasErrors(issues)) {
        const faults = issues.filter(({ severity }) => severity === 'error')
        const text = faults.map(({ parameter, message }) => `${parameter ?? instruction.kind}: ${message}`)
        throw invalidError(`POST ${target}`, text.join(' '))
      }
      return calls.update(
        {
          path: target,
          form: encodeInstruction(instruction),
          secrets: privateValues(instruction),
          decode: decodeReservationOf(taskOf(path)),
        },
        options,
      )
    },

    listWorkers: (filter = {}, options) =>
      calls.list(
        {
          path: workers,
          key: 'workers',
          filter: workerFilterPairs(filter),
          lane: filter.targetWorkersExpression === undefined ? undefined : 'workersByExpression',
          decode: decodeWorker,
          fields: WORKER_FIELDS,
        },
        options,
      ),
    fetchWorker: async (sid, options) =>
      calls.fetch({ path: `${workers}/${segment(sid)}`, decode: decodeWorker }, options),
    async updateWorker(sid, update, options) {
      const path = `${workers}/${segment(sid)}`
      refuse(path, workerUpdateFault(update))
      return calls.update({ path, form: workerUpdatePairs(update), decode: decodeWorker }, options)
    },
    listWorkerChannels: (workerSid, options) =>
      calls.list(
        { path: `${workers}/${segment(workerSid)}/Channels`, key: 'channels', decode: decodeWorkerChannel },
        options,
      ),
    async updateWorkerChannel(workerSid, channelSid, { capacity, available }, options) {
      const path = `${workers}/${segment(workerSid)}/Channels/${segment(channelSid)}`
      const form = pairsOf({ Capacity: capacity, Available: available })
      if (capacity !== undefined && !(Number.isInteger(capacity) && capacity >= 0)) {
        refuse(path, 'Capacity must be a whole number from 0.')
      }
      refuse(path, form.length === 0 ? 'Nothing to change was given.' : null)
      return calls.update({ path, form, decode: decodeWorkerChannel }, options)
    },

    listActivities: (filter = {}, options) =>
      calls.list(
        {
          path: `${root}/Activities`,
          key: 'activities',
          filter: pairsOf({ FriendlyName: filter.friendlyName, Available: filter.available }),
          decode: decodeActivity,
        },
        options,
      ),
    listTaskQueues: (filter = {}, options) =>
      calls.list(
        {
          path: `${root}/TaskQueues`,
          key: 'task_queues',
          filter: pairsOf({
            FriendlyName: filter.friendlyName,
            WorkerSid: filter.workerSid,
            EvaluateWorkerAttributes: filter.evaluateWorkerAttributes,
          }),
          lane: filter.evaluateWorkerAttributes === undefined ? undefined : 'queuesByExpression',
          decode: decodeTaskQueue,
        },
        options,
      ),
    listWorkflows: (filter = {}, options) =>
      calls.list(
        {
          path: `${root}/Workflows`,
          key: 'workflows',
          filter: pairsOf({ FriendlyName: filter.friendlyName }),
          decode: decodeWorkflow,
        },
        options,
      ),
    listTaskChannels: (options) =>
      calls.list({ path: `${root}/TaskChannels`, key: 'channels', decode: decodeTaskChannel }, options),

    listEvents(filter = {}, options) {
      refuse(`${root}/Events`, periodFault(filter), 'GET')
      return calls.list(
        {
          path: `${root}/Events`,
          key: 'events',
          filter: eventFilterPairs(filter),
          decode: decodeEvent,
          fields: eventFields(options?.dataNames),
        },
        options,
      )
    },
    fetchEvent: async (sid, options) =>
      calls.fetch({ path: `${root}/Events/${segment(sid)}`, decode: decodeEvent }, options),

    realTimeStatistics: async (scope, filter = {}, options) =>
      calls.fetch(
        {
          path: `${statisticsRoot(root, scope)}/RealTimeStatistics`,
          filter: pairsOf({ TaskChannel: filter.taskChannel }),
          decode: decodeRealTimeStatistics,
        },
        options,
      ),
    async cumulativeStatistics(scope, filter = {}, options) {
      const path = `${statisticsRoot(root, scope)}/CumulativeStatistics`
      refuse(path, periodFault(filter), 'GET')
      return calls.fetch(
        { path, filter: statisticsFilterPairs(filter), decode: decodeCumulativeStatistics },
        options,
      )
    },
  }
}

/** One piece of a path: a SID or a unique name, never something that leads elsewhere. */
function segment(text: string): string {
  if (text === '' || /^\.{1,2}$/.test(text)) throw invalidError('', 'A SID is missing.')
  return encodeURIComponent(text)
}

function reservationPath(root: string, path: ReservationPath): string {
  return 'taskSid' in path
    ? `${root}/Tasks/${segment(path.taskSid)}/Reservations/${segment(path.sid)}`
    : `${root}/Workers/${segment(path.workerSid)}/Reservations/${segment(path.sid)}`
}

const taskOf = (path: ReservationPath): string | null => ('taskSid' in path ? path.taskSid : null)

function statisticsRoot(root: string, scope: StatisticsScope): string {
  switch (scope.of) {
    case 'workspace':
      return root
    case 'queue':
      return `${root}/TaskQueues/${segment(scope.sid)}`
    case 'workflow':
      return `${root}/Workflows/${segment(scope.sid)}`
    case 'workers':
      return `${root}/Workers`
  }
}

function refuse(path: string, fault: string | null, method = 'POST'): void {
  if (fault !== null) throw invalidError(`${method} ${path}`, fault)
}

const PRIVATE = new Set<string>(
  PARAMETERS.filter(({ secret, personal }) => secret === true || personal === true).map(({ name }) => name),
)

/** Secrets and numbers of people, which an error of the server might quote. */
function privateValues({ parameters }: Instruction): readonly string[] {
  return Object.entries(parameters).flatMap(([name, value]) =>
    PRIVATE.has(name) && typeof value === 'string' ? [value] : [],
  )
}
