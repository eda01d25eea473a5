import type { Priority } from '../../taskrouter/api'
import {
  HOLDING_TASKS,
  TASK_ENDS,
  type TaskState,
  effectiveStatus,
  holdsLive,
  isHolding,
} from '../model/facts'
import { type Workbench, allowed, asOf, foldPages, inParallel, isGone } from './workbench'

/** Requests are spent on tasks that nobody mentioned for so long, a few per refresh, in case the server forgot to say. */
const ROTATION_PER_REFRESH = 20
/** `date_updated` has whole seconds: a read within them may have missed the last change. */
const SETTLED_AFTER_MS = 2000

/** A task of the list of live tasks, with what the list said. */
export interface ListedTask {
  readonly task: TaskState
  readonly status: string
  readonly updatedAt: number | null
  /** Server time of the page that named it. */
  readonly at: number
}

/**
 * Lists every task under which a live reservation can exist. Tasks that we hold as live and that the list does not name are
 * fetched one by one by the caller (`unlisted`): they ended, or moved between the pages.
 */
export async function listHoldingTasks(
  bench: Workbench,
  priority: Priority,
): Promise<{ readonly listed: ReadonlyMap<string, ListedTask>; readonly unlisted: readonly TaskState[] }> {
  const startedAt = bench.serverNow()
  const listed = new Map<string, ListedTask>()
  const options = { priority, signal: bench.signal }
  await foldPages(bench, bench.api.listTasks({ statuses: [...HOLDING_TASKS] }, options), (resource, at) => {
    const task = bench.index.putTaskResource(resource, at)
    listed.set(task.sid, { task, status: resource.status, updatedAt: resource.updatedAt, at })
  })
  const unlisted: TaskState[] = []
  for (const task of bench.index.tasks.values()) {
    if (listed.has(task.sid) || task.endedAt !== null || task.statusAt >= startedAt - SETTLED_AFTER_MS)
      continue
    if (holdsLive(task) || isHolding(effectiveStatus(task))) unlisted.push(task)
  }
  return { listed, unlisted }
}

/** Reads all reservations of one task: the whole truth about it in one request. A task that is gone ends with all it held. */
export async function readReservationsOf(
  bench: Workbench,
  task: TaskState,
  priority: Priority,
): Promise<void> {
  const seen = new Set<string>()
  let at = bench.serverNow()
  try {
    for await (const page of bench.api.listTaskReservations(
      task.sid,
      {},
      { priority, signal: bench.signal },
    )) {
      at = asOf(bench, page.serverTime)
      for (const reservation of page.items) {
        seen.add(reservation.sid)
        bench.index.putReservationResource(reservation, at)
      }
    }
  } catch (error) {
    if (!isGone(error)) throw error
    bench.index.endTask(task.sid, bench.serverNow())
    await bench.publish()
    return
  }
  for (const reservation of task.reservations) {
    if (!seen.has(reservation.sid) && reservation.endedAt === null && reservation.knownAt < at)
      bench.index.endReservation(reservation, at)
  }
  task.readAt = at
  await bench.publish()
}

/** Fetches a task that no list named, and its reservations if it still lives. */
export async function readTask(bench: Workbench, sid: string, priority: Priority): Promise<void> {
  const answer = await allowed(bench.api.fetchTask(sid, { priority, signal: bench.signal }))
  if (answer === null) {
    bench.index.endTask(sid, bench.serverNow())
    await bench.publish()
    return
  }
  const task = bench.index.putTaskResource(answer.value, asOf(bench, answer.serverTime))
  task.readUpdatedAt = answer.value.updatedAt
  if (TASK_ENDS.has(answer.value.status) || holdsLive(task) || isHolding(answer.value.status))
    await readReservationsOf(bench, task, priority)
}

/**
 * Task-first: every live task by list, then its reservations, offers before work, newest first. Begun again after a gap it
 * skips what was read since `since` (server time).
 */
export async function readByTasks(bench: Workbench, since: number): Promise<void> {
  const { listed, unlisted } = await listHoldingTasks(bench, 'read')
  const due = [...listed.values()].filter(({ task }) => task.readAt === null || task.readAt < since)
  due.sort((a, b) => urgency(b.task) - urgency(a.task) || (b.task.createdAt ?? 0) - (a.task.createdAt ?? 0))
  let done = listed.size - due.length
  bench.progress(done, listed.size)
  await inParallel(due, bench.width(), bench.signal, async (entry) => {
    await readReservationsOf(bench, entry.task, 'read')
    entry.task.readUpdatedAt = entry.updatedAt
    bench.progress(++done, listed.size)
  })
  await inParallel(unlisted, bench.width(), bench.signal, (task) => readTask(bench, task.sid, 'read'))
}

/**
 * Where events are refused: the list again, and reservations only of tasks that changed since they were read, that have several
 * offers out, or whose turn it is.
 */
export async function refreshByTasks(bench: Workbench): Promise<void> {
  const { listed, unlisted } = await listHoldingTasks(bench, 'tail')
  const due: ListedTask[] = []
  const quiet: ListedTask[] = []
  for (const entry of listed.values()) (needsRead(entry) ? due : quiet).push(entry)
  quiet.sort((a, b) => (a.task.readAt ?? 0) - (b.task.readAt ?? 0))
  due.push(...quiet.slice(0, ROTATION_PER_REFRESH))
  await inParallel(due, bench.width(), bench.signal, async (entry) => {
    await readReservationsOf(bench, entry.task, 'tail')
    entry.task.readUpdatedAt = entry.updatedAt
  })
  await inParallel(unlisted, bench.width(), bench.signal, (task) => readTask(bench, task.sid, 'tail'))
}

function needsRead({ task, updatedAt }: ListedTask): boolean {
  if (task.readAt === null || updatedAt === null || task.readUpdatedAt !== updatedAt) return true
  if (task.readAt < updatedAt + SETTLED_AFTER_MS || !holdsLive(task)) return true
  let offers = 0
  for (const reservation of task.reservations) if (reservation.status === 'pending') offers += 1
  return offers > 1
}

function urgency(task: TaskState): number {
  return task.status === 'reserved' ? 1 : 0
}
