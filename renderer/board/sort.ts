import { agedFrom, type BoardRow } from '../../preload/contract/board'
import { COLUMN_IDS, type ColumnId } from './columns'

/** The board can be sorted by each of its columns. */
export type SortKey = ColumnId

export interface SortTerm {
  readonly key: SortKey
  readonly descending: boolean
}

export type Compare = (a: BoardRow, b: BoardRow) => number

type Value = string | number | null

/** The order in which a reservation lives, so that sorting by status reads like its life. */
const STATUS_RANK: Readonly<Record<string, number>> = {
  pending: 0,
  accepted: 1,
  wrapping: 2,
  completed: 3,
  rejected: 4,
  timeout: 5,
  rescinded: 6,
  canceled: 7,
}
const UNKNOWN_STATUS_RANK = 8
export const statusRank = (status: string): number => STATUS_RANK[status] ?? UNKNOWN_STATUS_RANK

const LEVEL_RANK = { stuck: 2, watch: 1 } as const

/** A larger age is an earlier moment, hence the sign: "descending" is oldest first. */
const VALUES: Readonly<Record<SortKey, (row: BoardRow) => Value>> = {
  status: (row) => statusRank(row.status),
  age: (row) => {
    const from = agedFrom(row)
    return from === null ? null : -from
  },
  reason: (row) => (row.reasonLevel === null ? null : LEVEL_RANK[row.reasonLevel]),
  worker: (row) => row.workerName,
  activity: (row) => row.activityName,
  queue: (row) => row.queueName,
  workflow: (row) => row.workflowName,
  channel: (row) => row.channel,
  priority: (row) => row.priority,
  subject: (row) => row.subject,
  note: (row) => row.note,
  offers: (row) => row.offers,
  rejections: (row) => row.rejections,
  deadline: (row) => row.deadlineAt,
  task: (row) => row.taskSid,
  reservation: (row) => row.sid,
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Collators are slow (about 1 µs a pair); names repeat, so equal strings never reach it. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}

function compareTerm({ key, descending }: SortTerm): Compare {
  const valueOf = VALUES[key]
  const sign = descending ? -1 : 1
  return (rowA, rowB) => {
    const a = valueOf(rowA)
    const b = valueOf(rowB)
    // What is not known goes last in both directions: it is never what somebody sorts for.
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    return sign * compareValues(a, b)
  }
}

/** One function for a list of terms. Equal rows compare as 0: the caller breaks ties, so that it can tell "unchanged". */
export function compileSort(terms: readonly SortTerm[]): Compare {
  const [first, second, ...rest] = terms.map(compareTerm)
  if (first === undefined) return () => 0
  if (second === undefined) return first
  if (rest.length === 0) return (a, b) => first(a, b) || second(a, b)
  return (a, b) => {
    let result = first(a, b) || second(a, b)
    for (const term of rest) {
      if (result !== 0) break
      result = term(a, b)
    }
    return result
  }
}

/**
 * A number for each row by the first term alone, smaller ones first, so that a whole board is sorted by comparing numbers.
 * Rows with equal numbers are told apart by the terms together.
 */
export function rankRows(rows: readonly BoardRow[], terms: readonly SortTerm[]): Float64Array {
  const ranks = new Float64Array(rows.length)
  const [first] = terms
  if (first === undefined) return ranks
  const sign = first.descending ? -1 : 1
  const values = rows.map(VALUES[first.key])
  const places = placesOf(values)
  values.forEach((value, index) => {
    if (value === null) ranks[index] = Number.POSITIVE_INFINITY
    else ranks[index] = sign * (typeof value === 'number' ? value : (places.get(value) ?? 0))
  })
  return ranks
}

/** Names repeat: each is put in its place once. Names that count as equal share a place. */
function placesOf(values: readonly Value[]): ReadonlyMap<string, number> {
  const names = [...new Set(values.filter((value) => typeof value === 'string'))].sort(collator.compare)
  const places = new Map<string, number>()
  let place = 0
  names.forEach((name, index) => {
    if (index > 0 && collator.compare(names[index - 1] ?? '', name) !== 0) place += 1
    places.set(name, place)
  })
  return places
}

/** Breaks ties so that rows of one second do not change places. */
export const bySid: Compare = (a, b) => (a.sid < b.sid ? -1 : a.sid > b.sid ? 1 : 0)

export const OLDEST_FIRST: readonly SortTerm[] = [{ key: 'age', descending: true }]

/**
 * The terms after a click on a column's header: the first click sorts ascending (age: oldest first), the second turns it
 * round, the third drops it. `add` (shift held) keeps the other terms.
 */
export function toggleSort(terms: readonly SortTerm[], key: SortKey, add: boolean): readonly SortTerm[] {
  const startsDescending = DESCENDING_FIRST.has(key)
  const current = terms.find((term) => term.key === key)
  const others = add ? terms.filter((term) => term.key !== key) : []
  if (current === undefined) return [...others, { key, descending: startsDescending }]
  if (current.descending === startsDescending) {
    const turned = { key, descending: !startsDescending }
    return add ? terms.map((term) => (term.key === key ? turned : term)) : [turned]
  }
  return others.length > 0 ? others : OLDEST_FIRST
}

const DESCENDING_FIRST: ReadonlySet<SortKey> = new Set(['age', 'reason', 'priority', 'offers', 'rejections'])

/** `-age,queue`: a minus sign is descending. */
export function serialiseSort(terms: readonly SortTerm[]): string {
  return terms.map(({ key, descending }) => (descending ? `-${key}` : key)).join(',')
}

/** Reads what `serialiseSort` wrote; words it does not know and repeated keys are left out. */
export function parseSort(text: string): readonly SortTerm[] {
  const terms = new Map<SortKey, SortTerm>()
  for (const part of text.split(',')) {
    const descending = part.startsWith('-')
    const key = COLUMN_IDS.find((known) => known === (descending ? part.slice(1) : part))
    if (key !== undefined && !terms.has(key)) terms.set(key, { key, descending })
  }
  return [...terms.values()]
}
