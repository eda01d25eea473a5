import type { ActionId } from '../../preload/contract/actions'
import { isLive, type BoardRow } from '../../preload/contract/board'
import { combineFilters, NO_FILTER, type BoardFilter, type Matches } from '../board/filter'

/**
 * `shift`: people go home — offers go back, wrap-ups end, conversations are decided one by one. `outage`: a queue, a worker or a
 * channel is down — everything of it ends.
 */
export const SWEEP_KINDS = ['shift', 'outage'] as const
export type SweepKind = (typeof SWEEP_KINDS)[number]

export const STEP_IDS = ['offers', 'wrapUps', 'accepted'] as const
export type StepId = (typeof STEP_IDS)[number]

export interface SweepStep {
  readonly id: StepId
  /** Null: a list to decide about, row by row. */
  readonly action: ActionId | null
}

/** Offers first in both: while they are open, workers may still be given what the other steps end. */
export const STEPS: Readonly<Record<SweepKind, readonly SweepStep[]>> = {
  shift: [
    { id: 'offers', action: 'reject' },
    { id: 'wrapUps', action: 'complete' },
    { id: 'accepted', action: null },
  ],
  outage: [
    { id: 'offers', action: 'reject' },
    { id: 'accepted', action: 'complete' },
    { id: 'wrapUps', action: 'complete' },
  ],
}

const STEP_OF: Readonly<Record<string, StepId>> = {
  pending: 'offers',
  accepted: 'accepted',
  wrapping: 'wrapUps',
}

/** Whose work is swept: a view, narrowed by queues, workers, channels and words. Nothing chosen = nobody's. */
export interface SweepScope {
  readonly viewId: string | null
  readonly queues: readonly string[]
  readonly workers: readonly string[]
  readonly channels: readonly string[]
  readonly text: string
}

export const NO_SCOPE: SweepScope = { viewId: null, queues: [], workers: [], channels: [], text: '' }

export const SCOPE_LISTS = ['queues', 'workers', 'channels'] as const
export type ScopeList = (typeof SCOPE_LISTS)[number]

/**
 * The scope as a filter of the board; null while nothing is chosen, so that an empty form never means everything.
 * @param filterOf filter of a view; undefined = it is gone, and with it the choice
 */
export function scopeFilter(
  scope: SweepScope,
  filterOf: (viewId: string) => BoardFilter | undefined,
): BoardFilter | null {
  const view = scope.viewId === null ? undefined : filterOf(scope.viewId)
  const text = scope.text.trim()
  const narrowed = text !== '' || SCOPE_LISTS.some((list) => scope[list].length > 0)
  if (view === undefined && (!narrowed || scope.viewId !== null)) return null
  const own: BoardFilter = {
    ...NO_FILTER,
    lists: {
      ...(scope.queues.length > 0 ? { queue: scope.queues } : {}),
      ...(scope.workers.length > 0 ? { worker: scope.workers } : {}),
      ...(scope.channels.length > 0 ? { channel: scope.channels } : {}),
    },
    text,
  }
  return combineFilters(view ?? NO_FILTER, own)
}

/** What one step would act on now. */
export interface StepRows {
  /** Oldest first. */
  readonly sids: readonly string[]
  readonly tasks: number
  readonly workers: number
  /** Since when the oldest waits, server time. */
  readonly oldestAt: number | null
}

export interface SweepRows {
  readonly steps: Readonly<Record<StepId, StepRows>>
  /** Rows in scope that are left alone because somebody snoozed them. */
  readonly snoozed: number
  /** Live rows in scope in a status that this version does not know: nothing is done to them. */
  readonly unknown: number
}

const oldestFirst = (a: BoardRow, b: BoardRow): number =>
  (a.createdAt ?? Number.POSITIVE_INFINITY) - (b.createdAt ?? Number.POSITIVE_INFINITY) ||
  (a.sid < b.sid ? -1 : 1)

/** Sorts the live rows of a scope into the steps. Pure; every row is in at most one step. */
export function sweepRows(
  rows: Iterable<BoardRow>,
  inScope: Matches,
  isSnoozed: (sid: string) => boolean,
): SweepRows {
  const found: Record<StepId, BoardRow[]> = { offers: [], wrapUps: [], accepted: [] }
  let snoozed = 0
  let unknown = 0
  for (const row of rows) {
    if (row.endedAt !== null || !isLive(row.status) || !inScope(row)) continue
    const step = STEP_OF[row.status]
    if (step === undefined) unknown += 1
    else if (isSnoozed(row.sid)) snoozed += 1
    else found[step].push(row)
  }
  return {
    steps: {
      offers: stepRows(found.offers),
      wrapUps: stepRows(found.wrapUps),
      accepted: stepRows(found.accepted),
    },
    snoozed,
    unknown,
  }
}

function stepRows(rows: BoardRow[]): StepRows {
  rows.sort(oldestFirst)
  return {
    sids: rows.map(({ sid }) => sid),
    tasks: new Set(rows.map(({ taskSid }) => taskSid)).size,
    workers: new Set(rows.flatMap(({ workerSid }) => workerSid ?? [])).size,
    oldestAt: rows[0]?.createdAt ?? null,
  }
}

export const NO_ROWS: SweepRows = sweepRows(
  [],
  () => false,
  () => false,
)
