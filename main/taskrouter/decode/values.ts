import type { Attributes, JsonValue } from '../resources'

/**
 * Readers for single values of an answer. Every one of them takes anything and returns null for what it cannot use, since
 * the API promises no field (source: TaskRouter OpenAPI v1, where nearly everything is nullable and nothing required).
 */
export type Row = Readonly<Record<string, unknown>>

export function asRow(value: unknown): Row | null {
  return isRow(value) ? value : null
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** SIDs end up in paths: whatever does not look like one is not used. */
export function asSid(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z]{2}[A-Za-z0-9]{1,62}$/.test(value) ? value : null
}

/** Numbers also come as text (`"26"`). */
export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

export function asCount(value: unknown): number {
  return asNumber(value) ?? 0
}

/** `true`, `1` and `yes` mean true where the API takes booleans as text. */
export function asBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === 0) return value === 1
  if (typeof value !== 'string') return null
  const word = value.toLowerCase()
  if (word === 'true' || word === '1' || word === 'yes') return true
  return word === 'false' || word === '0' || word === 'no' ? false : null
}

/** ms since 1970 of an ISO 8601 or RFC 2822 date, or of seconds or milliseconds since 1970. */
export function asTime(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value))
    return value < 100_000_000_000 ? value * 1_000 : value
  if (typeof value !== 'string' || value === '') return null
  if (/^\d{9,13}$/.test(value)) return asTime(Number(value))
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : at
}

/** JSON in JSON, which survives text that does not parse. */
export function asAttributes(value: unknown): Attributes {
  if (typeof value === 'string') return { raw: value, parsed: parseObject(value) }
  const row = asRow(value)
  return row === null
    ? { raw: null, parsed: null }
    : { raw: JSON.stringify(value), parsed: asJsonRecord(row) }
}

function parseObject(text: string): Readonly<Record<string, JsonValue>> | null {
  if (text === '') return null
  try {
    return asJsonRecord(JSON.parse(text))
  } catch {
    return null
  }
}

/** A record of JSON values; null for anything else. What came out of `JSON.parse` holds nothing but JSON values. */
export function asJsonRecord(value: unknown): Readonly<Record<string, JsonValue>> | null {
  return isJsonRecord(value) ? value : null
}

function isJsonRecord(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
