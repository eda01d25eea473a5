import type { Priority } from '../../taskrouter/api'
import type { BoardRows } from '../model/rows'
import { readReservationsOfWorker } from './workers'
import { type Workbench, allowed, collect } from './workbench'

/**
 * Reads what each channel of a worker can take and holds, and compares it with the board's rows: a channel that holds more than the
 * board knows gets its worker's reservations read, and what remains is held by nothing (P23). False where the server refuses.
 */
export async function readCapacity(
  bench: Workbench,
  rows: BoardRows,
  workerSid: string,
  priority: Priority,
): Promise<boolean> {
  const options = { priority, signal: bench.signal }
  const channels = await allowed(collect(bench.api.listWorkerChannels(workerSid, options)))
  if (channels === null) return false
  const before = heldBy(bench, workerSid)
  const more = channels.some(
    ({ taskChannelName, assignedTasks }) => (assignedTasks ?? 0) > (before.get(taskChannelName ?? '') ?? 0),
  )
  if (more) await readReservationsOfWorker(bench, workerSid, priority)
  const held = heldBy(bench, workerSid)
  const at = bench.serverNow()
  rows.setCapacities(
    workerSid,
    channels.flatMap((channel) => {
      const { sid, taskChannelName: name, available, assignedTasks: assigned, configuredCapacity } = channel
      if (name === null) return []
      // A reservation whose channel nobody told could be what the capacity is held by.
      const ghosts = held.has('') ? 0 : Math.max(0, (assigned ?? 0) - (held.get(name) ?? 0))
      return [{ sid, channel: name, available, assigned, configured: configuredCapacity, ghosts, at }]
    }),
  )
  await bench.publish()
  return true
}

/** Accepted and wrapping reservations of a worker by channel; an unknown channel is the empty name. */
function heldBy(bench: Workbench, workerSid: string): ReadonlyMap<string, number> {
  const held = new Map<string, number>()
  for (const reservation of bench.index.ofWorker(workerSid)) {
    if (reservation.endedAt !== null || reservation.status === 'pending') continue
    const channel = bench.index.tasks.get(reservation.taskSid)?.channel ?? ''
    held.set(channel, (held.get(channel) ?? 0) + 1)
  }
  return held
}
