import type { Directory } from '../../../preload/contract/board'
import type { BulkAction } from '../../../preload/contract/bulk'
import { INSTRUCTIONS, type Instruction } from '../../../preload/contract/instructions'
import { templateNeeds } from './templates'

/** What has to be read before rows can be judged. */
export interface ReadNeeds {
  readonly reservation: boolean
  readonly task: boolean
  readonly worker: boolean
  /** The list of the task's reservations: for rejections so far, and for what else hangs on the task. */
  readonly siblings: boolean
  /** The list of what the worker is offered: for folding. */
  readonly workerPending: boolean
}

export function needsOf(action: BulkAction, directory: Directory): ReadNeeds {
  switch (action.kind) {
    case 'instruction':
      return instructionNeeds(action.instruction, directory)
    case 'workerActivity':
      return {
        reservation: action.rejectPending,
        task: false,
        worker: true,
        siblings: false,
        workerPending: action.rejectPending,
      }
    case 'workerChannel':
      return { reservation: false, task: false, worker: false, siblings: false, workerPending: false }
    case 'cancelTask':
    case 'completeTask':
    case 'deleteTask':
      return { reservation: true, task: true, worker: false, siblings: true, workerPending: false }
  }
}

function instructionNeeds(instruction: Instruction, directory: Directory): ReadNeeds {
  const spec = INSTRUCTIONS[instruction.kind]
  const templates = templateNeeds(instruction)
  const folds = unavailableActivityOf(instruction, directory) !== null
  return {
    reservation: true,
    task: templates.task || spec.needsVoice || spec.needsCallSid,
    worker: templates.worker || folds,
    siblings: instruction.kind === 'reject' && !folds,
    workerPending: folds,
  }
}

/** The activity that a reject moves its worker to, if it is known to be an unavailable one. */
export function unavailableActivityOf(instruction: Instruction, directory: Directory): string | null {
  const sid = instruction.kind === 'reject' ? instruction.parameters['WorkerActivitySid'] : undefined
  if (typeof sid !== 'string') return null
  const activity = directory.activities.find((candidate) => candidate.sid === sid)
  return activity?.available === false ? sid : null
}
