import type { Priority } from '../../taskrouter/api'
import { holdsLive } from '../model/facts'
import { isIncomplete } from '../model/fold'
import { type ListedTask, listHoldingTasks, readReservationsOf, readTask } from './tasks'
import { type Workbench, inParallel } from './workbench'

/** Answers within this time of each other may contradict each other without either being wrong. */
const MOMENT_MS = 3000

/** Whether what we know of the task's reservations accounts for what the list said of the task. */
function explains(bench: Workbench, { task, at }: ListedTask, status: string | null): boolean {
  if (task.endedAt !== null) return true
  let newest = 0
  for (const reservation of task.reservations)
    newest = Math.max(newest, reservation.knownAt, reservation.endedAt ?? 0)
  if (newest >= at - MOMENT_MS) return true
  if (!holdsLive(task)) return false
  return bench.index.effectiveStatus(task) === status && !isIncomplete(task)
}

/**
 * Holds the board against the list of live tasks: what the list names and we cannot explain, and what we hold and the list does not
 * name, is read. Returns how many tasks had to be read.
 */
export async function checkAgainstList(bench: Workbench, priority: Priority): Promise<number> {
  return readUnexplained(bench, await listHoldingTasks(bench, priority), priority)
}

export async function readUnexplained(
  bench: Workbench,
  { listed, unlisted }: Awaited<ReturnType<typeof listHoldingTasks>>,
  priority: Priority,
): Promise<number> {
  const unexplained = [...listed.values()].filter((entry) => !explains(bench, entry, entry.status))
  const missing = unlisted.filter((task) => task.endedAt === null)
  const due = unexplained.length + missing.length
  await inParallel(unexplained, bench.width(), bench.signal, ({ task }) =>
    readReservationsOf(bench, task, priority),
  )
  await inParallel(missing, bench.width(), bench.signal, (task) => readTask(bench, task.sid, priority))
  return due
}
