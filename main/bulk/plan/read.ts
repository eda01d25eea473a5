import type { BoardRow } from '../../../preload/contract/board'
import type { Answered, Pages, RequestOptions, WorkspaceApi } from '../../taskrouter/api'
import { isTaskRouterError } from '../../taskrouter/errors'
import { toProblem } from '../../taskrouter/problem'
import type { Reservation, Task, Worker } from '../../taskrouter/resources'
import { forEachLimited } from '../concurrency'
import { findReservation, isGone } from '../reach'
import type { ReadNeeds } from './needs'
import { GONE, UNREAD, valueIn, type PlanSubject, type Read } from './subject'

/** Reads of a plan that may be under way at once; the client's scheduler decides how fast they really go. */
export const READS_AT_ONCE = 16

interface Batch {
  readonly rows: readonly string[]
  readonly read: (options: RequestOptions) => Promise<void>
}

/**
 * Reads rows fresh with as few requests as the need allows: a list by task or by worker answers for many rows at once,
 * and what a list does not answer is read one by one.
 */
export class FreshReader {
  readonly #api: WorkspaceApi
  readonly #reservations = new Map<string, Read<Reservation>>()
  readonly #tasks = new Map<string, Read<Task>>()
  readonly #workers = new Map<string, Read<Worker>>()
  readonly #siblings = new Map<string, readonly Reservation[]>()
  readonly #pendingOfWorker = new Map<string, ReadonlySet<string>>()

  constructor(api: WorkspaceApi) {
    this.#api = api
  }

