import type { Page, Pages, WorkspaceApi } from '../../taskrouter/api'
import { isTaskRouterError } from '../../taskrouter/errors'
import type { BoardClock } from '../options'
import type { BoardIndex } from '../model/index'

/** What every read plan works with. One per start of the board; `signal` ends everything at once. */
export interface Workbench {
  readonly api: WorkspaceApi
  readonly index: BoardIndex
  readonly clock: BoardClock
  readonly signal: AbortSignal
  /** Now, on the server's clock. */
  readonly serverNow: () => number
  /** Joins and hands out what changed so far, letting the event loop breathe. */
  readonly publish: () => Promise<void>
  /** The same while much is arriving: not more often than a window can show. */
  readonly publishSome: () => Promise<void>
  readonly progress: (done: number, about: number) => void
  /** How many reads may be under way at once. */
  readonly width: () => number
}

/** Items folded between two breaths; folding one item costs a few µs. */
const ITEMS_PER_SLICE = 150

/** Server time at which an answer was true. The `Date` header has whole seconds and is rounded down. */
export function asOf(bench: Workbench, serverTime: number | null): number {
  return serverTime ?? bench.serverNow()
}

/** Folds every item of every page, breathing in between. Items may repeat where rows moved between pages. */
export async function foldPages<T>(
  bench: Workbench,
  pages: Pages<T>,
  fold: (item: T, at: number) => void,
  afterPage?: (page: Page<T>) => void,
): Promise<void> {
  for await (const page of pages) {
    bench.signal.throwIfAborted()
    await foldSlices(bench, page.items, (item) => {
      fold(item, asOf(bench, page.serverTime))
    })
    afterPage?.(page)
  }
}

export async function foldSlices<T>(
  bench: Workbench,
  items: readonly T[],
  fold: (item: T) => void,
): Promise<void> {
  for (let from = 0; from < items.length; from += ITEMS_PER_SLICE) {
    if (items.length > ITEMS_PER_SLICE) await bench.clock.breathe()
    bench.signal.throwIfAborted()
    for (const item of items.slice(from, from + ITEMS_PER_SLICE)) fold(item)
    await bench.publishSome()
  }
}

/** Runs `work` over `items` in order, `width` at a time. The first failure stops what has not begun and is thrown. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed = false
  const runner = async () => {
    while (next < items.length && !failed) {
      signal.throwIfAborted()
      const item = items[next++] as T
      try {
        await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const runners = Array.from({ length: Math.max(1, Math.min(width, items.length)) }, runner)
  const results = await Promise.allSettled(runners)
  const first = results.find((result) => result.status === 'rejected')
  if (first !== undefined) throw first.reason
}

/** All items of a short list. */
export async function collect<T>(pages: Pages<T>): Promise<T[]> {
  const items = new Map<unknown, T>()
  for await (const page of pages)
    for (const item of page.items) items.set((item as { readonly sid?: string }).sid ?? item, item)
  return [...items.values()]
}

/** The value, or null when the server says this key may not read it or there is no such thing. */
export async function allowed<T>(value: Promise<T>): Promise<T | null> {
  try {
    return await value
  } catch (error) {
    if (isRefusal(error) || isGone(error)) return null
    throw error
  }
}

/** 403, 400 and kin: asking again will not help, another way may. */
export function isRefusal(error: unknown): boolean {
  return isTaskRouterError(error) && ['notAllowed', 'refused', 'invalid'].includes(error.kind)
}

export function isGone(error: unknown): boolean {
  return isTaskRouterError(error) && error.kind === 'gone'
}

interface Logged {
  readonly at: number
  readonly sid: string
}

/** Events oldest first; of two at one moment the order is at least the same each time. */
export function byTime(a: Logged, b: Logged): number {
  return a.at - b.at || (a.sid < b.sid ? -1 : 1)
}
