import type { BulkAction } from '../../preload/contract/bulk'
import { parameterSpec, type ParameterValue } from '../../preload/contract/instructions'
import { isOnlyPlaceholders } from './plan/templates'

/** The action in one word, for the history and for typed confirmation. */
export function actionName(action: BulkAction): string {
  return action.kind === 'instruction' ? action.instruction.kind : action.kind
}

/** What a supervisor types to confirm a large or destructive plan, for example `reject 120`. */
export function confirmPhrase(action: BulkAction, rows: number): string {
  const words: Readonly<Record<string, string>> = {
    workerActivity: 'move',
    workerChannel: 'set',
    cancelTask: 'cancel',
    completeTask: 'complete',
    deleteTask: 'delete',
    wrapUp: 'wrap up',
  }
  const name = actionName(action)
  return `${words[name] ?? name} ${rows}`
}

export function isConfirmed(phrase: string, typed: string): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase()
  return plain(phrase) === plain(typed)
}

/**
 * The action as it may be written to disk: values that are secret, or that are a person's number, name or address, are
 * left out. A template is kept, because it only names where the value is.
 */
export function withoutPersonalValues(action: BulkAction): {
  readonly action: BulkAction
  readonly incomplete: boolean
} {
  if (action.kind !== 'instruction') return { action, incomplete: false }
  const { kind, parameters } = action.instruction
  const kept = Object.entries(parameters).filter(([name, value]) => mayBeStored(name, value))
  return {
    action: { kind: 'instruction', instruction: { kind, parameters: Object.fromEntries(kept) } },
    incomplete: kept.length < Object.keys(parameters).length,
  }
}

function mayBeStored(name: string, value: ParameterValue): boolean {
  const spec = parameterSpec(name)
  if (spec === undefined || spec.secret === true) return false
  if (spec.personal !== true) return true
  return typeof value === 'string' && isOnlyPlaceholders(value)
}
