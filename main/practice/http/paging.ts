import { badRequest } from '../world/refusal'
import { least } from '../world/least'
import { byPlace, type OrderedList, type Place } from '../world/ordered'
import type { World } from '../world/world'
import type { RequestContext } from './context'
import { WrittenJson } from './written'

const DEFAULT_PAGE_SIZE = 50
const MAX_PAGE_SIZE = 1000
const BARE_PAGE = 40153

export interface PageRequest {
  readonly size: number
  readonly number: number
  readonly token: string | null
}

/**
 * Reads paging parameters.
 * @throws Refusal 40153 for a page number without its token, 20001 for a size outside 1…1000.
 */
export function readPage(context: RequestContext): PageRequest {
  const { query } = context
  const size = query.integer('PageSize', 1, MAX_PAGE_SIZE) ?? DEFAULT_PAGE_SIZE
  const number = query.integer('Page', 0, Number.MAX_SAFE_INTEGER) ?? 0
  const token = query.text('PageToken')
  if (number > 0 && token === null) {
    throw badRequest('Paging by Page number alone is not supported: follow next_page_url.', BARE_PAGE)
  }
  return { size, number, token }
}

export interface Page<T> {
  readonly rows: readonly T[]
  readonly next: string | null
  readonly previous: string | null
}

/** The list envelope with its links. */
export function envelope(
  context: RequestContext,
  key: string,
  page: PageRequest,
  result: Page<unknown>,
): unknown {
  return { [key]: result.rows, meta: pageMeta(context, key, page, result) }
}

/** The list envelope around rows that are written already, each in one or more pieces. */
export function writtenEnvelope(
  context: RequestContext,
  key: string,
  page: PageRequest,
  result: Page<readonly Buffer[]>,
): WrittenJson {
  const pieces: Buffer[] = [Buffer.from(`{${JSON.stringify(key)}:[`)]
  result.rows.forEach((row, index) => {
    if (index > 0) pieces.push(COMMA)
    pieces.push(...row)
  })
  pieces.push(Buffer.from(`],"meta":${JSON.stringify(pageMeta(context, key, page, result))}}`))
  return new WrittenJson(pieces)
}

const COMMA = Buffer.from(',')

function pageMeta(context: RequestContext, key: string, page: PageRequest, result: Page<unknown>): unknown {
  const link = (number: number, token: string | null): string => {
    const search = context.query.toSearch()
    search.delete('Page')
    search.delete('PageToken')
    search.set('PageSize', String(page.size))
    search.set('Page', String(number))
    if (token !== null) search.set('PageToken', token)
    return `${context.baseUrl}${context.path}?${search.toString()}`
  }
  return {
    key,
    page: page.number,
    page_size: page.size,
    first_page_url: link(0, null),
    url: link(page.number, page.token),
    previous_page_url: result.previous === null ? null : link(Math.max(0, page.number - 1), result.previous),
    next_page_url: result.next === null ? null : link(page.number + 1, result.next),
  }
}

type Listed = Place & { readonly sid: string }

/**
 * One page of rows in order of creation. Tokens name the last (`PA`) or first (`PB`) row of the page they come from; rows
 * that moved or went away in between neither repeat nor hide others.
 */
export function pageByPlace<T extends Listed>(
  world: World,
  page: PageRequest,
  sources: readonly OrderedList<T>[],
  fits: (row: T) => boolean,
): Page<T> {
  const backwards = page.token?.startsWith('PB') === true
  const from = page.token === null ? null : placeOf(world, page.token)
  const wanted = page.size + 1
  let rows = sources.flatMap((source) => collect(source, from, backwards, wanted, fits))
  if (sources.length > 1) rows.sort(byPlace)
  if (sources.length > 1 && backwards) rows.reverse()
  const more = rows.length > page.size
  rows = rows.slice(0, page.size)
  if (backwards) rows.reverse()
  const [first, last] = [rows[0], rows[rows.length - 1]]
  const hasNext = backwards ? last !== undefined : more
  const hasPrevious = backwards ? more : from !== null && first !== undefined
  return {
    rows,
    next: hasNext && last !== undefined ? `PA${last.sid}` : null,
    previous: hasPrevious && first !== undefined ? `PB${first.sid}` : null,
  }
}

