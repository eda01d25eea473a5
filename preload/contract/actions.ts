import type { BulkAction } from './bulk'

/** Everything that can be done to selected rows, in the order in which it is offered. */
export const ACTION_IDS = [
  'reject',
  'accept',
  'complete',
  'wrapUp',
  'redirect',
  'dequeue',
  'call',
  'conference',
  'moveWorker',
  'setCapacity',
  'completeTask',
  'cancelTask',
  'deleteTask',
] as const
export type ActionId = (typeof ACTION_IDS)[number]

/** The word for what a plan or a job does. */
export function actionIdOf(action: BulkAction): ActionId | 'supervise' {
  switch (action.kind) {
    case 'instruction':
      return action.instruction.kind
    case 'workerActivity':
      return 'moveWorker'
    case 'workerChannel':
      return 'setCapacity'
    default:
      return action.kind
  }
}

/** What cannot be done to reservations, only to workers chosen themselves. */
export const WORKER_ONLY: ReadonlySet<ActionId> = new Set<ActionId>(['setCapacity'])
