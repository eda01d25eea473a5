import type { Problem } from './envelope'
import type { RowsText } from './row-pages'

/** A reservation's status as the server sent it; unknown words are kept. */
export const RESERVATION_STATUSES = [
  'pending',
  'accepted',
  'wrapping',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'completed',
] as const
export type KnownReservationStatus = (typeof RESERVATION_STATUSES)[number]

/** Statuses in which a reservation still holds a worker. */
export const LIVE_STATUSES: readonly string[] = ['pending', 'accepted', 'wrapping']

export function isLive(status: string): boolean {
  return !RESERVATION_STATUSES.includes(status as KnownReservationStatus) || LIVE_STATUSES.includes(status)
}

/**
 * One row of the board: a reservation joined with its task, worker, queue and workflow. Flat, and nothing but
 * texts, numbers and truths, so that a page of rows can cross the wall as JSON. Times are ms since 1970 on the *server's* clock; null = not known (never guessed).
 */
export interface BoardRow {
  readonly sid: string
  readonly status: string
  readonly createdAt: number | null
  readonly updatedAt: number | null
  /** When it ended; null while live. Ended rows stay for a few minutes, then leave. */
  readonly endedAt: number | null
  /** Pending: when TaskRouter will time it out (created + the workflow's reservation timeout). */
  readonly deadlineAt: number | null

  readonly taskSid: string
  readonly taskStatus: string | null
  readonly taskCreatedAt: number | null
  readonly channel: string | null
  readonly queueSid: string | null
  readonly queueName: string | null
  readonly workflowSid: string | null
  readonly workflowName: string | null
  readonly priority: number | null
  /** A short readable line made from the task's attributes; shown, never stored. */
  readonly subject: string | null
  /** Whether the task's attributes name a call; null while the attributes are not known. */
  readonly hasCall: boolean | null
  /** Offers of this task we know of (this one included), how many of them were rejected, how many are live now. */
  readonly offers: number
  readonly rejections: number
  readonly liveOffers: number

  readonly workerSid: string | null
  readonly workerName: string | null
  readonly activitySid: string | null
  readonly activityName: string | null
  readonly available: boolean | null
  readonly activitySince: number | null

  /** Why it is stuck: rule id, how bad, since when; null = nothing to say. */
  readonly reason: string | null
  readonly reasonLevel: 'watch' | 'stuck' | null
  readonly reasonSince: number | null
  /** Recommended action for the reason, or null. */
  readonly advice: string | null
  /** Redirected or called by an instruction and still pending: waits for accept or reject. */
  readonly instructed: string | null
  /** What a supervisor wrote down about it on this computer. */
  readonly note: string | null

  /** How we know the status, and since when that knowledge is from (server clock). */
  readonly source: 'event' | 'read'
  readonly knownAt: number
}

/**
 * What the age of a row counts from: a live one from when it was made, an ended one from when it ended. Shown, sorted and
 * filtered by alike.
 */
export const agedFrom = ({ endedAt, createdAt }: Pick<BoardRow, 'createdAt' | 'endedAt'>): number | null =>
  endedAt ?? createdAt

export type BoardPush =
  | {
      readonly kind: 'page'
      /** Changes with every connection and every restart of the board; batches of another stream are dropped. */
      readonly stream: string
      /** Rises by one with every push of the stream; a hole means: ask for a new snapshot. */
      readonly seq: number
      readonly first: boolean
      readonly last: boolean
      readonly rows: RowsText
    }
  | {
      readonly kind: 'delta'
      readonly stream: string
      readonly seq: number
      readonly upserts: readonly BoardRow[]
      readonly removed: readonly string[]
    }

/** How the board stands. `reading` = rows are still arriving; `stale` = older than it should be; `offline` = no way out. */
export type BoardPhase = 'idle' | 'reading' | 'live' | 'stale' | 'offline' | 'blocked'

/** `notPermitted`: the key may not read calls; nothing is asked any more until it is switched off and on again. */
export type CallCheckState = 'off' | 'on' | 'notPermitted'

