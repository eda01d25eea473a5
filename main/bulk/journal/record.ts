import { createHash } from 'node:crypto'
import type {
  BulkAction,
  JobState,
  Leftover,
  OutcomeKind,
  VerdictReason,
} from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import type { UnitRow } from '../plan/units'

/**
 * What a journal holds: enough to settle and go on after a crash, and nothing of the workspace's own data except SIDs,
 * statuses and workers' names. One record a line: `<8 hex digits> <JSON>`, the digits being a checksum of the JSON.
 */
export type JournalRecord =
  HeadRecord | RowRecord | ReadyRecord | IntentRecord | OutcomeRecord | StateRecord | EndRecord

/** Written twice, because nothing can be done without it. */
export interface HeadRecord {
  readonly type: 'head'
  readonly version: 1
  readonly id: string
  /** Personal and secret parameters are left out; see `withoutPersonalValues`. */
  readonly action: BulkAction
  /** True when parameters were left out, so that the job cannot go on by itself after a crash. */
  readonly incomplete: boolean
  readonly note: string
  /** The note is also written to each task. */
  readonly noteOnTask: boolean
  readonly workspaceSid: string
  readonly operator: string
  readonly startedAt: number
}

export interface RowRecord {
  readonly type: 'row'
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  /** Status (or activity) of what is acted on, from the plan's fresh read. */
  readonly before: string | null
  /** Set for rows that the plan left out. */
  readonly skipped: VerdictReason | null
  /** The supervisor released it although a guard held it; the guard is not asked again after a crash. */
  readonly released: boolean
}

/** All rows are written: from here on the journal may be followed by intents. */
export interface ReadyRecord {
  readonly type: 'ready'
  readonly rows: number
}

/** On disk before the request leaves. */
export interface IntentRecord {
  readonly type: 'intent'
  readonly at: number
  /** With all that settling takes, so that a damaged row record does not leave them unsettled. */
  readonly rows: readonly UnitRow[]
}

export interface OutcomeRecord {
  readonly type: 'outcome'
  readonly at: number
  readonly sid: string
  /** `waiting`: the request certainly did nothing, and the row may be sent later. */
  readonly outcome: OutcomeKind
  readonly after: string | null
  /** Absent in journals that were written before it was kept. */
  readonly overtakenAt?: number | null
  readonly problem: Problem | null
  readonly requestId: string | null
  readonly left: Leftover | null
}

export interface StateRecord {
  readonly type: 'state'
  readonly at: number
  readonly state: JobState
}

export interface EndRecord {
  readonly type: 'end'
  readonly at: number
  readonly state: JobState
}

const TYPES: ReadonlySet<string> = new Set<JournalRecord['type']>([
  'head',
  'row',
  'ready',
  'intent',
  'outcome',
  'state',
  'end',
])

export function writeRecord(record: JournalRecord): string {
  const json = JSON.stringify(record)
  return `${checksum(json)} ${json}`
}

/** The record of a line, or null if the line was damaged. The checksum vouches for the shape: only we write it. */
export function readRecord(line: string): JournalRecord | null {
  const json = line.slice(9)
  if (line[8] !== ' ' || checksum(json) !== line.slice(0, 8)) return null
  try {
    const parsed: unknown = JSON.parse(json)
    return isRecord(parsed) ? parsed : null
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is JournalRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    TYPES.has(value.type)
  )
}

function checksum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 8)
}
