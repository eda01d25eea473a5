import { asRow, asText } from '../decode/values'

/** What surrounds the rows of a list. */
export interface Envelope {
  readonly rows: readonly unknown[]
  readonly nextUrl: string | null
  /** Name of the list, for reports. */
  readonly name: string
}

/** Finds the list in an answer: under `meta.key`, or under `key` where that is missing. Null: there is none. */
export function readEnvelope(answer: unknown, key: string): Envelope | null {
  const body = asRow(answer)
  const meta = asRow(body?.['meta'])
  const named = asText(meta?.['key'])
  const name = named !== null && Array.isArray(body?.[named]) ? named : key
  const rows = body?.[name]
  if (!Array.isArray(rows)) return null
  return { rows, nextUrl: asText(meta?.['next_page_url']), name }
}

/** @throws SyntaxError where the body is not JSON; an empty body is null. */
export function parseJson(body: Uint8Array): unknown {
  const text = textOf(body)
  return text.trim() === '' ? null : JSON.parse(text)
}

export function textOf(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
}
