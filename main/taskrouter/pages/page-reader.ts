import type { RowFields } from '../decode/fields'
import type { Decode } from '../decode/resources'
import { type Breathe, mapInSlices } from '../http/slices'
import { parseJson, readEnvelope } from './envelope'
import { rowAt } from './packed'
import { PageThread, ThreadLost, type PageWorker } from './page-thread'

/** What a list is made of, and how its rows become resources. */
export interface PageShape<T> {
  /** Name of the list, should `meta.key` be missing. */
  readonly key: string
  readonly decode: Decode<T>
  /** What `decode` reads of a row, for lists whose pages may be large. */
  readonly fields?: RowFields | undefined
}

export interface PageContent<T> {
  readonly items: readonly T[]
  /** Rows that could not be used. */
  readonly skipped: number
  readonly name: string
  readonly nextUrl: string | null
}

export interface PageReaderParts {
  /** Starts the thread for large pages; without it every page is read here. */
  readonly startWorker?: (() => PageWorker) | undefined
  /** Told each time the thread is lost, with the error's name and code where there was one. */
  readonly onThreadLost?: ((reason: string) => void) | undefined
  readonly monotonic: () => number
  readonly breathe?: Breathe
}

export interface PageReader {
  /**
   * Null: the answer holds no list.
   * @throws SyntaxError where the body is not JSON.
   */
  read<T>(body: Uint8Array, shape: PageShape<T>): Promise<PageContent<T> | null>
  close(): void
}

/** Below this the way to the thread and back costs more than the page: about a millisecond of work. */
const LARGE_BYTES = 128 * 1024

/** Reads pages: small ones at once, large ones in a thread, their rows decoded in short slices. */
export function createPageReader({
  startWorker,
  onThreadLost,
  monotonic,
  breathe,
}: PageReaderParts): PageReader {
  const thread = startWorker === undefined ? null : new PageThread(startWorker, onThreadLost)

  async function decoded<T>(
    count: number,
    row: (index: number) => unknown,
    { decode }: PageShape<T>,
    rest: Pick<PageContent<T>, 'name' | 'nextUrl'>,
  ): Promise<PageContent<T>> {
    const places = Array.from({ length: count }, (_, index) => index)
    const all = await mapInSlices(places, (index) => decode(row(index), null), monotonic, breathe)
    const items = all.filter((item) => item !== null)
    return { ...rest, items, skipped: count - items.length }
  }

  function here<T>(body: Uint8Array, shape: PageShape<T>): Promise<PageContent<T>> | null {
    const envelope = readEnvelope(parseJson(body), shape.key)
    if (envelope === null) return null
    const { rows, ...rest } = envelope
    return decoded(rows.length, (index) => rows[index], shape, rest)
  }

  return {
    async read(body, shape) {
      const { fields, key } = shape
      if (thread?.usable !== true || fields === undefined || body.byteLength < LARGE_BYTES)
        return here(body, shape)
      let answer
      try {
        answer = await thread.read({ body, key, fields })
      } catch (error) {
        if (!(error instanceof ThreadLost)) throw error
        return here(body, shape)
      }
      if (answer.kind === 'notJson') throw new SyntaxError('The page is not JSON.')
      if (answer.kind === 'noList') return null
      const { rows, name, nextUrl } = answer
      return decoded(rows.count, (index) => rowAt(rows, index), shape, { name, nextUrl })
    },
    close() {
      thread?.close()
    },
  }
}
