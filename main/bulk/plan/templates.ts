import {
  ATTRIBUTE_PLACEHOLDER,
  isPlainPlaceholder,
  isTemplate,
  parameterSpec,
  PLACEHOLDER,
  placeholdersIn,
  textsOf,
  type Instruction,
  type ParameterValue,
} from '../../../preload/contract/instructions'
import type { Reservation, Task, Worker, JsonValue } from '../../taskrouter/resources'

/** What a template can name. Parts that were not read are null. */
export interface TemplateSubject {
  readonly reservation: Reservation | null
  readonly task: Task | null
  readonly worker: Worker | null
}

/** Whether filling in the instruction takes a read of the task, or of the worker. */
export function templateNeeds(instruction: Instruction): {
  readonly task: boolean
  readonly worker: boolean
} {
  const names = Object.values(instruction.parameters).flatMap(textsOf).flatMap(placeholdersIn)
  return {
    task: names.some((name) => name.startsWith('task.attributes.')),
    worker: names.some(
      (name) =>
        name.startsWith('worker.attributes.') ||
        name === 'worker.friendly_name' ||
        name === 'worker.activity_sid',
    ),
  }
}

export type Filled =
  | { readonly instruction: Instruction; readonly filled: Readonly<Record<string, string>> }
  | { readonly missing: readonly { readonly path: string; readonly message: string }[] }

/**
 * Puts this row's values in place of the placeholders. A value inside a URL is percent-encoded unless it is the whole
 * URL. `filled` holds the parameters that were templates, as they will be sent.
 */
export function fillTemplates(instruction: Instruction, subject: TemplateSubject): Filled {
  const parameters: Record<string, ParameterValue> = {}
  const filled: Record<string, string> = {}
  const missing: { path: string; message: string }[] = []
  for (const [name, value] of Object.entries(instruction.parameters)) {
    if (!isTemplate(value)) {
      parameters[name] = value
      continue
    }
    const texts = textsOf(value).map((text) => {
      const result = fillText(text, parameterSpec(name)?.type === 'url', subject)
      for (const placeholder of result.missing) {
        missing.push({ path: name, message: `{{${placeholder}}} has no value for this row.` })
      }
      return result.text
    })
    filled[name] = texts.join(', ')
    parameters[name] = typeof value === 'object' ? texts : typed(name, texts.join(''))
  }
  return missing.length > 0 ? { missing } : { instruction: { kind: instruction.kind, parameters }, filled }
}

/** True when nothing but placeholders and white space is in the text: it names data but holds none. */
export function isOnlyPlaceholders(text: string): boolean {
  return text.replace(PLACEHOLDER, '').trim() === ''
}

function fillText(
  text: string,
  isUrl: boolean,
  subject: TemplateSubject,
): { readonly text: string; readonly missing: readonly string[] } {
  const missing: string[] = []
  const whole = isOnlyPlaceholders(text)
  const result = text.replace(PLACEHOLDER, (_placeholder, name: string) => {
    const value = valueOf(name, subject)
    if (value === null || value === '') {
      missing.push(name)
      return ''
    }
    return isUrl && !whole ? encodeURIComponent(value) : value
  })
  return { text: result, missing }
}

/** The value as text; null when it is absent or is no plain value. */
function valueOf(name: string, { reservation, task, worker }: TemplateSubject): string | null {
  if (isPlainPlaceholder(name)) {
    switch (name) {
      case 'reservation.sid':
        return reservation?.sid ?? null
      case 'task.sid':
        return reservation?.taskSid ?? task?.sid ?? null
      case 'worker.sid':
        return reservation?.workerSid ?? worker?.sid ?? null
      case 'worker.friendly_name':
        return worker?.friendlyName ?? reservation?.workerName ?? null
      case 'worker.activity_sid':
        return worker?.activitySid ?? null
    }
  }
  const [, owner, path] = ATTRIBUTE_PLACEHOLDER.exec(name) ?? []
  if (path === undefined) return null
  const attributes = owner === 'task' ? task?.attributes.parsed : worker?.attributes.parsed
  return attributes == null ? null : attributeText(attributes, path.split('.'))
}

function attributeText(
  attributes: Readonly<Record<string, JsonValue>>,
  path: readonly string[],
): string | null {
  let value: JsonValue | Readonly<Record<string, JsonValue>> | undefined = attributes
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    if (!Object.hasOwn(value, key)) return null
    value = (value as Readonly<Record<string, JsonValue>>)[key]
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null
}

/** Numbers and booleans leave a template as what the parameter's type asks for. */
function typed(parameter: string, text: string): ParameterValue {
  const type = parameterSpec(parameter)?.type
  if (type === 'number' && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (type === 'bool' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return text
}
