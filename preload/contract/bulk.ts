import type { Instruction } from './instructions'
import type { Problem } from './envelope'
import type { ChannelChange } from './worker-channel'

/** What a supervisor can do to many rows at once. A single action is a bulk of one. */
export type BulkAction =
  /** Reject, accept, complete, wrap up, redirect, dequeue, call, conference: an instruction of the table. */
  | { readonly kind: 'instruction'; readonly instruction: Instruction }
  /**
   * Move the rows' workers, or workers chosen themselves, to an activity, with or without rejecting what they are
   * offered.
   */
  | { readonly kind: 'workerActivity'; readonly activitySid: string; readonly rejectPending: boolean }
  /** Change one channel (a task channel's SID) of workers chosen themselves: how many tasks at once, and whether any. */
  | ({ readonly kind: 'workerChannel'; readonly channelSid: string } & ChannelChange)
  | { readonly kind: 'cancelTask'; readonly reason: string }
  | { readonly kind: 'completeTask'; readonly reason: string }
  | { readonly kind: 'deleteTask' }

export interface PlanRequest {
  readonly action: BulkAction
  /** Reservation SIDs, or for actions on workers worker SIDs; 1…10,000, no doubles, never both kinds. */
  readonly sids: readonly string[]
  /** The note to begin with. What counts is the note with which the plan is run. */
  readonly note: string
}

/** Whether an action is done to workers, so that workers are what its name counts. */
const isAboutWorkers = ({ kind }: BulkAction): boolean =>
  kind === 'workerActivity' || kind === 'workerChannel'

/** How many things the name of an action counts: “Move 3 workers” for ten reservations of three workers. */
export function namedCount(
  action: BulkAction,
  rows: readonly { readonly sid: string; readonly workerSid: string | null }[],
): number {
  return isAboutWorkers(action)
    ? new Set(rows.map(({ sid, workerSid }) => workerSid ?? sid)).size
    : rows.length
}

/**
 * Whether an action may also write the note to the tasks. Only where the task stays in hand or ends: new attributes on a
 * waiting task make its workflow run again (source: task page).
 */
export function mayNoteTasks(action: BulkAction): boolean {
  if (action.kind === 'completeTask') return true
  if (action.kind !== 'instruction') return false
  return action.instruction.kind === 'complete' || action.instruction.kind === 'wrapUp'
}

/** How the supervisor confirmed a plan. */
export interface RunRequest {
  readonly planId: string
  /** Held rows that the supervisor lets go. */
  readonly released: readonly string[]
  /** What was typed to confirm. */
  readonly typed: string
  /** Why it is done; written to the history. Main refuses an empty one where the settings ask for a reason. */
  readonly note: string
  /** Also write the note into each task's attributes, as a second request once the row is done. */
  readonly noteOnTask: boolean
}

/** `act` will be sent · `skip` needs nothing · `held` would do harm and waits for the supervisor to release it. */
export type Verdict = 'act' | 'skip' | 'held'

/** Why a row is skipped or held. One wording per code in every language. */
export type VerdictReason =
  | 'ready'
  // skip
  | 'gone'
  | 'alreadyDone'
  | 'notPending'
  | 'notAccepted'
  | 'notWrapping'
  | 'ended'
  | 'noCall'
  | 'notVoice'
  | 'wrongTaskStatus'
  | 'noWorker'
  | 'noChannel'
  | 'invalidParameters'
  | 'unreadable'
  // held
  | 'rejectionLimit'
  | 'rejectLoop'
  | 'acceptInProgress'
  | 'callStillUp'
  | 'stale'
  | 'lastOffer'

export interface PlanRow {
  /** The reservation; the worker where workers were chosen themselves. */
  readonly sid: string
  /** Empty where workers were chosen themselves. */
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly queueName: string | null
  readonly channel: string | null
  /** Status (of a worker: activity) from the fresh read; null when it could not be read. */
  readonly status: string | null
  readonly verdict: Verdict
  readonly reason: VerdictReason
  /** Numbers and names for the wording: `{used: 9, limit: 10}`, `{since: 1700000000000}`. */
  readonly facts: Readonly<Record<string, string | number>>
  /** Parameters whose value differs from row to row, as they will be sent for this one. Never a secret. */
  readonly values: Readonly<Record<string, string>>
  readonly problem: Problem | null
}

