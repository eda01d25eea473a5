import type { RowFields } from '../decode/fields'
import { asRow, type Row } from '../decode/values'

/**
 * Rows as a table of numbers that point into one list of values, each different text in it once. Between threads every object and
 * every text costs: so a page of 1,000 events arrives in about a millisecond, as objects it takes four to eight.
 */
export interface PackedRows {
  readonly count: number
  readonly values: readonly unknown[]
  /** Columns: a field, or an entry within a field. The columns of entries follow their field's. */
  readonly paths: readonly (readonly [field: string, entry?: string])[]
  /** Column after column, a cell per row: a place in `values`, ABSENT, or INSIDE where the field's entries have columns. */
  readonly cells: Int32Array<ArrayBuffer>
}

const ABSENT = -1
const INSIDE = -2

/** Packs the wanted fields of rows. What is not an object becomes a row without fields. */
export function packRows(rows: readonly unknown[], { of, within = {} }: RowFields): PackedRows {
  const entriesOf = (field: string): readonly string[] => within[field] ?? []
  const paths = of.flatMap((field) => [
    [field] as const,
    ...entriesOf(field).map((entry) => [field, entry] as const),
  ])
  const cells = new Int32Array(paths.length * rows.length).fill(ABSENT)
  const values: unknown[] = []
  const places = new Map<unknown, number>()
  const placeOf = (value: unknown): number => {
    const known = places.get(value)
    if (known !== undefined) return known
    const fresh = values.push(value) - 1
    places.set(value, fresh)
    return fresh
  }
  rows.forEach((each, index) => {
    const row = asRow(each) ?? {}
    let inside: Row | null = null
    paths.forEach(([field, entry], column) => {
      const source = entry === undefined ? row : inside
      const name = entry ?? field
      if (entry === undefined) inside = Object.hasOwn(within, field) ? asRow(row[field]) : null
      if (source === null || !Object.hasOwn(source, name)) return
      const opened = entry === undefined && inside !== null
      cells[column * rows.length + index] = opened ? INSIDE : placeOf(source[name])
    })
  })
  return { count: rows.length, values, paths, cells }
}

/** One row as it was, as far as it was wanted. One at a time, so that the caller decides how many it takes in one go. */
export function rowAt({ count, values, paths, cells }: PackedRows, index: number): Row {
  const row: Record<string, unknown> = {}
  let inside: Record<string, unknown> = {}
  paths.forEach(([field, entry], column) => {
    const place = cells[column * count + index] ?? ABSENT
    if (place === ABSENT) return
    if (place === INSIDE) row[field] = inside = {}
    else if (entry === undefined) row[field] = values[place]
    else inside[entry] = values[place]
  })
  return row
}
