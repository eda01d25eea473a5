import type { RowFields } from '../decode/fields'
import { parseJson, readEnvelope } from './envelope'
import { packRows, type PackedRows } from './packed'

/** The bytes of one page of a list, and what is wanted of it. */
export interface PageOrder {
  readonly id: number
  readonly body: Uint8Array
  /** Name of the list, should `meta.key` be missing. */
  readonly key: string
  readonly fields: RowFields
}

export type PageAnswer =
  | {
      readonly id: number
      readonly kind: 'page'
      readonly name: string
      readonly nextUrl: string | null
      readonly rows: PackedRows
    }
  | { readonly id: number; readonly kind: 'noList' }
  | { readonly id: number; readonly kind: 'notJson' }

/** Parses one page and keeps what is wanted. Never throws. */
export function readPage({ id, body, key, fields }: PageOrder): PageAnswer {
  let parsed: unknown
  try {
    parsed = parseJson(body)
  } catch {
    return { id, kind: 'notJson' }
  }
  const envelope = readEnvelope(parsed, key)
  if (envelope === null) return { id, kind: 'noList' }
  const { rows, name, nextUrl } = envelope
  return { id, kind: 'page', name, nextUrl, rows: packRows(rows, fields) }
}
