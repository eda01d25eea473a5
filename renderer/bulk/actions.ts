import { ACTION_IDS, type ActionId } from '../../preload/contract/actions'
import { isLive, type BoardRow } from '../../preload/contract/board'
import type { BulkAction } from '../../preload/contract/bulk'
import {
  INSTRUCTIONS,
  hasErrors,
  parametersOf,
  validateInstruction,
  type Instruction,
  type InstructionIssue,
  type InstructionKind,
  type ParameterValue,
} from '../../preload/contract/instructions'

export { actionIdOf, type ActionId } from '../../preload/contract/actions'

/** What can be done to selected rows, in the order in which it is offered. */
export const ACTIONS = ACTION_IDS

/** Shown as buttons; the others are behind "More". */
export const MAIN_ACTIONS: readonly ActionId[] = ['reject', 'accept', 'complete', 'wrapUp', 'redirect']

/** Cannot be taken back and may lose a customer: these look dangerous. */
export const DESTRUCTIVE: ReadonlySet<ActionId> = new Set(['reject', 'cancelTask', 'deleteTask'])

const instructionKind = (action: ActionId): InstructionKind | null =>
  action in INSTRUCTIONS ? (action as InstructionKind) : null

/** Why no selected row can take an action, or null when at least one can. The word is a key of `bulk.unfit`. */
export type Unfit = 'nothingSelected' | 'needsPending' | 'needsAccepted' | 'needsWork' | 'needsCall' | 'ended'

/** Whether the status and channel we see let a row take the action; the plan asks the server before anything is sent. */
export function canTake(action: ActionId, row: BoardRow): boolean {
  const kind = instructionKind(action)
  if (kind !== null) {
    const { from, needsVoice, needsCallSid } = INSTRUCTIONS[kind]
    if (!from.includes(row.status)) return false
    if (needsVoice && row.channel !== null && row.channel !== 'voice') return false
    return !(needsCallSid && row.hasCall === false)
  }
  if (row.endedAt !== null || !isLive(row.status)) return false
  if (action === 'moveWorker') return row.workerSid !== null
  // A task that was assigned can only be completed (source: TaskRouter, lifecycle of a task).
  if (action === 'cancelTask') return row.status === 'pending'
  if (action === 'completeTask') return row.status !== 'pending'
  return true
}

export const takers = (action: ActionId, rows: readonly BoardRow[]): readonly BoardRow[] =>
  rows.filter((row) => canTake(action, row))

export function unfitReason(action: ActionId, rows: readonly BoardRow[]): Unfit | null {
  if (rows.length === 0) return 'nothingSelected'
  if (rows.some((row) => canTake(action, row))) return null
  if (action === 'moveWorker' || action === 'deleteTask') return 'ended'
  if (action === 'cancelTask') return 'needsPending'
  if (action === 'completeTask') return 'needsWork'
  const kind = instructionKind(action)
  if (kind === null) return 'ended'
  const { from } = INSTRUCTIONS[kind]
  if (rows.some(({ status }) => from.includes(status))) return 'needsCall'
  if (from.includes('pending')) return 'needsPending'
  return from.length > 1 ? 'needsWork' : 'needsAccepted'
}

/** Parameters that the plan takes from each row's task where nobody gave one: a call belongs to one task. */
export const FROM_EACH_TASK: ReadonlySet<string> = new Set(['RedirectCallSid'])

/** What is wrong with the parameters themselves; whether they fit a row is for the plan to find out. */
export function formIssues(instruction: Instruction): readonly InstructionIssue[] {
  return validateInstruction(instruction, { scope: 'task' }).filter(
    ({ code, parameter }) => code !== 'required' || parameter === null || !FROM_EACH_TASK.has(parameter),
  )
}

/** What the plan dialog has filled in so far. */
export interface ActionForm {
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly activitySid: string | null
  readonly rejectPending: boolean
  readonly reason: string
}

export const EMPTY_FORM: ActionForm = { parameters: {}, activitySid: null, rejectPending: true, reason: '' }

/** The action to be planned, or null while something that it needs is missing or wrong. */
export function actionOf(action: ActionId, form: ActionForm): BulkAction | null {
  const kind = instructionKind(action)
  if (kind !== null) {
    const parameters =
      kind === 'reject' && form.activitySid !== null
        ? { ...form.parameters, WorkerActivitySid: form.activitySid }
        : form.parameters
    const instruction = { kind, parameters }
    return hasErrors(formIssues(instruction)) ? null : { kind: 'instruction', instruction }
  }
  switch (action) {
    case 'moveWorker':
      return form.activitySid === null
        ? null
        : { kind: 'workerActivity', activitySid: form.activitySid, rejectPending: form.rejectPending }
    case 'cancelTask':
    case 'completeTask': {
      const reason = form.reason.trim()
      return reason === '' ? null : { kind: action, reason }
    }
    default:
      return { kind: 'deleteTask' }
  }
}

/** Actions whose form must be filled in before anything can be checked. */
export const needsForm = (action: ActionId): boolean => actionOf(action, EMPTY_FORM) === null

/** Whether an instruction has parameters that a supervisor may want to set; reject has its own, simpler question. */
export function hasParameters(action: ActionId): boolean {
  const kind = instructionKind(action)
  return kind !== null && kind !== 'reject' && parametersOf(kind).length > 0
}
