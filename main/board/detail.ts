import type { BoardRow, ReservationDetail } from '../../preload/contract/board'
import type { BoardRows } from './model/rows'
import { readReservationsOf } from './plans/tasks'
import { type Workbench, allowed, asOf, byTime, collect } from './plans/workbench'

const TIMELINE_MINUTES = 24 * 60

/**
 * Reads one reservation with everything around it.
 * @throws TaskRouterError; kind `gone` when neither the board nor the server knows it.
 */
export async function readDetail(
  bench: Workbench,
  rows: BoardRows,
  row: BoardRow,
  signal: AbortSignal,
): Promise<ReservationDetail> {
  const { api, index } = bench
  const options = { priority: 'detail', signal } as const
  const [task, worker, channels, ofTask] = await Promise.all([
    allowed(api.fetchTask(row.taskSid, options)),
    row.workerSid === null ? null : allowed(api.fetchWorker(row.workerSid, options)),
    row.workerSid === null ? null : allowed(collect(api.listWorkerChannels(row.workerSid, options))),
    allowed(collect(api.listEvents({ taskSid: row.taskSid, minutes: TIMELINE_MINUTES }, options))),
    readReservationsOf({ ...bench, signal }, index.task(row.taskSid, bench.serverNow()), 'detail'),
  ])
  if (task !== null) index.putTaskResource(task.value, asOf(bench, task.serverTime))
  if (worker !== null) index.putWorkerResource(worker.value, asOf(bench, worker.serverTime))
  await bench.publish()
  const fresh = rows.row(row.sid) ?? row
  return {
    row: fresh,
    taskAttributes: task?.value.attributes.raw ?? null,
    workerAttributes: worker?.value.attributes.raw ?? null,
    taskReason: task?.value.reason ?? null,
    taskAgeSeconds: task?.value.ageSeconds ?? null,
    taskTimeoutSeconds: task?.value.timeoutSeconds ?? null,
    others: rows.rowsOf(index.ofTask(row.taskSid)).filter((other) => other.sid !== row.sid),
    channels: (channels ?? []).map((channel) => ({
      name: channel.taskChannelName ?? channel.sid,
      available: channel.available,
      assigned: channel.assignedTasks,
      capacity: channel.configuredCapacity,
    })),
    timeline: (ofTask ?? [])
      .sort(byTime)
      .map(({ sid, at, type, description }) => ({ sid, at, type, description })),
    evidence: rows.evidence(row.sid, bench.serverNow()),
  }
}
