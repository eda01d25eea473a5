import type { TaskRouterError } from '../errors'

export interface RetryLimits {
  /** Times a read is sent at most when the server or the network fails. Default 4. */
  readonly readAttempts: number
  /** Longest time spent on answers 429 before giving up, ms. Default 120,000. */
  readonly rateLimitedMs: number
  /** Times a request may be answered 429. Default 25. */
  readonly rateLimitedAttempts: number
}

export const DEFAULT_RETRY_LIMITS: RetryLimits = {
  readAttempts: 4,
  rateLimitedMs: 120_000,
  rateLimitedAttempts: 25,
}

export interface RetrySituation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly error: TaskRouterError
  /** Answers 429 so far, this one included. */
  readonly rateLimited: number
  /** Failures of server, network or body so far, this one included. */
  readonly failed: number
  /** Since the request was first sent, ms. */
  readonly elapsedMs: number
  /** From `Retry-After`, or null. */
  readonly retryAfterMs: number | null
  readonly limits: RetryLimits
  /** 0…1. */
  readonly random: () => number
}

const BASE_MS = 250
const CAP_MS = 8_000

/**
 * How long to wait before the same request is sent again, or null: not again. A 429 was not processed, so it is always
 * safe to repeat. A read is repeated when the server or the network failed. A write is repeated only where it certainly
 * never left (`applied: 'no'` of a network error); one with an unknown outcome never is.
 */
export function retryDelay(situation: RetrySituation): number | null {
  const { error, limits, elapsedMs, retryAfterMs, random } = situation
  if (error.kind === 'rateLimited') {
    if (situation.rateLimited >= limits.rateLimitedAttempts) return null
    // The scheduler paces the first repetition; later ones step further back, for others may share the limit.
    const wait = Math.max(retryAfterMs ?? 0, random() * backoff(situation.rateLimited - 2))
    return elapsedMs + wait > limits.rateLimitedMs ? null : wait
  }
  const mayRepeat =
    situation.method === 'GET'
      ? error.kind === 'server' || error.kind === 'network' || error.kind === 'malformed'
      : error.kind === 'network' && error.applied === 'no'
  if (!mayRepeat || situation.failed >= limits.readAttempts || hopeless(error)) return null
  return Math.max(retryAfterMs ?? 0, backoff(situation.failed - 1) * (0.5 + random() / 2))
}

/** A wrong certificate or a proxy that says no will not change its mind within seconds. */
function hopeless({ networkCause, status }: TaskRouterError): boolean {
  return networkCause === 'tls' || networkCause === 'proxy' || status === 501
}

function backoff(step: number): number {
  return step < 0 ? 0 : Math.min(CAP_MS, BASE_MS * 2 ** step)
}

/** ms to wait by a `Retry-After` header (seconds or an HTTP date), or null where there is none that can be read. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
