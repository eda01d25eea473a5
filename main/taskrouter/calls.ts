import type { Answered, ListOptions, Pages, Priority, RequestOptions, WriteOptions } from './api'
import type { Decode } from './decode/resources'
import { invalidError, malformedAnswer } from './http/error-answer'
import { pagesOf, type PagingParts } from './http/paging'
import type { ApiAnswer, ApiRequest } from './http/requester'
import { parseJson } from './pages/envelope'
import type { PageShape } from './pages/page-reader'
import { pairsOf, searchOf, type Pairs } from './queries'
import type { Lane } from './scheduler/lanes'

/** The few shapes that every operation of the API has. */
export interface Calls {
  list<T>(call: ListCall<T>, options?: ListOptions): Pages<T>
  fetch<T>(call: FetchCall<T>, options?: RequestOptions): Promise<Answered<T>>
  update<T>(call: UpdateCall<T>, options?: WriteOptions): Promise<Answered<T>>
  remove(path: string, options?: WriteOptions): Promise<Answered<null>>
}

export interface ListCall<T> extends PageShape<T> {
  readonly path: string
  readonly filter?: Pairs
  readonly lane?: Lane | undefined
}

export interface FetchCall<T> {
  readonly path: string
  readonly filter?: Pairs
  readonly decode: Decode<T>
}

export interface UpdateCall<T> {
  readonly path: string
  readonly form: Pairs
  readonly secrets?: readonly string[]
  readonly decode: Decode<T>
}

const MAX_PAGE = 1_000

export function createCalls(parts: PagingParts): Calls {
  const ask = (
    request: Pick<ApiRequest, 'method' | 'path'> & Partial<ApiRequest>,
    options: WriteOptions,
    usual: Priority,
  ): ApiRequest => ({
    ...request,
    priority: options.priority ?? usual,
    signal: options.signal,
    ifMatch: options.ifMatch,
  })

  return {
    list({ path, filter = [], lane, ...shape }, options = {}) {
      const { pageSize = MAX_PAGE } = options
      if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > MAX_PAGE) {
        throw invalidError(`GET ${path}`, `PageSize must be a whole number from 1 to ${MAX_PAGE}.`)
      }
      const search = searchOf([...filter, ...pairsOf({ PageSize: pageSize })])
      return pagesOf(parts, ask({ method: 'GET', path, search, lane }, options, 'read'), shape)
    },
    async fetch({ path, filter = [], decode }, options = {}) {
      const answer = await parts.send(
        ask({ method: 'GET', path, search: searchOf(filter) }, options, 'detail'),
        parseJson,
      )
      return answered(answer, decode)
    },
    async update({ path, form, secrets = [], decode }, options = {}) {
      const answer = await parts.send(
        ask({ method: 'POST', path, form, secrets }, options, 'action'),
        parseJson,
      )
      return answered(answer, decode)
    },
    async remove(path, options = {}) {
      const { requestId, serverTime, attempts } = await parts.send(
        ask({ method: 'DELETE', path }, options, 'action'),
        parseJson,
      )
      return { value: null, requestId, serverTime, attempts }
    },
  }
}

/** The answer as a resource. @throws TaskRouterError `malformed` for one that is none */
export function answered<T>(answer: ApiAnswer<unknown>, decode: Decode<T>): Answered<T> {
  const value = decode(answer.body, answer.version)
  if (value === null) throw malformedAnswer(answer.asked, answer.status, answer.requestId)
  const { requestId, serverTime, attempts } = answer
  return { value, requestId, serverTime, attempts }
}
