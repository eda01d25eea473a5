/**
 * TaskRouter resources as the rest of the program sees them: camelCase, times in milliseconds since 1970 (UTC),
 * JSON-in-JSON parsed once. Every field a server may leave out is `null`, never a made-up default; status text that we
 * do not know is kept as it came (source: TaskRouter OpenAPI v1, which marks nearly every property nullable).
 */

/** A status as the server sent it: one of the known words, or a word this version does not know yet. */
export type Open<Known extends string> = Known | (string & Record<never, never>)

export type ReservationStatus = Open<
  'pending' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'wrapping' | 'completed'
>

export type TaskStatus = Open<'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled'>

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/** Attributes as TaskRouter stores them: a JSON text. `parsed` is null when the text is missing or is not a JSON object. */
export interface Attributes {
  readonly raw: string | null
  readonly parsed: Readonly<Record<string, JsonValue>> | null
}

/** The version of a resource, from the `ETag` header; null where the server sent none. Sent back as `If-Match`. */
export type Version = string | null

export interface Workspace {
  readonly sid: string
  readonly accountSid: string | null
  readonly friendlyName: string
  readonly multiTaskEnabled: boolean | null
  readonly defaultActivitySid: string | null
  readonly timeoutActivitySid: string | null
  readonly timeoutActivityName: string | null
  readonly prioritizeQueueOrder: string | null
  readonly eventCallbackUrl: string | null
}

export interface Task {
  readonly sid: string
  readonly status: TaskStatus
  readonly attributes: Attributes
  readonly addons: Attributes
  readonly ageSeconds: number | null
  readonly priority: number | null
  readonly reason: string | null
  /** Time to live in seconds while not assigned. */
  readonly timeoutSeconds: number | null
  readonly channelSid: string | null
  readonly channelName: string | null
  readonly queueSid: string | null
  readonly queueName: string | null
  readonly queueEnteredAt: number | null
  readonly workflowSid: string | null
  readonly workflowName: string | null
  readonly routingTarget: string | null
  readonly ignoreCapacity: boolean | null
  readonly virtualStartAt: number | null
  readonly createdAt: number | null
  readonly updatedAt: number | null
  /** From the `ETag` of a single fetch or update; null for rows of a list. */
  readonly version: Version
}

export interface Reservation {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly status: ReservationStatus
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly version: Version
}

export interface Worker {
  readonly sid: string
  readonly friendlyName: string
  readonly activitySid: string | null
  readonly activityName: string | null
  readonly available: boolean | null
  readonly attributes: Attributes
  readonly createdAt: number | null
  readonly updatedAt: number | null
  readonly statusChangedAt: number | null
  readonly version: Version
}

export interface WorkerChannel {
  readonly sid: string
  readonly workerSid: string | null
  readonly taskChannelSid: string | null
  readonly taskChannelName: string | null
  readonly available: boolean | null
  readonly assignedTasks: number | null
  readonly availableCapacityPercentage: number | null
  readonly configuredCapacity: number | null
}

export interface Activity {
  readonly sid: string
  readonly friendlyName: string
  readonly available: boolean | null
}

export interface TaskQueue {
  readonly sid: string
  readonly friendlyName: string
  readonly targetWorkers: string | null
  readonly maxReservedWorkers: number | null
  readonly taskOrder: string | null
}

export interface Workflow {
  readonly sid: string
  readonly friendlyName: string
  readonly assignmentCallbackUrl: string | null
  readonly fallbackAssignmentCallbackUrl: string | null
  /** The reservation clock in seconds; null where the key may not read workflows. */
  readonly reservationTimeoutSeconds: number | null
}

export interface TaskChannel {
  readonly sid: string
  readonly friendlyName: string
  readonly uniqueName: string | null
  readonly channelOptimizedRouting: boolean | null
}

/** A call of the Voice API: its caller's leg, as far as it says whether somebody is still on it. */
export interface Call {
  readonly sid: string
  /** The API's word; unknown ones are kept. */
  readonly status: string
  /** Null for a status that is not known: it says neither. */
  readonly over: boolean | null
  readonly endedAt: number | null
}

/** One line of the event log. `data` keeps its snake_case keys and its (mostly string) values as they came. */
export interface TaskRouterEvent {
  readonly sid: string
  readonly type: string
  readonly at: number
  readonly description: string | null
  readonly actorType: string | null
  readonly actorSid: string | null
  readonly resourceType: string | null
  readonly resourceSid: string | null
  readonly data: Readonly<Record<string, JsonValue>>
}

/** Counts only; a missing key reads as 0 (reference section 6.2). */
export interface RealTimeStatistics {
  readonly tasksByStatus: Readonly<Record<string, number>>
  readonly tasksByPriority: Readonly<Record<string, number>>
  readonly totalTasks: number | null
  readonly totalWorkers: number | null
  readonly longestTaskWaitingAgeSeconds: number | null
  readonly longestTaskWaitingSid: string | null
  readonly activityStatistics: readonly {
    readonly sid: string
    readonly friendlyName: string
    readonly workers: number
  }[]
  /** Queue statistics only. */
  readonly totalEligibleWorkers: number | null
  readonly totalAvailableWorkers: number | null
}

export interface CumulativeStatistics {
  readonly startAt: number | null
  readonly endAt: number | null
  readonly reservationsCreated: number
  readonly reservationsAccepted: number
  readonly reservationsRejected: number
  readonly reservationsTimedOut: number
  readonly reservationsCanceled: number
  readonly reservationsRescinded: number
  readonly tasksCreated: number
  readonly tasksCanceled: number
  readonly tasksCompleted: number
  readonly tasksDeleted: number
  readonly tasksMoved: number
}
