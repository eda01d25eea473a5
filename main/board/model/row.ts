import type { BoardRow } from '../../../preload/contract/board'
import { ROW_FIELDS } from '../../../preload/contract/row-pages'
import { type ReservationState, type TaskState, effectiveStatus } from './facts'
import type { BoardIndex } from './index'

interface OfferCounts {
  readonly offers: number
  readonly rejections: number
  readonly liveOffers: number
}

function countOffers(task: TaskState | undefined): OfferCounts {
  let rejections = 0
  let liveOffers = 0
  for (const reservation of task?.reservations ?? []) {
    if (reservation.status === 'rejected') rejections += 1
    if (reservation.endedAt === null) liveOffers += 1
  }
  return { offers: task?.reservations.size ?? 1, rejections, liveOffers }
}

/** A pending offer times out at creation + the workflow's reservation timeout; the API has no such field (reference 1.6). */
function deadlineOf(
  index: BoardIndex,
  reservation: ReservationState,
  task: TaskState | undefined,
): number | null {
  if (reservation.status !== 'pending' || reservation.createdAt === null || task?.workflowSid == null)
    return null
  const timeout = index.workflows.get(task.workflowSid)?.reservationTimeoutSeconds
  return timeout == null ? null : reservation.createdAt + timeout * 1000
}

/** One row from what the index holds; without a diagnosis. */
export function joinRow(index: BoardIndex, reservation: ReservationState, note: string | null): BoardRow {
  const task = index.tasks.get(reservation.taskSid)
  const worker = reservation.workerSid === null ? undefined : index.workers.get(reservation.workerSid)
  const queueSid = task?.queueSid ?? null
  const workflowSid = task?.workflowSid ?? null
  const activitySid = worker?.activitySid ?? null
  const activity = activitySid === null ? undefined : index.activities.get(activitySid)
  return {
    sid: reservation.sid,
    status: reservation.status,
    createdAt: reservation.createdAt,
    updatedAt: reservation.updatedAt,
    endedAt: reservation.endedAt,
    deadlineAt: deadlineOf(index, reservation, task),
    taskSid: reservation.taskSid,
    taskStatus: task === undefined ? null : effectiveStatus(task),
    taskCreatedAt: task?.createdAt ?? null,
    channel: task?.channel ?? null,
    queueSid,
    queueName:
      (queueSid === null ? undefined : index.queues.get(queueSid)?.friendlyName) ?? task?.queueName ?? null,
    workflowSid,
    workflowName:
      (workflowSid === null ? undefined : index.workflows.get(workflowSid)?.friendlyName) ??
      task?.workflowName ??
      null,
    priority: task?.priority ?? null,
    subject: task?.subject ?? null,
    hasCall: task?.hasCall ?? null,
    ...countOffers(task),
    workerSid: reservation.workerSid,
    workerName: worker?.name ?? reservation.workerName,
    activitySid,
    activityName: worker?.activityName ?? activity?.friendlyName ?? null,
    available: worker?.available ?? activity?.available ?? null,
    activitySince: worker?.since ?? null,
    reason: null,
    reasonLevel: null,
    reasonSince: null,
    advice: null,
    instructed: reservation.instructed,
    note,
    source: reservation.source,
    knownAt: reservation.knownAt,
  }
}

/** How much later "known at" may move before that alone is worth sending. */
const KNOWN_AT_STEP_MS = 30_000

/** Whether a listener would see a difference. */
export function sameRow(a: BoardRow, b: BoardRow): boolean {
  for (const key of ROW_FIELDS) {
    if (key === 'knownAt') {
      if (Math.abs(a.knownAt - b.knownAt) > KNOWN_AT_STEP_MS) return false
    } else if (a[key] !== b[key]) return false
  }
  return true
}