  /**
   * Reads all rows. Rejects with TaskRouterError only if nothing can be read at all (signed out, given up); anything
   * else is told per row.
   */
  async read(
    rows: readonly { readonly sid: string; readonly known: BoardRow | null }[],
    needs: ReadNeeds,
    signal: AbortSignal,
    onRead: (done: number) => void,
  ): Promise<readonly PlanSubject[]> {
    const known = rows.flatMap(({ known: row }) => row ?? [])
    let done = rows.length - known.length
    const options: RequestOptions = { priority: 'detail', signal }
    const run = (batches: readonly Batch[]) =>
      forEachLimited(batches, READS_AT_ONCE, async (batch) => {
        await batch.read(options)
        done += batch.rows.length
        onRead(Math.min(done, rows.length))
      })
    await run([...this.#listBatches(known, needs), ...this.#contextBatches(known, needs)])
    if (needs.reservation) {
      await run(known.filter(({ sid }) => !this.#reservations.has(sid)).map((row) => this.#oneByOne(row)))
      await run(this.#movedBatches(known, needs))
    }
    return rows.map(({ sid, known: row }) => this.#subject(sid, row))
  }

  #subject(sid: string, onBoard: BoardRow | null): PlanSubject {
    const reservation = this.#reservations.get(sid) ?? UNREAD
    const known = onBoard === null ? null : { ...onBoard, taskSid: this.#taskOf(onBoard) }
    const workerSid = known?.workerSid ?? null
    return {
      sid,
      known,
      reservation,
      task: known === null ? UNREAD : (this.#tasks.get(known.taskSid) ?? UNREAD),
      worker: workerSid === null ? UNREAD : (this.#workers.get(workerSid) ?? UNREAD),
      siblings: known === null ? null : (this.#siblings.get(known.taskSid) ?? null),
      workerPending: workerSid === null ? null : (this.#pendingOfWorker.get(workerSid) ?? null),
    }
  }

  #listBatches(rows: readonly BoardRow[], needs: ReadNeeds): readonly Batch[] {
    if (!needs.reservation) return []
    const byTask = groupBy(rows, taskSidOf)
    const byWorker = groupBy(
      rows.filter(({ workerSid }) => workerSid !== null),
      (row) => `${row.workerSid ?? ''} ${row.status}`,
    )
    if (needs.workerPending) {
      const offered = groupBy(
        rows.filter(({ workerSid }) => workerSid !== null),
        (row) => row.workerSid ?? '',
      )
      return [...offered].map(([workerSid, group]) => this.#workerList(workerSid, 'pending', group))
    }
    // Reading by task tells the rejections so far; that is worth something, but not several times the requests.
    const taskWeight = needs.siblings ? 0.5 : 1
    if (byWorker.size < byTask.size * taskWeight && byWorker.size < rows.length) {
      return [...byWorker.values()].map((group) => {
        const [first] = group
        return this.#workerList(first.workerSid ?? '', first.status, group)
      })
    }
    if (needs.siblings || byTask.size < rows.length) {
      return [...byTask].map(([taskSid, group]) => this.#taskList(taskSid, group))
    }
    return []
  }

  #contextBatches(rows: readonly BoardRow[], needs: ReadNeeds): readonly Batch[] {
    const batches: Batch[] = []
    const counted = needs.reservation
    if (needs.task) batches.push(...this.#taskBatches(rows, !counted))
    if (needs.worker) {
      const withWorker = rows.filter(({ workerSid }) => workerSid !== null)
      for (const [workerSid, group] of groupBy(withWorker, (row) => row.workerSid ?? '')) {
        batches.push({
          rows: counted ? [] : sidsOf(group),
          read: async (options) => {
            this.#workers.set(workerSid, await tell(() => this.#api.fetchWorker(workerSid, options)))
          },
        })
      }
    }
    return batches
  }

  #taskBatches(rows: readonly BoardRow[], count: boolean): readonly Batch[] {
    return [...groupBy(rows, taskSidOf)].map(([taskSid, group]) => ({
      rows: count ? sidsOf(group) : [],
      read: async (options) => {
        this.#tasks.set(taskSid, await tell(() => this.#api.fetchTask(taskSid, options)))
      },
    }))
  }

  #taskList(taskSid: string, group: readonly BoardRow[]): Batch {
    return {
      rows: sidsOf(group),
      read: async (options) => {
        const list = await this.#listed(group, this.#api.listTaskReservations(taskSid, {}, options))
        if (list !== null) this.#siblings.set(taskSid, list)
      },
    }
  }

  #workerList(workerSid: string, status: string, group: readonly BoardRow[]): Batch {
    return {
      rows: sidsOf(group),
      read: async (options) => {
        const list = await this.#listed(
          group,
          this.#api.listWorkerReservations(workerSid, { status }, options),
        )
        if (list !== null && status === 'pending') {
          this.#pendingOfWorker.set(workerSid, new Set(list.map(({ sid }) => sid)))
        }
      },
    }
  }

  /** A list that fails says nothing about its rows; they are read one by one and tell their own problem. */
  async #listed(
    group: readonly BoardRow[],
    pages: Pages<Reservation>,
  ): Promise<readonly Reservation[] | null> {
    const wanted = new Set(sidsOf(group))
    const all: Reservation[] = []
    try {
      for await (const page of pages) all.push(...page.items)
    } catch (error) {
      failPlanIfHopeless(error)
      return null
    }
    for (const reservation of all) {
      if (wanted.has(reservation.sid))
        this.#reservations.set(reservation.sid, { is: 'read', value: reservation })
    }
    return all
  }

  #oneByOne(row: BoardRow): Batch {
    return {
      rows: [],
      read: async (options) => {
        this.#reservations.set(row.sid, await tell(() => findReservation(this.#api, row, options)))
      },
    }
  }

  /** The task that a row belongs to by its fresh read, which may be another one than the board's. */
  #taskOf({ sid, taskSid }: BoardRow): string {
    return valueIn(this.#reservations.get(sid) ?? UNREAD)?.taskSid ?? taskSid
  }

  /** What is needed of tasks that rows turned out to belong to: nothing of them was read yet. */
  #movedBatches(rows: readonly BoardRow[], needs: ReadNeeds): readonly Batch[] {
    const moved = rows.flatMap((row) => {
      const taskSid = this.#taskOf(row)
      return taskSid === row.taskSid ? [] : [{ ...row, taskSid }]
    })
    const unread = moved.filter(({ taskSid }) => !this.#tasks.has(taskSid))
    const unlisted = moved.filter(({ taskSid }) => !this.#siblings.has(taskSid))
    return [
      ...(needs.task ? this.#taskBatches(unread, false) : []),
      ...(needs.siblings ? [...groupBy(unlisted, taskSidOf)].map(([sid]) => this.#taskList(sid, [])) : []),
    ]
  }
}

export async function tell<T>(read: () => Promise<Answered<T>>): Promise<Read<T>> {
  try {
    return { is: 'read', value: (await read()).value }
  } catch (error) {
    failPlanIfHopeless(error)
    if (isGone(error)) return GONE
    return { is: 'failed', problem: toProblem(error) }
  }
}

export function failPlanIfHopeless(error: unknown): void {
  if (!isTaskRouterError(error)) throw error
  if (error.kind === 'notSignedIn' || error.kind === 'cancelled') throw error
}

function sidsOf(rows: readonly BoardRow[]): readonly string[] {
  return rows.map(({ sid }) => sid)
}

const taskSidOf = ({ taskSid }: BoardRow): string => taskSid

type Group<T> = [T, ...T[]]

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, Group<T>> {
  const groups = new Map<string, Group<T>>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
