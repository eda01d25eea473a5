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
  'completeTask',
  'cancelTask',
  'deleteTask',
] as const
export type ActionId = (typeof ACTION_IDS)[number]

/** The word for what a plan or a job does. */
export function actionIdOf(action: BulkAction): ActionId | 'supervise' {
  if (action.kind === 'instruction') return action.instruction.kind
  return action.kind === 'workerActivity' ? 'moveWorker' : action.kind
}
