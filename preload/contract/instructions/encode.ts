import { INSTRUCTIONS, parametersOf, type Instruction, type ParameterValue } from './table'

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
