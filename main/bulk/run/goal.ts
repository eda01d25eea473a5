import type { Leftover, OutcomeKind } from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import { INSTRUCTIONS, type Instruction } from '../../../preload/contract/instructions'

/** What came of one row's request. `waiting` = certainly not applied, may be sent again. */
export interface RowResult {
  readonly sid: string
  readonly outcome: Exclude<OutcomeKind, 'sending' | 'skipped'>
  readonly after: string | null
  readonly problem: Problem | null
  readonly requestId: string | null
  /** Server time of the change that came first, ms; for `superseded` rows where it is known. */
  readonly overtakenAt?: number | null
  /** What is left of a `partial` row. */
  readonly left?: Leftover
}

/** Whether the server may have applied a request that brought no success. */
export type Applied = 'no' | 'unknown'

/** The status that proves an instruction was applied, or null where no status can (a redirect leaves the row pending). */
export function goalOf({ kind, parameters }: Instruction): string | null {
  switch (kind) {
    case 'accept':
    case 'dequeue':
    case 'conference':
      return 'accepted'
    case 'reject':
      return 'rejected'
    case 'wrapUp':
      return 'wrapping'
    case 'complete':
      return 'completed'
    case 'redirect':
      return parameters['RedirectAccept'] === true ? 'accepted' : null
    case 'call':
      return parameters['CallAccept'] === true ? 'accepted' : null
    case 'supervise':
      return null
  }
}

/**
 * True for instructions that connect a call: their work goes on after the answer, so that for some seconds the status of
 * before is no proof that nothing was done.
 */
export const takesTime = ({ kind }: Instruction): boolean => INSTRUCTIONS[kind].needsVoice

/** True for instructions after which the row still waits for accept or reject (P17). */
export function leavesPending(instruction: Instruction): boolean {
  return (instruction.kind === 'redirect' || instruction.kind === 'call') && goalOf(instruction) === null
}

/** Statuses to which a row goes on from a goal: whoever reached the goal is not to be seen any more. */
const BEYOND: Readonly<Record<string, readonly string[]>> = {
  accepted: ['wrapping', 'completed'],
  wrapping: ['completed'],
}

/**
 * Decides from a status that was read after a request without success. `goal`: the status that we wanted; `before`: the
 * one from which we started.
 *
 * Where the request may have been applied and the status is the wanted one, the row counts as done: nobody can tell our
 * reject from the agent's own at the same moment, and the row is as the supervisor wanted it. Where no status could prove
 * that nothing was done (no goal, or one that takes time to be reached), only the goal itself ends the doubt.
 */
export function decide(
  now: string,
  before: string | null,
  goal: string | null,
  applied: Applied,
  slow = false,
): 'done' | 'superseded' | 'failed' | 'unknown' {
  if (applied === 'unknown' && now === goal) return 'done'
  if (applied === 'unknown' && goal !== null && BEYOND[goal]?.includes(now) === true && now !== before) {
    return 'unknown'
  }
  if (applied === 'unknown' && (goal === null || slow)) return 'unknown'
  return now === before ? 'failed' : 'superseded'
}
