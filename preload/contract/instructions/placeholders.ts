import type { Instruction, ParameterValue } from './table'

/**
 * Placeholders in parameter values, such as `{{task.attributes.call_sid}}`: each row's own value is put in their place
 * when a plan is made.
 */
export const PLAIN_PLACEHOLDERS = [
  'task.sid',
  'worker.sid',
  'worker.friendly_name',
  'worker.activity_sid',
  'reservation.sid',
] as const
export type PlainPlaceholder = (typeof PLAIN_PLACEHOLDERS)[number]

export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g
/** Attributes by their path: `task.attributes.call_sid`, `worker.attributes.team.lead`. */
export const ATTRIBUTE_PLACEHOLDER = /^(task|worker)\.attributes\.([\w-]+(?:\.[\w-]+)*)$/

export const isPlainPlaceholder = (name: string): name is PlainPlaceholder =>
  PLAIN_PLACEHOLDERS.some((known) => known === name)

/** The texts of a value: one, several for a list, none for numbers and switches. */
export function textsOf(value: ParameterValue): readonly string[] {
  if (typeof value === 'object') return value
  return typeof value === 'string' ? [value] : []
}

export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')
}

/** True for a value that differs from row to row and can only be checked once it is filled in. */
export function isTemplate(value: ParameterValue): boolean {
  return textsOf(value).some((text) => placeholdersIn(text).length > 0)
}

/** Placeholders of an instruction that mean nothing, each with the parameter it stands in. */
export function unknownPlaceholders(
  instruction: Instruction,
): readonly { readonly parameter: string; readonly name: string }[] {
  return Object.entries(instruction.parameters).flatMap(([parameter, value]) =>
    textsOf(value).flatMap((text) =>
      placeholdersIn(text)
        .filter((name) => !isPlainPlaceholder(name) && !ATTRIBUTE_PLACEHOLDER.test(name))
        .map((name) => ({ parameter, name })),
    ),
  )
}
