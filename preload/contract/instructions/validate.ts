import { issue, type InstructionIssue } from './issues'
import type { ParameterSpec } from './spec'
import { INSTRUCTIONS, parameterSpec, parametersOf, type Instruction, type ParameterValue } from './table'

/** What is known about the reservation. Leave out what is not known: the unknown is never an error. */
export interface InstructionContext {
  /** Through which path it will be sent. */
  readonly scope?: 'task' | 'worker'
  readonly reservationStatus?: string
  readonly workerHasContactUri?: boolean
  /** The task's channel carries voice. */
  readonly voice?: boolean
  readonly taskHasCallSid?: boolean
  /** The task's attributes hold `from`, which supervise needs (40148). */
  readonly taskHasFrom?: boolean
  readonly multitasking?: boolean
}

/**
 * Checks an instruction against the table and what is known of its reservation. Pure; an empty list means that nothing
 * speaks against sending it. `hasErrors` tells refusals from warnings.
 */
export function validateInstruction(
  instruction: Instruction,
  context: InstructionContext = {},
): readonly InstructionIssue[] {
  return [
    ...checkSituation(instruction, context),
    ...Object.entries(instruction.parameters).flatMap(([name, value]) =>
      checkGiven(instruction, name, value, context),
    ),
    ...parametersOf(instruction.kind).flatMap((spec) => checkMissing(instruction, spec, context)),
  ]
}

function checkSituation({ kind }: Instruction, context: InstructionContext): readonly InstructionIssue[] {
  const spec = INSTRUCTIONS[kind]
  const issues: InstructionIssue[] = []
  if (spec.scope === 'task' && context.scope === 'worker') issues.push(issue(null, 'taskScopeOnly'))
  if (spec.needsVoice && context.voice === false) issues.push(issue(null, 'needsVoice'))
  if (spec.needsCallSid && context.taskHasCallSid === false) issues.push(issue(null, 'needsCallSid'))
  if (kind === 'supervise' && context.taskHasFrom === false) issues.push(issue(null, 'needsFrom'))
  const status = context.reservationStatus
  if (status !== undefined && !spec.from.includes(status)) {
    const perhaps = spec.perhapsFrom.includes(status)
    issues.push(issue(null, perhaps ? 'uncertainStatus' : 'wrongStatus', { status, allowed: spec.from }))
  }
  return issues
}

function checkGiven(
  { kind }: Instruction,
  name: string,
  value: ParameterValue,
  context: InstructionContext,
): readonly InstructionIssue[] {
  const spec = parameterSpec(name)
  if (spec === undefined) return [issue(name, 'unknownParameter')]
  if (spec.role === 'verb') return [issue(name, 'writtenByProgram')]
  if (!spec.belongsTo.includes(kind)) return [issue(name, 'notForInstruction', { instruction: kind })]
  const issues: InstructionIssue[] = []
  if (spec.scope === 'task' && context.scope === 'worker') issues.push(issue(name, 'taskScopeOnly'))
  if (spec.singleTaskingOnly === true && context.multitasking === true) {
    issues.push(issue(name, 'singleTaskingOnly'))
  }
  if (spec.deprecated === true) issues.push(issue(name, 'deprecated'))
  issues.push(...checkValue(spec, value))
  return issues
}

function checkValue(spec: ParameterSpec, value: ParameterValue): readonly InstructionIssue[] {
  if (typeof value !== 'object') return checkSingle(spec, value)
  if (spec.repeatable !== true) return [issue(spec.name, 'notRepeatable')]
  if (value.length === 0) return [issue(spec.name, 'empty')]
  const issues = value.flatMap((single) => checkSingle(spec, single))
  if (new Set(value).size < value.length) issues.push(issue(spec.name, 'repeatedValue'))
  return issues
}

const CONTACT = /^(\+?[\d ().-]{3,}|[a-z][a-z0-9+.-]*:\S+)$/i
const WORKER_SID = /^WK[0-9a-f]{32}$/i

function checkSingle(spec: ParameterSpec, value: string | number | boolean): InstructionIssue[] {
  const { name, type } = spec
  if (type === 'bool')
    return typeof value === 'boolean' ? [] : [issue(name, 'wrongType', { expected: 'bool' })]
  if (type === 'number') return checkNumber(spec, value)
  if (typeof value !== 'string') return [issue(name, 'wrongType', { expected: 'text' })]
  if (value.trim() === '') return [issue(name, 'empty')]
  switch (type) {
    case 'sid': {
      const prefix = spec.sidPrefix ?? ''
      return new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value) ? [] : [issue(name, 'wrongSid', { prefix })]
    }
    case 'url':
      return isHttpUrl(value) ? [] : [issue(name, 'wrongUrl')]
    case 'contact':
      return CONTACT.test(value) ? [] : [issue(name, 'wrongContact')]
    case 'workerOrContact':
      return CONTACT.test(value) || WORKER_SID.test(value) ? [] : [issue(name, 'wrongContact')]
    case 'enum': {
      const values = spec.values ?? []
      return values.includes(value) ? [] : [issue(name, 'notAChoice', { values })]
    }
    case 'string':
      return []
  }
}

function checkNumber(
  { name, min, max }: ParameterSpec,
  value: string | number | boolean,
): InstructionIssue[] {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return [issue(name, 'wrongType', { expected: 'number' })]
  }
  if (min !== undefined && value < min) return [issue(name, 'tooSmall', { min })]
  if (max !== undefined && value > max) return [issue(name, 'tooLarge', { max })]
  return []
}

function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s/]/i.test(text)) return false
  try {
    return new URL(text).hostname !== ''
  } catch {
    return false
  }
}

function checkMissing(
  { parameters }: Instruction,
  { name, requirement, sipOnly }: ParameterSpec,
  context: InstructionContext,
): readonly InstructionIssue[] {
  if (name in parameters) {
    const to = parameters['To']
    return sipOnly === true && typeof to === 'string' && !/^sips?:/i.test(to) ? [issue(name, 'sipOnly')] : []
  }
  switch (requirement) {
    case 'optional':
      return []
    case 'required':
      return [issue(name, 'required')]
    case 'advised':
      return [issue(name, 'advised')]
    case 'requiredWithoutContactUri':
      if (context.workerHasContactUri === true) return []
      return [
        issue(name, context.workerHasContactUri === false ? 'requiredWithoutContactUri' : 'perhapsRequired'),
      ]
  }
}
