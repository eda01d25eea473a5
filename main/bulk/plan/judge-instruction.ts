import { isLive } from '../../../preload/contract/board'
import type { VerdictReason } from '../../../preload/contract/bulk'
import type { Problem } from '../../../preload/contract/envelope'
import {
  INSTRUCTIONS,
  validateInstruction,
  type Instruction,
  type InstructionIssue,
  type InstructionKind,
} from '../../../preload/contract/instructions'
import { parameterSpec } from '../../../preload/contract/instructions'
import type { Reservation } from '../../taskrouter/resources'
import { callSidOf, hasCall, isVoice } from './channel'
import { valueIn, type PlanSubject } from './subject'
import { fillTemplates } from './templates'
import { act, skip, type Facts, type JudgeContext, type RowVerdict } from './verdict'

/** The status in which an instruction's work is already done, where a status can tell. */
const DONE_IN: Readonly<Partial<Record<InstructionKind, string>>> = {
  accept: 'accepted',
  reject: 'rejected',
  wrapUp: 'wrapping',
  complete: 'completed',
}

/** Whether an instruction of the table can be sent to this row, and with which values. */
export function judgeInstruction(
  instruction: Instruction,
  subject: PlanSubject,
  context: JudgeContext,
): RowVerdict {
  const { reservation } = subject
  if (reservation.is !== 'read') return unreadable(subject)
  const wrong = wrongStatus(instruction.kind, reservation.value)
  if (wrong !== null) return skip(wrong, statusFacts(reservation.value))
  const gated = channelGate(instruction, subject)
  if (gated !== null) return gated
  return withValues(withDefaults(instruction, subject), subject, context)
}

/** Rows that could not be read, or of which nothing is left to read. */
export function unreadable({ reservation }: PlanSubject): RowVerdict {
  if (reservation.is === 'failed') return skip('unreadable', {}, reservation.problem)
  return skip('gone')
}

function wrongStatus(kind: InstructionKind, { status }: Reservation): VerdictReason | null {
  if (INSTRUCTIONS[kind].from.includes(status)) return null
  if (status === DONE_IN[kind]) return 'alreadyDone'
  if (!isLive(status)) return 'ended'
  return INSTRUCTIONS[kind].from.includes('pending') ? 'notPending' : 'notAccepted'
}

function statusFacts({ status, updatedAt, workerName }: Reservation): Facts {
  return {
    status,
    ...(updatedAt === null ? {} : { since: updatedAt }),
    ...(workerName === null ? {} : { worker: workerName }),
  }
}

/** Voice instructions are not for chats, and some need a call to work on (P16). */
function channelGate({ kind, parameters }: Instruction, { known, task }: PlanSubject): RowVerdict | null {
  const { needsVoice, needsCallSid } = INSTRUCTIONS[kind]
  if (!needsVoice) return null
  if (task.is === 'failed') return skip('unreadable', {}, task.problem)
  if (task.is === 'gone') return skip('gone')
  const fresh = valueIn(task)
  if (isVoice(known, fresh) === false) return skip('notVoice', { channel: channelName(known, fresh) })
  const givenCall = kind === 'redirect' && parameters['RedirectCallSid'] !== undefined
  const wantsCall = needsCallSid || (kind === 'redirect' && !givenCall)
  return wantsCall && hasCall(known, fresh) === false ? skip('noCall') : null
}

function channelName(
  known: PlanSubject['known'],
  task: { readonly channelName: string | null } | null,
): string {
  return task?.channelName ?? known?.channel ?? ''
}

/** A redirect without a call of its own takes the task's. */
function withDefaults(instruction: Instruction, { task }: PlanSubject): Instruction {
  if (instruction.kind !== 'redirect' || instruction.parameters['RedirectCallSid'] !== undefined) {
    return instruction
  }
  const callSid = callSidOf(valueIn(task))
  if (callSid === null) return instruction
  return { kind: 'redirect', parameters: { ...instruction.parameters, RedirectCallSid: callSid } }
}

function withValues(instruction: Instruction, subject: PlanSubject, context: JudgeContext): RowVerdict {
  const { known, task, worker, reservation } = subject
  const filled = fillTemplates(instruction, {
    reservation: valueIn(reservation),
    task: valueIn(task),
    worker: valueIn(worker),
  })
  if ('missing' in filled) return skip('invalidParameters', {}, invalid(filled.missing))
  const voice = isVoice(known, valueIn(task))
  const call = hasCall(known, valueIn(task))
  const issues = validateInstruction(filled.instruction, {
    scope: 'task',
    multitasking: context.multiTasking,
    ...(voice === null ? {} : { voice }),
    ...(call === null ? {} : { taskHasCallSid: call }),
  }).filter(({ severity }) => severity === 'error')
  if (issues.length > 0) return skip('invalidParameters', {}, invalid(issues.map(fieldOf)))
  return act(filled.instruction, {}, previewOf(instruction, filled.filled))
}

function fieldOf({ parameter, message }: InstructionIssue): {
  readonly path: string
  readonly message: string
} {
  return { path: parameter ?? '', message }
}

function invalid(fields: readonly { readonly path: string; readonly message: string }[]): Problem {
  return { code: 'invalid', message: 'The instruction cannot be sent for this row.', fields }
}

/** The values that differ from row to row, as they will be sent. */
function previewOf(
  { kind, parameters }: Instruction,
  filled: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const callSid = parameters['RedirectCallSid']
  const preview: Record<string, string> = {}
  if (kind === 'redirect' && typeof callSid === 'string') preview['RedirectCallSid'] = callSid
  for (const [name, value] of Object.entries(filled)) {
    if (parameterSpec(name)?.secret !== true) preview[name] = value
  }
  return preview
}
