import { parameterSpec, PARAMETERS, type ParameterSpec } from '../../../preload/contract/instructions'
import { badRequest } from '../world/refusal'
import type { Form } from './form'

/** The dictionary's code for a bad value of a parameter; all others answer 20001. */
const BAD_VALUE_CODES: Readonly<Record<string, number>> = {
  WorkerActivitySid: 40100,
  CallTo: 40110,
  CallFrom: 40111,
  CallUrl: 40112,
  CallStatusCallbackUrl: 40158,
  RedirectUrl: 40120,
  RedirectCallSid: 40121,
  DequeuePostWorkActivitySid: 40130,
  DequeueTo: 40131,
  DequeueFrom: 40132,
  DequeueStatusCallbackEvent: 40134,
  DequeueStatusCallbackUrl: 40157,
  To: 40137,
  From: 40141,
  PostWorkActivitySid: 40139,
  StatusCallback: 40159,
  ConferenceStatusCallback: 40159,
  RecordingStatusCallback: 40159,
  ConferenceRecordingStatusCallback: 40159,
  WaitUrl: 40159,
  Supervisor: 40147,
}

function codeFor(parameter: string): number {
  return BAD_VALUE_CODES[parameter] ?? 20001
}

/** A refusal of one parameter, with the dictionary's code for it. */
export function badParameter(parameter: string, why: string): Error {
  return badRequest(`Invalid parameter ${parameter}: ${why}`, codeFor(parameter))
}

/**
 * Checks names and values of a reservation update against the table of instructions.
 * @throws Refusal for a parameter that this path does not take, or a value out of its type and limits.
 */
export function checkParameters(form: Form, scope: 'task' | 'worker'): void {
  for (const name of form.names()) {
    const spec = parameterSpec(name)
    if (spec === undefined) continue
    if (spec.scope === 'task' && scope === 'worker')
      throw badRequest(`Invalid parameter ${name}: not on this path`)
    const values = form.all(name)
    if (spec.repeatable !== true && values.length > 1) throw badParameter(name, 'given more than once')
    for (const value of values) checkValue(spec, value)
  }
}

function checkValue(spec: ParameterSpec, value: string): void {
  const why = complaint(spec, value)
  if (why !== null) throw badParameter(spec.name, why)
}

function complaint(spec: ParameterSpec, value: string): string | null {
  if (value === '') return 'empty'
  switch (spec.type) {
    case 'sid':
      return new RegExp(`^${spec.sidPrefix ?? '[A-Z]{2}'}[0-9a-fA-F]{32}$`).test(value) ? null : 'not a SID'
    case 'url':
      return isWebUrl(value) ? null : 'not an http or https URL'
    case 'contact':
      return isContact(value) ? null : 'not a phone number, client or SIP address'
    case 'workerOrContact':
      return /^WK[0-9a-fA-F]{32}$/.test(value) || isContact(value) ? null : 'not a worker or contact'
    case 'number':
      return isWithin(spec, value) ? null : `not a whole number from ${spec.min ?? 0} to ${spec.max ?? 'any'}`
    case 'bool':
      return /^(true|false)$/i.test(value) ? null : 'not true or false'
    case 'enum':
      return (spec.values ?? []).some((each) => each.toLowerCase() === value.toLowerCase())
        ? null
        : `not one of ${(spec.values ?? []).join(', ')}`
    case 'string':
      return null
  }
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && isUrl(text)
}

function isContact(text: string): boolean {
  return /^(\+?[0-9][0-9 ().-]{1,20}|(client|sip|sips|whatsapp|queue|app):.+)$/i.test(text)
}

function isWithin(spec: ParameterSpec, text: string): boolean {
  const value = Number(text)
  return /^-?\d+$/.test(text) && value >= (spec.min ?? 0) && value <= (spec.max ?? Number.MAX_SAFE_INTEGER)
}

/** Names of parameters whose values must never be written down. */
export const SECRET_PARAMETERS: ReadonlySet<string> = new Set(
  PARAMETERS.filter((spec: ParameterSpec) => spec.secret === true).map(({ name }) => name),
)

/** `URL.canParse` is younger than the oldest supported runtime. */
function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== ''
  } catch {
    return false
  }
}
