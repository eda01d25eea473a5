import type { WorkerDetail } from '../../preload/contract/board'
import type { BoardRows } from './model/rows'
import { toWorkerRow } from './model/directory'
import { readCapacity } from './plans/capacity'
import { type Workbench, allowed, asOf, byTime, collect } from './plans/workbench'

const LOOK_BACK_MINUTES = 24 * 60

/**
 * Reads one worker with channels, attributes and the day's changes of activity.
 * @throws TaskRouterError; kind `gone` when there is no such worker.
 */
export async function readWorkerDetail(
  bench: Workbench,
  rows: BoardRows,
  sid: string,
  signal: AbortSignal,
): Promise<WorkerDetail> {
  const { api, index } = bench
  const options = { priority: 'detail', signal } as const
  const filter = { workerSid: sid, eventType: 'worker.activity.update', minutes: LOOK_BACK_MINUTES }
  const [worker, events] = await Promise.all([
    api.fetchWorker(sid, options),
    allowed(collect(api.listEvents(filter, options))),
    readCapacity({ ...bench, signal }, rows, sid, 'detail'),
  ])
  const state = index.putWorkerResource(worker.value, asOf(bench, worker.serverTime))
  await bench.publish()
  return {
    worker: toWorkerRow(state, rows.capacityOf(sid)),
    attributes: worker.value.attributes.raw,
    createdAt: worker.value.createdAt,
    activities:
      events?.toSorted(byTime).map(({ sid: event, at, description }) => ({ sid: event, at, description })) ??
      null,
  }
}
