import type { Random } from '../world/random'
import type { World } from '../world/world'
import type { PracticeRules } from '../options'
import type { Form } from './form'

/** What a handler gets to know of one request. */
export interface RequestContext {
  readonly world: World
  readonly rules: PracticeRules
  readonly method: string
  /** Path without the host, as it was asked. */
  readonly path: string
  /** Variable parts of the path in order: workspace SID, then the others. */
  readonly ids: readonly string[]
  readonly query: Form
  readonly form: Form
  /** Parsed JSON body, for the one call that takes JSON. */
  readonly json: unknown
  /** `If-Match` as sent. */
  readonly ifMatch: string | null
  /** `http://127.0.0.1:PORT`: every URL in an answer begins with it. */
  readonly baseUrl: string
  readonly random: Random
}

export interface Answer {
  readonly status: number
  /** A value to be written as JSON, or a `WrittenJson`. */
  readonly body: unknown
  readonly etag?: number
}

export type Handler = (context: RequestContext) => Answer

export function ok(body: unknown, etag?: number): Answer {
  return etag === undefined ? { status: 200, body } : { status: 200, body, etag }
}

/** Answers 404 in the service's words: the path is printed without its version. */
export class NotFound extends Error {
  constructor(path: string) {
    super(`The requested resource ${path.replace(/^\/v1/, '').replace(/\?.*$/, '')} was not found`)
  }
}

/** The part of the path at `index`; routes guarantee that it is there. */
export function idAt(context: RequestContext, index: number): string {
  const id = context.ids[index]
  if (id === undefined) throw new NotFound(context.path)
  return id
}

/** Looks something up or answers 404. */
export function found<T>(context: RequestContext, value: T | undefined | null): T {
  if (value === undefined || value === null) throw new NotFound(context.path)
  return value
}
