import type { Attributes } from '../../taskrouter/resources'

/** The task attribute that holds the supervisor's note. */
const NOTE_ATTRIBUTE = 'supervisor_note'

/** The attributes as JSON text with the note in them; `there` if it already is, null if they are no JSON object. */
export function withNote({ raw, parsed }: Attributes, note: string): string | null {
  if (parsed === null || raw === null) return null
  if (parsed[NOTE_ATTRIBUTE] === note) return 'there'
  if (NOTE_ATTRIBUTE in parsed) return JSON.stringify({ ...parsed, [NOTE_ATTRIBUTE]: note })
  // The text is extended, not written anew: numbers beyond a double's precision must come through unharmed.
  const body = raw.trim().slice(0, -1).trimEnd()
  const comma = body.endsWith('{') ? '' : ','
  return `${body}${comma}${JSON.stringify(NOTE_ATTRIBUTE)}:${JSON.stringify(note)}}`
}
