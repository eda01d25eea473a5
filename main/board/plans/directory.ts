import type { Priority } from '../../taskrouter/api'
import { type Workbench, allowed, collect, foldPages, isRefusal } from './workbench'

/** Reads the names behind the SIDs. What this key may not read stays empty: names then come from tasks and events. */
export async function readNames(bench: Workbench, priority: Priority): Promise<void> {
  const { api, index, signal } = bench
  const options = { priority, signal }
  const [activities, queues, workflows, channels] = await Promise.all([
    allowed(collect(api.listActivities({}, options))),
    allowed(collect(api.listTaskQueues({}, options))),
    allowed(collect(api.listWorkflows({}, options))),
    allowed(collect(api.listTaskChannels(options))),
  ])
  if (activities !== null) index.putNames(index.activities, activities)
  if (queues !== null) index.putNames(index.queues, queues)
  if (workflows !== null) index.putNames(index.workflows, workflows)
  if (channels !== null) index.putNames(index.channels, channels)
  await bench.publish()
}

/** Reads all workers; those that the list no longer names were deleted. Returns false when the key may not. */
export async function readWorkers(bench: Workbench, priority: Priority): Promise<boolean> {
  const seen = new Set<string>()
  const before = new Set(bench.index.workers.keys())
  try {
    await foldPages(bench, bench.api.listWorkers({}, { priority, signal: bench.signal }), (worker, at) => {
      seen.add(worker.sid)
      bench.index.putWorkerResource(worker, at)
    })
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
  for (const sid of before) if (!seen.has(sid)) bench.index.removeWorker(sid)
  await bench.publish()
  return true
}
