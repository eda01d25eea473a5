import type { Attributes, JsonValue } from '../../taskrouter/resources'

/** Attribute names that usually say who or what a task is about, best first (Flex and common workflow samples). */
const SUBJECT_KEYS = [
  'title',
  'subject',
  'name',
  'customer_name',
  'customerName',
  'caller_name',
  'friendlyName',
  'from',
  'customerAddress',
  'caller',
  'topic',
  'type',
  'selected_product',
] as const

const LONGEST_SUBJECT = 80
const CALL_SID = /^CA[0-9a-fA-F]{32}$/

function isRecord(value: JsonValue | undefined): value is Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Hides the middle of anything that looks like a telephone number: the first two and last two digits stay. */
function maskNumbers(text: string): string {
  return text.replace(/\+?\d[\d ().-]{5,}\d/g, (found) => {
    const digits = found.replace(/\D/g, '')
    if (digits.length < 7) return found
    return `${found.startsWith('+') ? '+' : ''}${digits.slice(0, 2)}•••${digits.slice(-2)}`
  })
}

/** A short readable line from a task's attributes, or null where nothing readable is in them. */
function subjectOf(attributes: Attributes): string | null {
  const { parsed } = attributes
  if (parsed === null) return null
  for (const key of SUBJECT_KEYS) {
    const value = parsed[key]
    if (typeof value !== 'string' || value.trim() === '') continue
    const line = maskNumbers(value.replace(/\s+/g, ' ').trim())
    return line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line
  }
  return null
}

/** What a row shows, and the board asks, of a task's attributes. */
export function attributeFacts(attributes: Attributes) {
  return {
    subject: subjectOf(attributes),
    hasCall: namesCall(attributes),
    callSid: callSidOf(attributes),
  }
}

/** Whether the attributes name a call (`call_sid`, or a conference with a customer leg); null = attributes not known. */
function namesCall(attributes: Attributes): boolean | null {
  return attributes.raw === null ? null : callSidOf(attributes) !== null
}

/** The SID of the caller's leg in the attributes, or null. */
function callSidOf({ parsed }: Attributes): string | null {
  if (parsed === null) return null
  if (isCall(parsed['call_sid'])) return parsed['call_sid']
  const conference = parsed['conference']
  if (!isRecord(conference)) return null
  const participants = conference['participants']
  return isRecord(participants) && isCall(participants['customer']) ? participants['customer'] : null
}

function isCall(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && CALL_SID.test(value)
}