export interface Plan {
  readonly id: string
  readonly action: BulkAction
  readonly note: string
  readonly createdAt: number
  readonly rows: readonly PlanRow[]
  readonly counts: { readonly act: number; readonly skip: number; readonly held: number }
  /** Requests the run will send; fewer than `act` when rejections of one worker are folded. */
  readonly requests: number
  /** Workers that will end in another activity than they are in now. */
  readonly workersMoved: number
  /** `typed`: the supervisor must type `phrase` (large or destructive plans). */
  readonly confirm: { readonly kind: 'simple' } | { readonly kind: 'typed'; readonly phrase: string }
  /** Proposed by the reject-loop guard: an unavailable activity to move the workers to, or null. */
  readonly proposedActivitySid: string | null
}

/** `planning`: rows are being read; `done` of `total`. */
export interface PlanProgress {
  readonly planId: string
  readonly done: number
  readonly total: number
}

export const OUTCOME_KINDS = [
  'waiting',
  'sending',
  'done',
  'partial',
  'superseded',
  'skipped',
  'failed',
  'unknown',
] as const
export type OutcomeKind = (typeof OUTCOME_KINDS)[number]

/** What of a row that is partly done was not done: the note on its task, or the worker's move, which was taken back. */
export type Leftover = 'note' | 'activity'

export interface RowOutcome {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly outcome: OutcomeKind
  readonly statusBefore: string | null
  readonly statusAfter: string | null
  /** When the console knew the outcome, ms. */
  readonly at: number | null
  /**
   * Server time of the last change of what somebody else changed first, ms; null where that is not what happened or the
   * server did not say.
   */
  readonly overtakenAt: number | null
  readonly reason: VerdictReason | null
  readonly problem: Problem | null
  readonly requestId: string | null
  /** Set for `partial` rows. */
  readonly left: Leftover | null
}

export type JobState =
  'running' | 'paused' | 'cancelling' | 'finished' | 'cancelled' | 'interrupted' | 'blocked'

export interface JobSummary {
  readonly id: string
  readonly action: BulkAction
  readonly note: string
  readonly workspaceSid: string
  readonly state: JobState
  readonly startedAt: number
  readonly endedAt: number | null
  /** Rows of the job, and what its name counts: see `namedCount`. */
  readonly total: number
  readonly named: number
  readonly counts: Readonly<Record<OutcomeKind, number>>
  /** Rows per second over the last seconds, and ms left at that rate; null until known. */
  readonly rate: number | null
  readonly leftMs: number | null
  readonly problem: Problem | null
}

/** Whether the records of earlier jobs could be read at this start. */
export interface JobRecords {
  /** Journals that were too damaged to say which job they belong to; they were put aside. */
  readonly setAside: number
  /** Journals that the disk would not let us read. */
  readonly unread: number
  /** Why earlier jobs could not be looked for or settled at all. */
  readonly problem: Problem | null
}

export interface JobPush {
  readonly job: JobSummary
  /** Rows whose outcome changed since the last push. */
  readonly rows: readonly RowOutcome[]
}

/** One line of the history: what was done to one reservation, by whom, why, and what came of it. Never a secret. */
export interface HistoryEntry {
  readonly id: string
  readonly at: number
  readonly operator: string
  readonly jobId: string
  readonly workspaceSid: string
  readonly action: string
  readonly note: string
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly outcome: OutcomeKind
  readonly statusBefore: string | null
  readonly statusAfter: string | null
  readonly problemCode: string | null
  readonly twilioCode: number | null
  readonly requestId: string | null
}

export interface HistoryQuery {
  /** Free text over SIDs, worker, action, note, outcome. */
  readonly text: string
  /** An action's own word, such as `reject` or `cancelTask`. */
  readonly action?: string | undefined
  readonly outcome?: OutcomeKind | undefined
  /** Words that all occur in the worker's name or SID. */
  readonly worker?: string | undefined
  /** Words that all occur in the operator's name. */
  readonly operator?: string | undefined
  /** Time range, ms since 1970: from (inclusive), to (exclusive). */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly limit: number
  /** Entries older than this (exclusive), for paging; null = newest. */
  readonly before: number | null
}

export interface HistoryPage {
  readonly entries: readonly HistoryEntry[]
  readonly more: boolean
  /** Whether the chain of hashes holds; `brokenAt` is the line at which it does not. */
  readonly chain: { readonly intact: boolean; readonly lines: number; readonly brokenAt: number | null }
}
