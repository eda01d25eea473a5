import type { Directory, WorkerCapacity, WorkerRow } from '../../../preload/contract/board'
import type { WorkerState } from './facts'
import type { BoardIndex } from './index'

export function toWorkerRow(worker: WorkerState, capacity: WorkerRow['capacity']): WorkerRow {
  const live: Record<string, number> = {}
  for (const { status, endedAt } of worker.reservations)
    if (endedAt === null) live[status] = (live[status] ?? 0) + 1
  const { sid, name, activitySid, activityName, available, since } = worker
  return {
    sid,
    name,
    activitySid,
    activityName,
    available,
    since,
    pending: live['pending'] ?? 0,
    accepted: live['accepted'] ?? 0,
    wrapping: live['wrapping'] ?? 0,
    capacity,
  }
}

/** The names behind the SIDs, and every worker with what they hold. */
export function toDirectory(
  index: BoardIndex,
  capacityOf: (workerSid: string) => readonly WorkerCapacity[] | null,
): Directory {
  const named = ({ sid, friendlyName }: { readonly sid: string; readonly friendlyName: string }) => ({
    sid,
    name: friendlyName,
  })
  return {
    activities: [...index.activities.values()].map((each) => ({ ...named(each), available: each.available })),
    queues: [...index.queues.values()].map(named),
    workflows: [...index.workflows.values()].map((each) => ({
      ...named(each),
      reservationTimeoutSeconds: each.reservationTimeoutSeconds,
    })),
    channels: [...index.channels.values()].map((each) => ({ ...named(each), uniqueName: each.uniqueName })),
    workers: [...index.workers.values()].map((worker) => toWorkerRow(worker, capacityOf(worker.sid))),
  }
}
