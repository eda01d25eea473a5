import type { Page, Pages } from '../api'
import type { PageReader, PageShape } from '../pages/page-reader'
import { malformedAnswer } from './error-answer'
import { followablePath } from './hosts'
import type { ApiAnswer, ApiRequest, Send } from './requester'

/** Something odd in an answer that did not stop the work. */
export type Anomaly =
  | {
      readonly kind: 'rowsSkipped'
      /** `tasks`, `reservations` and so on. */
      readonly list: string
      /** Rows that had no usable SID (or an event no time). */
      readonly count: number
      readonly requestId: string | null
    }
  /** The thread for large pages ended or would not start; its pages are parsed on the program's own loop. */
  | { readonly kind: 'pageThreadLost'; readonly reason: string }

export interface PagingParts {
  readonly send: Send
  readonly origin: string
  readonly reader: PageReader
  readonly onAnomaly: ((anomaly: Anomaly) => void) | undefined
}

/**
 * The pages of a list, read one after the other as they are asked for. Every loop over it starts from the first page. Rows
 * that moved between pages may come twice: the caller knows them by their SID. A paging address that leads elsewhere, or back
 * to a page already read, ends the reading with an error of kind `malformed`.
 */
export function pagesOf<T>(parts: PagingParts, first: ApiRequest, shape: PageShape<T>): Pages<T> {
  return { [Symbol.asyncIterator]: () => readPages(parts, first, shape) }
}

async function* readPages<T>(
  parts: PagingParts,
  first: ApiRequest,
  shape: PageShape<T>,
): AsyncGenerator<Page<T>, void, undefined> {
  const seen = new Set<string>([first.path + (first.search ?? '')])
  let request = first
  for (let index = 0; ; index += 1) {
    const answer = await parts.send(request, (body) => parts.reader.read(body, shape))
    if (answer.body === null) throw odd(answer, 'The answer holds no list')
    const { items, skipped, name, nextUrl } = answer.body
    if (skipped > 0)
      parts.onAnomaly?.({ kind: 'rowsSkipped', list: name, count: skipped, requestId: answer.requestId })
    const next = nextUrl === null ? null : followablePath(parts.origin, nextUrl)
    if (nextUrl !== null && next === null) throw odd(answer, 'The next page lies outside TaskRouter')
    yield { items, index, serverTime: answer.serverTime, last: next === null }
    if (next === null) return
    if (seen.has(next)) throw odd(answer, 'The pages of the list lead in a circle')
    seen.add(next)
    const [path = '', search] = splitOnce(next, '?')
    request = { ...first, path, search: search === undefined ? '' : `?${search}` }
  }
}

const odd = (answer: ApiAnswer<unknown>, message: string) =>
  malformedAnswer(answer.asked, answer.status, answer.requestId, message)

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
