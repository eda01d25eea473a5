import type { Answered, ListOptions, Page, Pages, WorkspaceApi } from '../../main/taskrouter/api'
import { TaskRouterError, type TaskRouterErrorKind } from '../../main/taskrouter/errors'
import { FakeWorld, second } from './fake-world'
import { sid } from './rows'

function failure(kind: TaskRouterErrorKind, request = 'GET /fake'): TaskRouterError {
  const status =
    { notSignedIn: 401, notAllowed: 403, gone: 404, refused: 400, server: 500 }[kind as string] ?? null
  return new TaskRouterError({
    kind,
    status,
    code: null,
    message: kind,
    requestId: null,
    request,
    applied: 'no',
  })
}

/** The small TaskRouter, asked through the client's own interface: page by page, and with errors to order. */
export class FakeWorkspace extends FakeWorld {
  /** Names of the calls, in order. */
  readonly requests: string[] = []
  /** Asked before every request; returns the error to answer with, or null. */
  fault: (method: string) => TaskRouterErrorKind | null = () => null
  /** Called between two pages of a list: the world may move meanwhile. */
  betweenPages: () => void = () => undefined
  pageSize = 1000

  api(): WorkspaceApi {
    const never = () => Promise.reject(failure('refused', 'not part of this fake'))
    return {
      workspaceSid: sid('WS', 1),
      workspace: never,
      updateTask: never,
      deleteTask: never,
      updateReservation: never,
      updateWorker: never,
      updateWorkerChannel: never,
      fetchEvent: never,
      listTasks: (filter = {}, options = {}) =>
        this.list('listTasks', options, () =>
          [...this.tasks.values()]
            .filter((task) => filter.statuses === undefined || filter.statuses.includes(task.status))
            .map((task) => ({ ...task })),
        ),
      fetchTask: (taskSid, options = {}) => this.one('fetchTask', this.tasks, taskSid, options),
      listTaskReservations: (taskSid, filter = {}, options = {}) =>
        this.list('listTaskReservations', options, () => {
          if (!this.tasks.has(taskSid)) throw failure('gone')
          return [...this.reservations.values()]
            .filter((each) => each.taskSid === taskSid && (filter.status ?? each.status) === each.status)
            .map((each) => ({ ...each }))
        }),
      listWorkerReservations: (workerSid, filter = {}, options = {}) =>
        this.list('listWorkerReservations', options, () => {
          if (!this.workers.has(workerSid)) throw failure('gone')
          return [...this.reservations.values()]
            .filter((each) => each.workerSid === workerSid && (filter.status ?? each.status) === each.status)
            .map((each) => ({ ...each }))
        }),
      fetchReservation: (path, options = {}) =>
        this.one('fetchReservation', this.reservations, path.sid, options),
      listWorkers: (_filter = {}, options = {}) =>
        this.list('listWorkers', options, () => [...this.workers.values()].map((each) => ({ ...each }))),
      fetchWorker: (workerSid, options = {}) => this.one('fetchWorker', this.workers, workerSid, options),
      listWorkerChannels: (workerSid, options = {}) =>
        this.list('listWorkerChannels', options, () => this.channels.get(workerSid) ?? []),
      listActivities: (_filter = {}, options = {}) =>
        this.list('listActivities', options, () => this.activities),
      listTaskQueues: (_filter = {}, options = {}) =>
        this.list('listTaskQueues', options, () => [this.queue]),
      listWorkflows: (_filter = {}, options = {}) =>
        this.list('listWorkflows', options, () => [this.workflow]),
      listTaskChannels: (options = {}) =>
        this.list('listTaskChannels', options, () => [
          { sid: sid('TC', 1), friendlyName: 'Voice', uniqueName: 'voice', channelOptimizedRouting: null },
        ]),
      listEvents: (filter = {}, options = {}) =>
        this.list('listEvents', options, () => this.readableEvents(filter)),
      realTimeStatistics: async (_scope, _filter, options = {}) => {
        this.begin('realTimeStatistics', options)
        await Promise.resolve()
        const tasksByStatus: Record<string, number> = {}
        for (const { status } of this.tasks.values())
          if (status !== 'completed' && status !== 'canceled')
            tasksByStatus[status] = (tasksByStatus[status] ?? 0) + 1
        return this.answered({
          tasksByStatus,
          tasksByPriority: {},
          totalTasks: this.tasks.size,
          totalWorkers: this.workers.size,
          longestTaskWaitingAgeSeconds: null,
          longestTaskWaitingSid: null,
          activityStatistics: [],
          totalEligibleWorkers: null,
          totalAvailableWorkers: null,
        })
      },
      cumulativeStatistics: async (_scope, _filter, options = {}) => {
        this.begin('cumulativeStatistics', options)
        await Promise.resolve()
        const count = (type: string) => this.events.filter((event) => event.type === type).length
        return this.answered({
          startAt: null,
          endAt: null,
          reservationsCreated: count('reservation.created'),
          reservationsAccepted: count('reservation.accepted'),
          reservationsRejected: count('reservation.rejected'),
          reservationsTimedOut: count('reservation.timeout'),
          reservationsCanceled: count('reservation.canceled'),
          reservationsRescinded: count('reservation.rescinded'),
          tasksCreated: count('task.created'),
          tasksCanceled: count('task.canceled'),
          tasksCompleted: count('task.completed'),
          tasksDeleted: count('task.deleted'),
          tasksMoved: 0,
        })
      },
    }
  }

  private begin(method: string, options: { readonly signal?: AbortSignal }): void {
    if (options.signal?.aborted === true) throw failure('cancelled')
    this.requests.push(method)
    const fault = this.fault(method)
    if (fault !== null) throw failure(fault)
  }

  private answered<T>(value: T): Answered<T> {
    return { value, requestId: null, serverTime: second(this.now), attempts: 1 }
  }

  private async one<T extends object>(
    method: string,
    from: ReadonlyMap<string, T>,
    key: string,
    options: { readonly signal?: AbortSignal },
  ): Promise<Answered<T>> {
    this.begin(method, options)
    await Promise.resolve()
    const found = from.get(key)
    if (found === undefined) throw failure('gone')
    return this.answered({ ...found })
  }

  /** Pages as the server makes them: the list is taken anew for each page, and goes on behind the last row seen. */
  private async *list<T extends { readonly sid: string }>(
    method: string,
    options: ListOptions,
    rows: () => readonly T[],
  ): Pages<T> {
    const size = Math.min(options.pageSize ?? 1000, this.pageSize)
    let offset = 0
    for (let index = 0; ; index++) {
      this.begin(method, options)
      await Promise.resolve()
      const all = rows()
      const items = all.slice(offset, offset + size)
      offset += items.length
      const last = offset >= all.length
      const page: Page<T> = { items, index, serverTime: second(this.now), last }
      yield page
      if (last) return
      this.betweenPages()
    }
  }
}
