import type {
  Activity,
  Call,
  CumulativeStatistics,
  RealTimeStatistics,
  Reservation,
  ReservationStatus,
  Task,
  TaskChannel,
  TaskQueue,
  TaskRouterEvent,
  TaskStatus,
  Version,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from './resources'
import type { Instruction } from '../../preload/contract/instructions'

/**
 * Who asks, most urgent first. The scheduler serves a lower number before a higher one and slows the higher ones first.
 */
export type Priority = 'action' | 'detail' | 'tail' | 'read' | 'audit'

export interface RequestOptions {
  /** Default `read` for lists, `detail` for fetches, `action` for writes. */
  readonly priority?: Priority
  readonly signal?: AbortSignal
}

export interface WriteOptions extends RequestOptions {
  /** Sent as `If-Match`; leave out (or null) for last-write-wins. */
  readonly ifMatch?: Version
}

export interface ListOptions extends RequestOptions {
  /** 1…1000, default 1000: the board wants few requests. */
  readonly pageSize?: number
}

export interface EventListOptions extends ListOptions {
  /**
   * The entries of `data` that are of interest; the others may be missing. Most of a page of events is attributes that hardly
   * anybody reads.
   */
  readonly dataNames?: readonly string[]
}

export interface Page<T> {
  readonly items: readonly T[]
  /** 0-based. */
  readonly index: number
  /** Server time of the answer (`Date` header), ms since 1970; null if the server sent none. */
  readonly serverTime: number | null
  readonly last: boolean
}

/** Pages in server order; follows `meta.next_page_url` only within the hosts of the connection. */
export type Pages<T> = AsyncIterable<Page<T>>

/** What one answer told us besides its body. */
export interface Answered<T> {
  readonly value: T
  readonly requestId: string | null
  readonly serverTime: number | null
  /** Times this request was sent, retries included. */
  readonly attempts: number
}

export interface TaskFilter {
  readonly statuses?: readonly TaskStatus[]
  readonly priority?: number
  readonly workflowSid?: string
  readonly workflowName?: string
  readonly queueSid?: string
  readonly queueName?: string
  readonly evaluateAttributes?: string
  readonly routingTarget?: string
  readonly hasAddons?: boolean
  /** For example `DateCreated:asc` or `Priority:desc,DateCreated:asc`. */
  readonly ordering?: string
}

export interface TaskUpdate {
  readonly status?: 'canceled' | 'completed' | 'wrapping'
  readonly reason?: string
  readonly priority?: number
  /** The whole JSON text; replaces what was there. */
  readonly attributes?: string
  readonly taskChannel?: string
  readonly virtualStartAt?: number
}

export interface WorkerFilter {
  readonly activityName?: string
  readonly activitySid?: string
  readonly available?: boolean
  readonly friendlyName?: string
  readonly targetWorkersExpression?: string
  readonly queueName?: string
  readonly queueSid?: string
  readonly ordering?: string
}

export interface WorkerUpdate {
  readonly activitySid?: string
  readonly attributes?: string
  readonly friendlyName?: string
  /** Legal only when the new activity is unavailable. */
  readonly rejectPendingReservations?: boolean
}

export interface EventFilter {
  readonly eventType?: string
  /** Look back in minutes; not together with dates. Server default 15. */
  readonly minutes?: number
  readonly startAt?: number
  readonly endAt?: number
  readonly reservationSid?: string
  readonly taskSid?: string
  readonly workerSid?: string
  readonly queueSid?: string
  readonly workflowSid?: string
  readonly taskChannel?: string
  readonly sid?: string
}

export interface StatisticsFilter {
  readonly minutes?: number
  readonly startAt?: number
  readonly endAt?: number
  readonly taskChannel?: string
}

/** Where a reservation is addressed from: its task (default; gives a version) or its worker. */
export type ReservationPath =
  { readonly taskSid: string; readonly sid: string } | { readonly workerSid: string; readonly sid: string }

export type StatisticsScope =
  | { readonly of: 'workspace' }
  | { readonly of: 'queue'; readonly sid: string }
  | { readonly of: 'workflow'; readonly sid: string }
  | { readonly of: 'workers' }

/** Everything that can be asked of one workspace. All methods reject with `TaskRouterError` only. */
export interface WorkspaceApi {
  readonly workspaceSid: string

  workspace(options?: RequestOptions): Promise<Answered<Workspace>>

  listTasks(filter?: TaskFilter, options?: ListOptions): Pages<Task>
  fetchTask(sid: string, options?: RequestOptions): Promise<Answered<Task>>
  updateTask(sid: string, update: TaskUpdate, options?: WriteOptions): Promise<Answered<Task>>
  deleteTask(sid: string, options?: WriteOptions): Promise<Answered<null>>

  listTaskReservations(
    taskSid: string,
    filter?: { readonly status?: ReservationStatus; readonly workerSid?: string },
    options?: ListOptions,
  ): Pages<Reservation>
  listWorkerReservations(
    workerSid: string,
    filter?: { readonly status?: ReservationStatus },
    options?: ListOptions,
  ): Pages<Reservation>
  fetchReservation(path: ReservationPath, options?: RequestOptions): Promise<Answered<Reservation>>
  /** Sends one instruction of the table in preload/contract/instructions. Never retried after an unknown outcome. */
  updateReservation(
    path: ReservationPath,
    instruction: Instruction,
    options?: WriteOptions,
  ): Promise<Answered<Reservation>>

  listWorkers(filter?: WorkerFilter, options?: ListOptions): Pages<Worker>
  fetchWorker(sid: string, options?: RequestOptions): Promise<Answered<Worker>>
  updateWorker(sid: string, update: WorkerUpdate, options?: WriteOptions): Promise<Answered<Worker>>
  listWorkerChannels(workerSid: string, options?: ListOptions): Pages<WorkerChannel>
  updateWorkerChannel(
    workerSid: string,
    channelSid: string,
    update: { readonly capacity?: number; readonly available?: boolean },
    options?: WriteOptions,
  ): Promise<Answered<WorkerChannel>>

  listActivities(
    filter?: { readonly friendlyName?: string; readonly available?: boolean },
    options?: ListOptions,
  ): Pages<Activity>
  listTaskQueues(
    filter?: {
      readonly friendlyName?: string
      readonly workerSid?: string
      readonly evaluateWorkerAttributes?: string
    },
    options?: ListOptions,
  ): Pages<TaskQueue>
  listWorkflows(filter?: { readonly friendlyName?: string }, options?: ListOptions): Pages<Workflow>
  listTaskChannels(options?: ListOptions): Pages<TaskChannel>

  listEvents(filter?: EventFilter, options?: EventListOptions): Pages<TaskRouterEvent>
  fetchEvent(sid: string, options?: RequestOptions): Promise<Answered<TaskRouterEvent>>

  realTimeStatistics(
    scope: StatisticsScope,
    filter?: { readonly taskChannel?: string },
    options?: RequestOptions,
  ): Promise<Answered<RealTimeStatistics>>
  cumulativeStatistics(
    scope: StatisticsScope,
    filter?: StatisticsFilter,
    options?: RequestOptions,
  ): Promise<Answered<CumulativeStatistics>>
}

/** What the request budget looks like right now; shown in the window and used to adapt the polling. */
export interface BudgetSnapshot {
  /** Requests in flight and waiting, per priority. */
  readonly inFlight: number
  readonly waiting: Readonly<Record<Priority, number>>
  /** What the scheduler currently allows itself, requests per second; null = not limited yet. */
  readonly ratePerSecond: number | null
  readonly concurrency: number
  /** From `X-Rate-Limit-Limit` / `-Remaining` of the last answer that carried them; null where unreadable. */
  readonly limit: number | null
  readonly remaining: number | null
  /** Epoch ms until which nothing is sent because of a 429, or null. */
  readonly pausedUntil: number | null
  readonly sent: number
  readonly rateLimited: number
}

/** The account-level client; `workspace(sid)` narrows it to one workspace. */
export interface TaskRouterClient {
  listWorkspaces(filter?: { readonly friendlyName?: string }, options?: ListOptions): Pages<Workspace>
  workspace(sid: string): WorkspaceApi
  /**
   * One call of the Voice API, which is another service with a permission of its own: its refusal says nothing about TaskRouter.
   * Rejects with `invalid` for a SID that is none, or where the client was opened without an account.
   */
  fetchCall(callSid: string, options?: RequestOptions): Promise<Answered<Call>>
  budget(): BudgetSnapshot
  /** Called after the budget changed, at most every 100 ms. Returns the way to stop. */
  onBudget(listener: (budget: BudgetSnapshot) => void): () => void
  /** Server clock minus workstation clock in ms, from `Date` headers (median of recent answers); 0 until known. */
  clockOffset(): number
  /** Aborts everything in flight and waiting with kind `cancelled`, and closes the sockets. */
  close(): Promise<void>
}
