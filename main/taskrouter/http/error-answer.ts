import { TaskRouterError, unsentError, type TaskRouterErrorFacts, type TaskRouterErrorKind } from '../errors'
import type { TransportCause, TransportFailure } from '../transport/transport'

/** What must not be repeated in a message, and what was asked. */
export interface AskedRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Without query. */
  readonly path: string
  /** Secrets and query values, to be blotted out of whatever the server says. */
  readonly unspeakable: readonly string[]
}

const KINDS: Readonly<Record<number, TaskRouterErrorKind>> = {
  401: 'notSignedIn',
  403: 'notAllowed',
  404: 'gone',
  412: 'changed',
  429: 'rateLimited',
}

/** An answer with a status other than 2xx as an error. Understands Twilio's JSON, RFC 9457, empty bodies and HTML. */
export function errorFromAnswer(
  asked: AskedRequest,
  { status, text }: { readonly status: number; readonly text: string },
  requestId: string | null,
): TaskRouterError {
  const said = readErrorBody(text)
  if (status === 407) return errorOf(asked, { kind: 'network', networkCause: 'proxy', status, requestId })
  const kind = KINDS[status] ?? (status >= 500 ? 'server' : status >= 400 ? 'refused' : 'malformed')
  return errorOf(asked, {
    kind,
    status,
    code: said.code,
    requestId,
    message: said.message ?? `${DEFAULT_MESSAGES[kind]} (HTTP ${status})`,
    applied: isWrite(asked) && (kind === 'server' || kind === 'malformed') ? 'unknown' : 'no',
  })
}

/** A 2xx answer whose body is not what was asked for. A write was applied then, but how is not known. */
export function malformedAnswer(
  asked: AskedRequest,
  status: number | null,
  requestId: string | null,
  message: string = DEFAULT_MESSAGES.malformed,
): TaskRouterError {
  return errorOf(asked, {
    kind: 'malformed',
    status,
    requestId,
    message,
    applied: isWrite(asked) ? 'unknown' : 'no',
  })
}

const NETWORK_CAUSES: Readonly<Record<TransportCause, TaskRouterErrorFacts['networkCause']>> = {
  dns: 'dns',
  proxy: 'proxy',
  tls: 'tls',
  refused: 'refused',
  reset: 'reset',
  timeout: 'timeout',
  tooLarge: 'other',
  aborted: 'other',
  other: 'other',
}

export function errorFromFailure(asked: AskedRequest, failure: TransportFailure): TaskRouterError {
  const applied = isWrite(asked) && failure.sent ? 'unknown' : 'no'
  if (failure.reason === 'aborted') return errorOf(asked, { kind: 'cancelled', applied })
  if (failure.reason === 'tooLarge') {
    return errorOf(asked, { kind: 'malformed', message: failure.message, applied })
  }
  const networkCause = NETWORK_CAUSES[failure.reason] ?? 'other'
  return errorOf(asked, {
    kind: 'network',
    networkCause,
    message: failure.message,
    applied,
    status: proxyStatus(failure),
  })
}

/** The status with which a proxy refused the tunnel: 407 wants a password, others are a rule of its owner. */
function proxyStatus({ reason, detail }: TransportFailure): number | null {
  const status = reason === 'proxy' ? /^HTTP (\d{3})/.exec(detail ?? '')?.[1] : undefined
  return status === undefined ? null : Number(status)
}

/** We gave up before anything was sent. */
export function cancelledError(asked: AskedRequest): TaskRouterError {
  return errorOf(asked, { kind: 'cancelled' })
}

/** We refuse to send it. */
export function invalidError(request: string, message: string): TaskRouterError {
  return unsentError({ kind: 'invalid', message, request })
}

function errorOf(
  asked: AskedRequest,
  facts: Partial<TaskRouterErrorFacts> & { readonly kind: TaskRouterErrorKind },
): TaskRouterError {
  return new TaskRouterError({
    status: null,
    code: null,
    requestId: null,
    applied: 'no',
    ...facts,
    message: speakable(facts.message ?? DEFAULT_MESSAGES[facts.kind], asked.unspeakable),
    request: `${asked.method} ${asked.path}`,
  })
}

const isWrite = ({ method }: AskedRequest): boolean => method !== 'GET'

const DEFAULT_MESSAGES: Readonly<Record<TaskRouterErrorKind, string>> = {
  notSignedIn: 'The credentials were not accepted',
  notAllowed: 'These credentials may not do that',
  gone: 'There is no such resource any more',
  changed: 'It was changed by somebody else meanwhile',
  refused: 'The request was refused',
  rateLimited: 'Too many requests',
  server: 'The server failed',
  network: 'The server could not be reached',
  malformed: 'The answer is not one of TaskRouter',
  cancelled: 'The request was given up',
  invalid: 'The request is not valid',
}

interface ErrorBody {
  readonly code: number | null
  readonly message: string | null
}

function readErrorBody(text: string): ErrorBody {
  const nothing: ErrorBody = { code: null, message: null }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return nothing
  }
  if (typeof body !== 'object' || body === null) return nothing
  const fields: ReadonlyMap<string, unknown> = new Map(Object.entries(body))
  const code = Number(fields.get('code') ?? NaN)
  const message = [fields.get('message'), fields.get('detail'), fields.get('title')].find(
    (candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '',
  )
  return { code: Number.isSafeInteger(code) ? code : null, message: message ?? null }
}

const MAX_MESSAGE = 500
/** Shorter values would blot out innocent words. */
const MIN_UNSPEAKABLE = 3

function speakable(message: string, unspeakable: readonly string[]): string {
  let text = message
  for (const value of [...unspeakable].sort((a, b) => b.length - a.length)) {
    if (value.length >= MIN_UNSPEAKABLE) text = text.replaceAll(value, '…')
  }
  text = text.replace(/\p{Cc}+/gu, ' ').trim()
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text
}
