import type { Priority } from '../api'
import type { Clock } from '../clock'
import { isTaskRouterError, type TaskRouterError } from '../errors'
import type { Scheduler } from '../scheduler/scheduler'
import type { Version } from '../resources'
import { textOf } from '../pages/envelope'
import { failureFrom, type Transport, type TransportResponse } from '../transport/transport'
import type { LanePacer, Lane } from '../scheduler/lanes'
import {
  cancelledError,
  errorFromAnswer,
  errorFromFailure,
  malformedAnswer,
  type AskedRequest,
} from './error-answer'
import { readLevelReport } from './rate-headers'
import { readRetryAfter, retryDelay, type RetryLimits } from './retry'
import { joinSignals, pause } from './signals'
import { readHttpDate, type ServerClock } from './server-clock'

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Begins with `/v1/`; no query. */
  readonly path: string
  /** `?…`, encoded, or empty. */
  readonly search?: string
  readonly form?: readonly (readonly [name: string, value: string])[]
  /** Values that must never show up in a message or log. */
  readonly secrets?: readonly string[]
  readonly priority: Priority
  readonly signal?: AbortSignal | undefined
  readonly ifMatch?: Version | undefined
  /** For endpoints with a published limit of their own. */
  readonly lane?: Lane | undefined
}

export interface ApiAnswer<T> {
  readonly asked: AskedRequest
  readonly status: number
  readonly body: T
  readonly version: Version
  readonly requestId: string | null
  readonly serverTime: number | null
  readonly attempts: number
}

/** One line per request, free of secrets, hosts, queries and bodies. */
export interface RequestLog {
  readonly method: string
  readonly path: string
  /** Of the last answer; null where none came. */
  readonly status: number | null
  /** From asking to the end, waiting included. */
  readonly milliseconds: number
  readonly attempts: number
  readonly requestId: string | null
  /** Kind of the error, or `ok`. */
  readonly outcome: string
}

export interface RequesterParts {
  readonly origin: string
  readonly authorization: () => string
  /** The password and what is made of it, never to be repeated. */
  readonly secrets: readonly string[]
  readonly transport: Transport
  readonly scheduler: Scheduler
  readonly lanes: LanePacer
  readonly serverClock: ServerClock
  readonly clock: Clock
  readonly random: () => number
  readonly retry: RetryLimits
  readonly userAgent: string
  readonly closing: AbortSignal
  readonly log: ((line: RequestLog) => void) | undefined
}

/** Makes something of the body of a 2xx answer; whatever it throws means that the body is not what was asked for. */
export type ReadBody<T> = (body: Uint8Array) => T | Promise<T>

export type Send = <T>(request: ApiRequest, read: ReadBody<T>) => Promise<ApiAnswer<T>>

interface Progress {
  attempts: number
  rateLimited: number
  failed: number
  status: number | null
  requestId: string | null
  retryAfterMs: number | null
}

/** Sends requests through the scheduler and repeats those that may be repeated. Rejects with TaskRouterError only. */
export function createRequester(parts: RequesterParts): Send {
  const { clock } = parts
  return async (request, read) => {
    const startedAt = clock.monotonic()
    const asked = askedOf(request, parts.secrets)
    const signals = joinSignals(request.signal, parts.closing)
    const progress: Progress = {
      attempts: 0,
      rateLimited: 0,
      failed: 0,
      status: null,
      requestId: null,
      retryAfterMs: null,
    }
    let outcome = 'ok'
    try {
      for (;;) {
        try {
          return await sendOnce(parts, request, read, asked, signals.signal, progress)
        } catch (error) {
          const failure = isTaskRouterError(error) ? error : errorFromFailure(asked, failureFrom(error, true))
          await waitToRepeat(parts, request, asked, signals.signal, progress, failure, startedAt)
        }
      }
    } catch (error) {
      outcome = isTaskRouterError(error) ? error.kind : 'internal'
      throw error
    } finally {
      signals.release()
      parts.log?.({
        method: asked.method,
        path: asked.path,
        status: progress.status,
        milliseconds: Math.round(clock.monotonic() - startedAt),
        attempts: progress.attempts,
        requestId: progress.requestId,
        outcome,
      })
    }
  }
}

