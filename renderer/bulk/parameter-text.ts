import type { ParameterSpec, ParameterValue } from '../../preload/contract/instructions'

/** A parameter as it stands in a text field; lists are separated by commas. */
export function writeParameter(value: ParameterValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'object' ? value.join(', ') : String(value)
}

/**
 * What a text field means for a parameter; undefined = leave it out. A text that is no number stays text, so that the
 * validation can say what is wrong with it.
 */
export function readParameter(
  { type, repeatable }: Pick<ParameterSpec, 'type' | 'repeatable'>,
  entered: string,
): ParameterValue | undefined {
  const text = entered.trim()
  if (text === '') return undefined
  if (type === 'bool') return text === 'true'
  if (type === 'number') return /^-?\d+$/.test(text) ? Number(text) : text
  if (repeatable === true) return text.split(/[\s,]+/).filter(Boolean)
  return text
}
