import { LIVE_STATUSES } from '../../../preload/contract/board'
import type { Priority } from '../../taskrouter/api'
import { checkAgainstList } from './check'
import { readWorkers } from './directory'
import { type Workbench, asOf, inParallel, isGone } from './workbench'

/** Reads what one worker holds; whatever we believed live and the server does not list there has ended. */
export async function readReservationsOfWorker(
  bench: Workbench,
  workerSid: string,
  priority: Priority,
): Promise<void> {
  const seen = new Set<string>()
  const startedAt = bench.serverNow()
  let at = startedAt
  try {
    for (const status of LIVE_STATUSES) {
      const options = { priority, signal: bench.signal }
      for await (const page of bench.api.listWorkerReservations(workerSid, { status }, options)) {
        at = asOf(bench, page.serverTime)
        for (const reservation of page.items) {
          seen.add(reservation.sid)
          bench.index.putReservationResource(reservation, at)
        }
      }
    }
  } catch (error) {
    if (!isGone(error)) throw error
  }
  for (const reservation of bench.index.ofWorker(workerSid)) {
    const settled = reservation.knownAt < startedAt - 1000
    if (!seen.has(reservation.sid) && reservation.endedAt === null && settled)
      bench.index.endReservation(reservation, at)
  }
  await bench.publish()
}

/** Worker-first: what every worker holds, then the list of live tasks for what the rows say of them, and as the check. */
export async function readByWorkers(bench: Workbench): Promise<void> {
  await readWorkers(bench, 'read')
  const workers = [...bench.index.workers.keys()]
  let done = 0
  bench.progress(0, workers.length)
  await inParallel(workers, bench.width(), bench.signal, async (sid) => {
    await readReservationsOfWorker(bench, sid, 'read')
    bench.progress(++done, workers.length)
  })
  await checkAgainstList(bench, 'read')
}