/** Returns when the request may be sent again; throws `failure` when it may not. */
async function waitToRepeat(
  parts: RequesterParts,
  request: ApiRequest,
  asked: AskedRequest,
  signal: AbortSignal,
  progress: Progress,
  failure: TaskRouterError,
  startedAt: number,
): Promise<void> {
  if (failure.kind === 'rateLimited') progress.rateLimited += 1
  else progress.failed += 1
  const delay = retryDelay({
    method: request.method,
    error: failure,
    rateLimited: progress.rateLimited,
    failed: progress.failed,
    elapsedMs: parts.clock.monotonic() - startedAt,
    retryAfterMs: progress.retryAfterMs,
    limits: parts.retry,
    random: parts.random,
  })
  if (delay === null) throw failure
  await pause(parts.clock, delay, signal, () => cancelledError(asked))
}

async function sendOnce<T>(
  parts: RequesterParts,
  request: ApiRequest,
  read: ReadBody<T>,
  asked: AskedRequest,
  signal: AbortSignal,
  progress: Progress,
): Promise<ApiAnswer<T>> {
  const { clock, scheduler, transport } = parts
  const again = progress.attempts > 0
  let permit
  try {
    if (request.lane !== undefined) await parts.lanes.pass(request.lane, signal)
    permit = await scheduler.acquire({ priority: request.priority, signal, again })
  } catch {
    throw cancelledError(asked)
  }
  progress.attempts += 1
  progress.retryAfterMs = null
  const sentAt = clock.now()
  let response: TransportResponse
  try {
    response = await transport.request({
      method: request.method,
      url: `${parts.origin}${request.path}${request.search ?? ''}`,
      headers: headersOf(parts, request),
      body: bodyOf(request),
      signal,
    })
  } catch (error) {
    permit.release({ status: null, report: null, retryAfterMs: null })
    progress.status = null
    throw errorFromFailure(asked, failureFrom(error, true))
  }
  const receivedAt = clock.now()
  progress.status = response.status
  progress.requestId = response.headers.get('twilio-request-id') ?? null
  progress.retryAfterMs = readRetryAfter(response.headers.get('retry-after'), receivedAt)
  const laneRefused = request.lane !== undefined && response.status === 429
  if (laneRefused) parts.lanes.refused(request.lane)
  permit.release({
    // A limit of one kind of list says nothing about the others.
    status: laneRefused ? null : response.status,
    report: readLevelReport(response.headers),
    retryAfterMs: laneRefused ? null : progress.retryAfterMs,
  })
  const serverTime = readHttpDate(response.headers.get('date'))
  if (serverTime !== null) parts.serverClock.observe(serverTime, sentAt, receivedAt)
  if (response.status < 200 || response.status > 299) {
    const { status, body } = response
    throw errorFromAnswer(asked, { status, text: textOf(body) }, progress.requestId)
  }
  let body: T
  try {
    body = await read(response.body)
  } catch {
    throw malformedAnswer(asked, response.status, progress.requestId)
  }
  // Reading may take a while in a thread; whoever gave up meanwhile wants no answer.
  if (signal.aborted) throw cancelledError(asked)
  return {
    asked,
    status: response.status,
    body,
    version: readVersion(response.headers.get('etag')),
    requestId: progress.requestId,
    serverTime,
    attempts: progress.attempts,
  }
}

function headersOf(parts: RequesterParts, request: ApiRequest): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: parts.authorization(),
    'user-agent': parts.userAgent,
  }
  if (request.form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded; charset=utf-8'
  if (request.ifMatch != null) headers['if-match'] = request.ifMatch
  return headers
}

function bodyOf({ form }: ApiRequest): string | null {
  if (form === undefined) return null
  const body = new URLSearchParams()
  for (const [name, value] of form) body.append(name, value)
  return body.toString()
}

/** Versions are small integers sent bare; quotes and `W/` of a well-meaning proxy are taken off. */
function readVersion(etag: string | undefined): Version {
  const bare = etag
    ?.trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')
  return bare === undefined || bare === '' ? null : bare
}

function askedOf({ method, path, search, secrets = [] }: ApiRequest, ours: readonly string[]): AskedRequest {
  const query = [...new URLSearchParams(search ?? '').values()].filter(
    (value) =>
      value.length > 3 && !/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value) && !/^(true|false|\d+)$/.test(value),
  )
  const unspeakable = [...ours, ...secrets, ...query].flatMap((value) => [value, ...encodings(value)])
  return { method, path, unspeakable }
}

/** The forms in which a server may quote a value that was sent in a query or form. */
function encodings(value: string): readonly string[] {
  return [encodeURIComponent(value), new URLSearchParams({ v: value }).toString().slice(2)]
}
