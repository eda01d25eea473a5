import type { Expression } from './expression'

/** Task states (TaskRouter lifecycle); `pending` → `reserved` → `assigned` → `wrapping` → `completed`, or `canceled`. */
export type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled'

export const TASK_STATUSES: readonly TaskStatus[] = [
  'pending',
  'reserved',
  'assigned',
  'canceled',
  'completed',
  'wrapping',
]

export type ReservationStatus =
  'pending' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'wrapping' | 'completed'

export const RESERVATION_STATUSES: readonly ReservationStatus[] = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'wrapping',
  'completed',
]

/** Moments are ms since 1970, in the workspace's own time. `seq` orders what was made in the same ms. */
export interface Entity {
  readonly sid: string
  readonly seq: number
  readonly createdAt: number
  updatedAt: number
}

export interface Activity extends Entity {
  name: string
  readonly available: boolean
}

export interface TaskChannel extends Entity {
  name: string
  readonly uniqueName: string
}

export interface TaskQueue extends Entity {
  readonly name: string
  readonly targetText: string
  readonly target: Expression
  readonly maxReservedWorkers: number
  /** Where the round of offers goes on, so that the same worker is not always asked first. */
  cursor: number
}

export interface WorkflowFilter {
  readonly text: string
  readonly expression: Expression
  readonly queue: TaskQueue
}

export interface Workflow extends Entity {
  readonly name: string
  /** Reservation timeout in seconds. */
  readonly reservationTimeoutS: number
  readonly filters: readonly WorkflowFilter[]
  readonly defaultQueue: TaskQueue | null
}

export interface WorkerChannel extends Entity {
  readonly worker: Worker
  readonly channel: TaskChannel
  capacity: number
  available: boolean
  /** Capacity held by nothing: counted by the service, explained by no reservation. */
  ghosts: number
}

export interface Worker extends Entity {
  name: string
  activity: Activity
  attributesText: string
  attributes: unknown
  statusChangedAt: number
  version: number
  readonly channels: WorkerChannel[]
  /** Every reservation that can still be read, oldest first. */
  readonly reservations: Reservation[]
  /** Those that hold capacity: pending, accepted, wrapping. */
  readonly live: Set<Reservation>
  /** How this person behaves; null for workers that nobody plays. */
  temper: Temper | null
}

/** `prompt` answers, `slow` answers late, `picky` rejects a lot, `away` ignores, `leaver` accepts and never finishes wrapping. */
export type Temper = 'prompt' | 'slow' | 'picky' | 'away' | 'leaver'

export interface Task extends Entity {
  status: TaskStatus
  attributesText: string
  attributes: unknown
  priority: number
  reason: string | null
  readonly timeoutS: number
  channel: TaskChannel
  readonly workflow: Workflow
  queue: TaskQueue | null
  queueEnteredAt: number | null
  virtualStartAt: number
  readonly routingTarget: string | null
  readonly ignoreCapacity: boolean
  version: number
  readonly reservations: Reservation[]
  rejections: number
  assignments: number
  assignedAt: number | null
  endedAt: number | null
  /** False while a stage decides alone who is offered this task. */
  routed: boolean
  /** True while the task is being transferred: some instructions are refused (40151). */
  inTransfer: boolean
  /** Whether the caller is still on the line; null for channels without a call. */
  callAlive: boolean | null
  /** When the caller hung up; null while on the line, and without a call. */
  callEndedAt: number | null
  removed: boolean
}

/** An accept that is being set up (conference): looks pending, the clock stands still, ends accepted or canceled. */
export interface Hold {
  readonly outcome: 'accepted' | 'canceled'
}

export interface Reservation extends Entity {
  readonly task: Task
  readonly worker: Worker
  readonly workerName: string
  status: ReservationStatus
  version: number
  /** When the offer runs out; null when no clock is running for it. */
  deadline: number | null
  hold: Hold | null
  readonly previousActivity: Activity
}

export function isLive(status: ReservationStatus): boolean {
  return status === 'pending' || status === 'accepted' || status === 'wrapping'
}

export function isTaskLive(status: TaskStatus): boolean {
  return status !== 'completed' && status !== 'canceled'
}
