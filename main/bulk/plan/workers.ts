import type { Directory } from '../../../preload/contract/board'
import type { BulkAction, PlanRequest, PlanRow } from '../../../preload/contract/bulk'
import { sidKind } from '../../../preload/contract/sids'
import type { BoardReader } from '../../board/api'
import type { RequestOptions, WorkspaceApi } from '../../taskrouter/api'
import type { Reservation, Worker } from '../../taskrouter/resources'
import { forEachLimited } from '../concurrency'
import { guard, RejectionBudget } from './guards'
import { judgeMove } from './judge'
import { failPlanIfHopeless, READS_AT_ONCE, tell } from './read'
import { GONE, UNREAD, valueIn, type PlanSubject, type Read } from './subject'
import type { ReadyRow } from './units'
import type { JudgeContext, RowVerdict } from './verdict'

/** From this many workers on, the list of all workers is cheaper than one read each. */
const LIST_FROM = 4

type MoveAction = Extract<BulkAction, { readonly kind: 'workerActivity' }>

/** A worker that was chosen itself, not through one of its reservations: its row's `sid` is the worker's. */
export interface WorkerSubject {
  readonly sid: string
  readonly worker: Read<Worker>
  /** What the worker is offered, where that matters and could be read. */
  readonly offers: readonly Reservation[] | null
}

/** Whether a plan is about workers chosen themselves, not through their reservations. */
export function ofWorkers({ sids }: PlanRequest): boolean {
  return sids.length > 0 && sids.every((sid) => sidKind(sid) === 'worker')
}

/** Reads the chosen workers fresh, and what they are offered if it is to be rejected. */
export async function readWorkers(
  api: WorkspaceApi,
  { rejectPending }: MoveAction,
  sids: readonly string[],
  signal: AbortSignal,
  onRead: (done: number) => void,
): Promise<readonly WorkerSubject[]> {
  const options = { priority: 'detail', signal } as const
  const listed = sids.length >= LIST_FROM ? await listWorkers(api, options) : null
  const subjects = new Map<string, WorkerSubject>()
  await forEachLimited(sids, READS_AT_ONCE, async (sid) => {
    const known = listed?.get(sid)
    const worker: Read<Worker> =
      listed === null
        ? await tell(() => api.fetchWorker(sid, options))
        : known === undefined
          ? GONE
          : { is: 'read', value: known }
    const offers = rejectPending && worker.is === 'read' ? await listOffers(api, sid, options) : null
    subjects.set(sid, { sid, worker, offers })
    onRead(subjects.size)
  })
  return sids.flatMap((sid) => subjects.get(sid) ?? [])
}

/** Null where the list is refused: the workers are then read one by one and tell their own problem. */
async function listWorkers(
  api: WorkspaceApi,
  options: RequestOptions,
): Promise<ReadonlyMap<string, Worker> | null> {
  const workers = new Map<string, Worker>()
  try {
    for await (const { items } of api.listWorkers({}, options)) {
      for (const worker of items) workers.set(worker.sid, worker)
    }
  } catch (error) {
    failPlanIfHopeless(error)
    return null
  }
  return workers
}

async function listOffers(
  api: WorkspaceApi,
  workerSid: string,
  options: RequestOptions,
): Promise<readonly Reservation[] | null> {
  const offers: Reservation[] = []
  try {
    for await (const { items } of api.listWorkerReservations(workerSid, { status: 'pending' }, options)) {
      offers.push(...items)
    }
  } catch (error) {
    failPlanIfHopeless(error)
    return null
  }
  return offers
}

/**
 * Sorts workers into act, skip and held. Rejecting what a worker is offered obeys the guards of every single offer:
 * one that objects holds the worker back.
 */
export function judgeWorkers(
  subjects: readonly WorkerSubject[],
  action: MoveAction,
  board: BoardReader,
  context: JudgeContext,
  rejectionLimit: number,
): readonly RowVerdict[] {
  const budget = new RejectionBudget(rejectionLimit)
  return subjects.map(({ worker, offers }) => {
    const ready = judgeMove(action, worker, offers !== null && offers.length > 0, context.directory)
    if (ready.verdict !== 'act' || !action.rejectPending) return ready
    if (offers === null) return { ...ready, verdict: 'held', reason: 'stale', facts: {} }
    for (const offer of offers) {
      const subject = offerSubject(offer, board)
      const verdict = budget.ask(guard(ready, subject, context), subject)
      if (verdict.verdict === 'held') return verdict
    }
    return { ...ready, facts: { ...ready.facts, offers: offers.length } }
  })
}

function offerSubject(offer: Reservation, board: BoardReader): PlanSubject {
  return {
    sid: offer.sid,
    known: board.row(offer.sid) ?? null,
    reservation: { is: 'read', value: offer },
    task: UNREAD,
    worker: UNREAD,
    siblings: null,
    workerPending: null,
  }
}

export function workerPlanRow(
  { sid, worker }: WorkerSubject,
  verdict: RowVerdict,
  { workers }: Directory,
): PlanRow {
  const value = valueIn(worker)
  const known = workers.find((each) => each.sid === sid)
  return {
    sid,
    taskSid: '',
    workerSid: sid,
    workerName: value?.friendlyName ?? known?.name ?? null,
    queueName: null,
    channel: null,
    status: value?.activityName ?? null,
    verdict: verdict.verdict,
    reason: verdict.reason,
    facts: verdict.facts,
    values: verdict.values,
    problem: verdict.problem,
  }
}

export function workerReadyRow(row: PlanRow, { worker, offers }: WorkerSubject): ReadyRow {
  const value = valueIn(worker)
  return {
    row,
    instruction: null,
    reservationVersion: null,
    taskVersion: null,
    workerVersion: value?.version ?? null,
    taskStatus: null,
    activityName: value?.activityName ?? null,
    workerPending: offers === null ? null : new Set(offers.map(({ sid }) => sid)),
  }
}
