import { ACTION_IDS, WORKER_ONLY, type ActionId } from '../../preload/contract/actions'
import { isLive, type BoardRow } from '../../preload/contract/board'
import type { BulkAction } from '../../preload/contract/bulk'
import {
  INSTRUCTIONS,
  hasErrors,
  parametersOf,
  type Instruction,
  type InstructionKind,
  type ParameterValue,
} from '../../preload/contract/instructions'
import { draftIssues } from '../../preload/contract/presets'

export { actionIdOf, type ActionId } from '../../preload/contract/actions'

/** What can be done to selected reservations, in the order in which it is offered. */
export const ACTIONS = ACTION_IDS.filter((id) => !WORKER_ONLY.has(id))

/** Shown as buttons; the others are behind "More". */
export const MAIN_ACTIONS: readonly ActionId[] = ['reject', 'accept', 'complete', 'wrapUp', 'redirect']

/** Cannot be taken back and may lose a customer: these look dangerous. */
export const DESTRUCTIVE: ReadonlySet<ActionId> = new Set(['reject', 'cancelTask', 'deleteTask'])

const instructionKind = (action: ActionId): InstructionKind | null =>
  action in INSTRUCTIONS ? (action as InstructionKind) : null

/** Whether an action is an instruction of the table that has parameters worth keeping. */
export const hasInstruction = (action: ActionId): action is ActionId & InstructionKind => {
  const kind = instructionKind(action)
  return kind !== null && parametersOf(kind).length > 0
}

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
  if (row.endedAt !== null || !isLive(row.status) || WORKER_ONLY.has(action)) return false
  if (action === 'moveWorker') return row.workerSid !== null
  // A task that was assigned can only be completed (source: TaskRouter, lifecycle of a task).
  if (action === 'cancelTask') return row.status === 'pending'
  if (action === 'completeTask') return row.status !== 'pending'
  return true
}

const takers = (action: ActionId, rows: readonly BoardRow[]): readonly BoardRow[] =>
  rows.filter((row) => canTake(action, row))

/** How many things the action's name counts for these rows: their workers where it moves workers, else those that take it. */
export function namedTakers(action: ActionId, rows: readonly BoardRow[]): number {
  const taking = takers(action, rows)
  return action === 'moveWorker' ? new Set(taking.map(({ workerSid }) => workerSid)).size : taking.length
}

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

/** What the plan dialog has filled in so far. */
export interface ActionForm {
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly activitySid: string | null
  readonly rejectPending: boolean
  readonly reason: string
  /** The channel of the workers to change, and what it is changed to; null leaves it. */
  readonly channelSid: string | null
  readonly capacity: number | null
  readonly available: boolean | null
}

export const EMPTY_FORM: ActionForm = {
  parameters: {},
  activitySid: null,
  rejectPending: true,
  reason: '',
  channelSid: null,
  capacity: null,
  available: null,
}

/** The action to be planned, or null while something that it needs is missing or wrong. */
export function actionOf(action: ActionId, form: ActionForm): BulkAction | null {
  const instruction = instructionIn(action, form)
  if (instruction !== null) {
    return hasErrors(draftIssues(instruction)) ? null : { kind: 'instruction', instruction }
  }
  switch (action) {
    case 'moveWorker':
      return form.activitySid === null
        ? null
        : { kind: 'workerActivity', activitySid: form.activitySid, rejectPending: form.rejectPending }
    case 'setCapacity': {
      const { channelSid, capacity, available } = form
      if (channelSid === null || (capacity === null && available === null)) return null
      return { kind: 'workerChannel', channelSid, capacity, available }
    }
    case 'cancelTask':
    case 'completeTask': {
      const reason = form.reason.trim()
      return reason === '' ? null : { kind: action, reason }
    }
    default:
      return { kind: 'deleteTask' }
  }
}

/** The form that leads to an action, for a plan that was not made from a form. */
export function formOf(action: BulkAction): ActionForm {
  switch (action.kind) {
    case 'instruction':
      return instructionForm(action.instruction)
    case 'workerActivity':
      return { ...EMPTY_FORM, activitySid: action.activitySid, rejectPending: action.rejectPending }
    case 'workerChannel': {
      const { channelSid, capacity, available } = action
      return { ...EMPTY_FORM, channelSid, capacity, available }
    }
    case 'cancelTask':
    case 'completeTask':
      return { ...EMPTY_FORM, reason: action.reason }
    case 'deleteTask':
      return EMPTY_FORM
  }
}

/** The form of an instruction; a reject asks for the worker's activity in its own place. */
export function instructionForm({ kind, parameters }: Instruction): ActionForm {
  if (kind !== 'reject') return { ...EMPTY_FORM, parameters }
  const { WorkerActivitySid: activitySid, ...others } = parameters
  return {
    ...EMPTY_FORM,
    parameters: others,
    activitySid: typeof activitySid === 'string' ? activitySid : null,
  }
}

/** How the form of an action begins: with the default preset of its instruction, if there is one. */
export function firstForm(
  action: ActionId,
  presets: { defaultOf(kind: InstructionKind): { readonly instruction: Instruction } | null },
): ActionForm {
  const kind = instructionKind(action)
  const preset = kind === null ? null : presets.defaultOf(kind)
  return preset === null ? EMPTY_FORM : instructionForm(preset.instruction)
}

/** What a form says of an instruction, complete or not; null for actions that are none. */
export function instructionIn(action: ActionId, { parameters, activitySid }: ActionForm): Instruction | null {
  const kind = instructionKind(action)
  if (kind === null) return null
  const moves = kind === 'reject' && activitySid !== null
  return { kind, parameters: moves ? { ...parameters, WorkerActivitySid: activitySid } : parameters }
}

/** Actions whose form must be filled in before anything can be checked. */
export const needsForm = (action: ActionId): boolean => actionOf(action, EMPTY_FORM) === null