export interface BoardStatus {
  readonly phase: BoardPhase
  readonly rows: number
  /** Live reservations by status, whole workspace. */
  readonly counts: Readonly<Record<string, number>>
  readonly stuck: number
  readonly watch: number
  /** While reading: tasks (or slices) read of about how many; null when not reading. */
  readonly progress: { readonly done: number; readonly about: number } | null
  /** How the workspace is being read. */
  readonly plan: 'events' | 'tasks' | 'workers' | null
  /** Server time of the newest data, and when the counts were last checked against the server's. */
  readonly freshAt: number | null
  readonly verifiedAt: number | null
  /** Live tasks by the server's count minus by ours, at the last check; null before. */
  readonly drift: number | null
  /** Server clock minus this computer's clock, ms. */
  readonly clockOffset: number
  readonly problem: Problem | null
  /** How the optional look at the calls of suspected rows stands. */
  readonly callCheck: CallCheckState
  readonly budget: Budget
}

export interface Budget {
  readonly ratePerSecond: number | null
  readonly limit: number | null
  readonly remaining: number | null
  readonly inFlight: number
  readonly waiting: number
  readonly pausedUntil: number | null
  readonly sent: number
  readonly rateLimited: number
}

/** Names behind the SIDs, for filters and forms. */
export interface Directory {
  readonly activities: readonly {
    readonly sid: string
    readonly name: string
    readonly available: boolean | null
  }[]
  readonly queues: readonly { readonly sid: string; readonly name: string }[]
  readonly workflows: readonly {
    readonly sid: string
    readonly name: string
    readonly reservationTimeoutSeconds: number | null
  }[]
  readonly channels: readonly {
    readonly sid: string
    readonly name: string
    readonly uniqueName: string | null
  }[]
  readonly workers: readonly WorkerRow[]
}

export interface WorkerRow {
  readonly sid: string
  readonly name: string
  readonly activitySid: string | null
  readonly activityName: string | null
  readonly available: boolean | null
  readonly since: number | null
  readonly pending: number
  readonly accepted: number
  readonly wrapping: number
  /** By channel as last read; null while nobody has looked yet (the slow audit takes its time). */
  readonly capacity: readonly WorkerCapacity[] | null
}

/** How much a worker can take on one channel, and what of it is taken. Null = the server did not say. */
export interface WorkerCapacity {
  /** SID of the worker's channel, and the unique name of the task channel. */
  readonly sid: string
  readonly channel: string
  readonly available: boolean | null
  readonly assigned: number | null
  readonly configured: number | null
  /** Capacity held by no reservation that the board knows of, when it was read. */
  readonly ghosts: number
  /** Server time of the reading. */
  readonly at: number
}

/** One worker in full, read fresh. */
export interface WorkerDetail {
  readonly worker: WorkerRow
  readonly attributes: string | null
  readonly createdAt: number | null
  /** Changes of activity in the last day, oldest first; null where the log is closed to this key. */
  readonly activities:
    readonly { readonly sid: string; readonly at: number; readonly description: string | null }[] | null
}

/** Live tasks of one queue. */
export interface QueueRow {
  readonly sid: string
  readonly name: string
  /** Waiting for a worker to be found. */
  readonly waiting: number
  readonly reserved: number
  readonly assigned: number
  readonly wrapping: number
  /** When the oldest task that nobody has accepted was made; null when there is none. */
  readonly oldestAt: number | null
}

/** Unanswered tasks (waiting and reserved) by queue over the last hour; null = not observed. */
export interface QueueHistory {
  /** Server time of the first value. */
  readonly from: number
  readonly stepMs: number
  readonly values: Readonly<Record<string, readonly (number | null)[]>>
}

export interface QueueBoard {
  readonly queues: readonly QueueRow[]
  /** When the waiting tasks were last counted by the server's own list; null = the log alone tells them. */
  readonly waitingCheckedAt: number | null
  /** Sent when it was asked for. */
  readonly history: QueueHistory | null
}

/** One reservation in full, read fresh. Attributes are shown and never stored. */
export interface ReservationDetail {
  readonly row: BoardRow
  readonly taskAttributes: string | null
  readonly workerAttributes: string | null
  readonly taskReason: string | null
  readonly taskAgeSeconds: number | null
  readonly taskTimeoutSeconds: number | null
  readonly others: readonly BoardRow[]
  readonly channels: readonly {
    readonly name: string
    readonly available: boolean | null
    readonly assigned: number | null
    readonly capacity: number | null
  }[]
  readonly timeline: readonly {
    readonly sid: string
    readonly at: number
    readonly type: string
    readonly description: string | null
  }[]
  readonly evidence: readonly {
    readonly key: string
    readonly facts: Readonly<Record<string, string | number>>
    readonly at: number | null
  }[]
}
