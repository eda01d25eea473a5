import type { BoardRow } from '../../../preload/contract/board'
import type { Problem } from '../../../preload/contract/envelope'
import type { Reservation, Task, Worker } from '../../taskrouter/resources'

/** Everything a fresh read found out about one row of a plan. */
export interface PlanSubject {
  readonly sid: string
  /** From the board; null when the board does not know the row, which then cannot be addressed. */
  readonly known: BoardRow | null
  readonly reservation: Read<Reservation>
  readonly task: Read<Task>
  readonly worker: Read<Worker>
  /** The task's reservations, where the task's list was read. */
  readonly siblings: readonly Reservation[] | null
  /** SIDs of everything the worker is offered, where the worker's list was read. */
  readonly workerPending: ReadonlySet<string> | null
}

/** What a read gave: the resource, that there is none, why it failed, or nothing because it was not needed. */
export type Read<T> =
  | { readonly is: 'read'; readonly value: T }
  | { readonly is: 'gone' }
  | { readonly is: 'failed'; readonly problem: Problem }
  | { readonly is: 'unread' }

export const UNREAD = { is: 'unread' } as const
export const GONE = { is: 'gone' } as const

export function valueIn<T>(read: Read<T>): T | null {
  return read.is === 'read' ? read.value : null
}
