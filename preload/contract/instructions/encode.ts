import { INSTRUCTION_KINDS, type InstructionKind, type ParameterSpec } from './spec'
import { INSTRUCTIONS, parameterSpec, parametersOf, type Instruction, type ParameterValue } from './table'
import type { InstructionIssue } from './issues'
import { issue } from './issues'

/** Form pairs in the order they are written; a repeatable parameter appears once per value. */
export type FormPairs = readonly (readonly [name: string, value: string])[]

/**
 * Writes an instruction as form pairs: keys repeated for several values, `true` / `false` for booleans, empty values left
 * out, and `ReservationStatus` or `Instruction` but never both.
 * Check it with `validateInstruction` first: a parameter that does not belong to the instruction is a RangeError here,
 * because leaving it out silently would send something else than what was asked.
 */
export function encodeInstruction(instruction: Instruction): FormPairs {
  const { parameter, value } = INSTRUCTIONS[instruction.kind].verb
  const pairs: (readonly [string, string])[] = [[parameter, value]]
  const allowed = parametersOf(instruction.kind)
  for (const [name, given] of Object.entries(instruction.parameters)) {
    if (!allowed.some((spec) => spec.name === name)) {
      throw new RangeError(`${name} is not a parameter of ${instruction.kind}`)
    }
    for (const text of wireTexts(given)) pairs.push([name, text])
  }
  return pairs
}

function wireTexts(value: ParameterValue): readonly string[] {
  const texts = typeof value === 'object' ? value : [String(value)]
  return texts.filter((text) => text !== '')
}

export interface DecodedInstruction {
  /** Null when the pairs do not say which instruction it is. */
  readonly instruction: Instruction | null
  readonly issues: readonly InstructionIssue[]
}

/**
 * Reads form pairs back. The instruction's name may have any case (the API's own samples mix them), unknown keys are
 * ignored as the service does, and what cannot be read is named in `issues` and left out of `parameters`.
 */
export function decodeInstruction(pairs: Iterable<readonly [string, string]>): DecodedInstruction {
  const given = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const values = given.get(name)
    if (values === undefined) given.set(name, [value])
    else values.push(value)
  }
  const verb = readVerb(given)
  if (verb.kind === null) return { instruction: null, issues: verb.issues }

  const issues = [...verb.issues]
  const parameters: Record<string, ParameterValue> = {}
  for (const [name, values] of given) {
    const spec = parameterSpec(name)
    if (spec === undefined || spec.role === 'verb') continue
    if (!spec.belongsTo.includes(verb.kind)) {
      issues.push(issue(name, 'notForInstruction', { instruction: verb.kind }))
      continue
    }
    const read = readValue(spec, values)
    if ('issue' in read) issues.push(read.issue)
    else parameters[name] = read.value
  }
  return { instruction: { kind: verb.kind, parameters }, issues }
}

interface Verb {
  readonly kind: InstructionKind | null
  readonly issues: readonly InstructionIssue[]
}

function readVerb(given: ReadonlyMap<string, readonly string[]>): Verb {
  const status = given.get('ReservationStatus')?.[0]
  const name = given.get('Instruction')?.[0]
  if (status !== undefined && name !== undefined) {
    return { kind: null, issues: [issue('Instruction', 'statusAndInstruction')] }
  }
  if (status === undefined && name === undefined) {
    return { kind: null, issues: [issue('Instruction', 'noInstruction')] }
  }
  const parameter = status === undefined ? 'Instruction' : 'ReservationStatus'
  const wanted = (status ?? name ?? '').toLowerCase()
  const kind = INSTRUCTION_KINDS.find((candidate) => {
    const { verb } = INSTRUCTIONS[candidate]
    return verb.parameter === parameter && verb.value === wanted
  })
  return kind === undefined
    ? { kind: null, issues: [issue(parameter, 'unknownInstruction')] }
    : { kind, issues: [] }
}

type ReadValue = { readonly value: ParameterValue } | { readonly issue: InstructionIssue }

function readValue(spec: ParameterSpec, values: readonly string[]): ReadValue {
  if (spec.repeatable === true) return { value: values }
  if (values.length > 1) return { issue: issue(spec.name, 'notRepeatable') }
  const text = values[0] ?? ''
  if (spec.type === 'bool') {
    const lower = text.toLowerCase()
    return lower === 'true' || lower === 'false'
      ? { value: lower === 'true' }
      : { issue: issue(spec.name, 'wrongType', { expected: 'bool' }) }
  }
  if (spec.type === 'number') {
    return /^-?\d{1,15}$/.test(text)
      ? { value: Number(text) }
      : { issue: issue(spec.name, 'wrongType', { expected: 'number' }) }
  }
  return { value: text }
}