function collect<T extends Listed>(
  source: OrderedList<T>,
  from: Place | null,
  backwards: boolean,
  wanted: number,
  fits: (row: T) => boolean,
): T[] {
  const rows = source.all
  const found: T[] = []
  if (backwards) {
    const end = from === null ? rows.length : source.search((row) => byPlace(row, from) >= 0)
    for (let index = end - 1; index >= 0 && found.length < wanted; index--) take(rows[index], fits, found)
  } else {
    const start = from === null ? 0 : source.search((row) => byPlace(row, from) > 0)
    for (let index = start; index < rows.length && found.length < wanted; index++)
      take(rows[index], fits, found)
  }
  return found
}

function take<T>(row: T | undefined, fits: (row: T) => boolean, found: T[]): void {
  if (row !== undefined && fits(row)) found.push(row)
}

/** Where the row named by a token stands or stood. @throws Refusal when nobody knows it. */
function placeOf(world: World, token: string): Place {
  const sid = token.slice(2)
  const row =
    world.tasks.get(sid) ??
    world.reservations.get(sid) ??
    world.workers.get(sid) ??
    world.workerChannels.get(sid) ??
    world.activities.get(sid) ??
    world.queues.get(sid) ??
    world.workflows.get(sid) ??
    world.channels.get(sid) ??
    world.removedPlaces.get(sid)
  if (row === undefined || !/^P[AB]/.test(token)) throw badRequest(`Invalid parameter PageToken: ${token}`)
  return row
}

/**
 * One page of rows in an order other than creation. The token carries the last row's place in that order, so that a row
 * whose key changes meanwhile can at most move past the page, not shift others.
 */
export function pageByKeys<T extends Listed>(
  page: PageRequest,
  sources: readonly OrderedList<T>[],
  fits: (row: T) => boolean,
  keys: readonly ((row: T) => number)[],
): Page<T> {
  const all = [...keys, (row: T) => row.seq]
  const isBehind = behind(page, all)
  const candidates = sources.flatMap((source) => source.all.filter((row) => fits(row) && isBehind(row)))
  const wanted = least(candidates, page.size + 1, (a, b) => {
    for (const key of all) {
      const difference = key(a) - key(b)
      if (difference !== 0) return difference
    }
    return 0
  })
  return pageOfKeys(page, wanted, all)
}

/** As {@link pageByKeys}, from a list that is in the order of `keys`, then of creation, already: a walk, no sorting. */
export function pageInOrder<T extends Listed>(
  page: PageRequest,
  list: OrderedList<T>,
  fits: (row: T) => boolean,
  keys: readonly ((row: T) => number)[],
): Page<T> {
  const all = [...keys, (row: T) => row.seq]
  const wanted: T[] = []
  const start = page.token === null ? 0 : list.search(behind(page, all))
  for (let index = start; index < list.size && wanted.length <= page.size; index++) {
    take(list.all[index], fits, wanted)
  }
  return pageOfKeys(page, wanted, all)
}

/** A page of `wanted`, which holds one row more when there is a next page. */
function pageOfKeys<T extends Listed>(
  page: PageRequest,
  wanted: readonly T[],
  all: readonly ((row: T) => number)[],
): Page<T> {
  const rows = wanted.slice(0, page.size)
  const last = rows[rows.length - 1]
  const next =
    wanted.length > page.size && last !== undefined
      ? `PN${all.map((key) => String(key(last))).join('_')}`
      : null
  return { rows, next, previous: null }
}

/** Whether a row belongs behind the place that the token carries; every row does when there is none. */
function behind<T>(page: PageRequest, keys: readonly ((row: T) => number)[]): (row: T) => boolean {
  if (page.token === null) return () => true
  const after = readKeys(page.token)
  return (row) => {
    for (const [index, key] of keys.entries()) {
      const difference = key(row) - (after[index] ?? 0)
      if (difference !== 0) return difference > 0
    }
    return false
  }
}

function readKeys(token: string): number[] {
  if (!/^PN-?\d+(_-?\d+)*$/.test(token)) throw badRequest(`Invalid parameter PageToken: ${token}`)
  return token.slice(2).split('_').map(Number)
}
