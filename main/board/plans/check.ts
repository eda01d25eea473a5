import type { Priority } from '../../taskrouter/api'
import { holdsLive, rankOf, type TaskState } from '../model/facts'
import { isIncomplete } from '../model/fold'
import { type ListedTask, listHoldingTasks, readReservationsOf, readTask } from './tasks'
import { type Workbench, allowed, asOf, inParallel } from './workbench'

/** Answers within this time of each other may contradict each other without either being wrong. */
const MOMENT_MS = 3000

/** The status that the task's own live reservations account for, whatever else was said of the task. */
function heldAs(task: TaskState): string {
  let best = -1
  for (const { endedAt, status } of task.reservations)
    if (endedAt === null) best = Math.max(best, rankOf(status))
  if (best === 3) return 'wrapping'
  return best === 2 ? 'assigned' : 'reserved'
}

/** Whether what we know of the task's reservations accounts for what the list said of the task. */
function explains({ task, at }: ListedTask, status: string | null): boolean {
  if (task.endedAt !== null) return true
  let newest = 0
  for (const reservation of task.reservations)
    newest = Math.max(newest, reservation.knownAt, reservation.endedAt ?? 0)
  if (newest >= at - MOMENT_MS) return true
  if (!holdsLive(task)) return false
  return heldAs(task) === status && !isIncomplete(task)
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
  const unexplained = [...listed.values()].filter((entry) => !explains(entry, entry.status))
  const missing = unlisted.filter((task) => task.endedAt === null)
  const due = unexplained.length + missing.length
  await inParallel(unexplained, bench.width(), bench.signal, ({ task }) =>
    readReservationsOf(bench, task, priority),
  )
  await inParallel(missing, bench.width(), bench.signal, (task) => readTask(bench, task.sid, priority))
  const strangers = new Set(unexplained.flatMap(({ task }) => strangersOf(bench, task)))
  await inParallel([...strangers], bench.width(), bench.signal, (sid) => readWorker(bench, sid, priority))
  return due
}

/** Workers that hold something of the task and whose activity nothing has told us yet. */
function strangersOf(bench: Workbench, task: TaskState): string[] {
  const strangers: string[] = []
  for (const { endedAt, workerSid } of task.reservations) {
    if (endedAt !== null || workerSid === null) continue
    if ((bench.index.workers.get(workerSid)?.activitySid ?? null) === null) strangers.push(workerSid)
  }
  return strangers
}

async function readWorker(bench: Workbench, sid: string, priority: Priority): Promise<void> {
  const answer = await allowed(bench.api.fetchWorker(sid, { priority, signal: bench.signal }))
  if (answer !== null) bench.index.putWorkerResource(answer.value, asOf(bench, answer.serverTime))
}
