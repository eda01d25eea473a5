/**
 * The closed set of ways in which a TaskRouter request can fail. Callers decide by `kind`, never by message text.
 *
 * - `notSignedIn`  401: the credentials are wrong, revoked, or of another region.
 * - `notAllowed`   403: this key may not do that; everything else may still work.
 * - `gone`         404: no such resource (ended and removed, or never there).
 * - `changed`      412: somebody changed it since we read it.
 * - `refused`      400, 405, 409 and other 4xx: the server understood and said no; `code` says why.
 * - `rateLimited`  429 after every allowed wait; the request was not processed.
 * - `server`       5xx: for a write the outcome is unknown.
 * - `network`      no answer: `sent` says whether the request may have reached the server.
 * - `malformed`    an answer that is not what TaskRouter sends (HTML of a proxy, truncated JSON).
 * - `cancelled`    we gave up ourselves (sign-out, workspace switched, job cancelled).
 * - `invalid`      we refused to send it: a parameter fails validation.
 */
export type TaskRouterErrorKind =
  | 'notSignedIn'
  | 'notAllowed'
  | 'gone'
  | 'changed'
  | 'refused'
  | 'rateLimited'
  | 'server'
  | 'network'
  | 'malformed'
  | 'cancelled'
  | 'invalid'

export interface TaskRouterErrorFacts {
  readonly kind: TaskRouterErrorKind
  /** HTTP status, or null where no answer came. */
  readonly status: number | null
  /** Twilio's error code, such as 20404, or null. */
  readonly code: number | null
  /** Human text, free of secrets. */
  readonly message: string
  /** `Twilio-Request-Id`, for support, or null. */
  readonly requestId: string | null
  /** `GET /v1/Workspaces/…`: what was asked, without host, query or credentials. */
  readonly request: string
  /**
   * For writes: `no` = certainly not applied (refused, 429, never sent), `unknown` = it may have been applied, so the
   * caller must read before it decides. Reads are always `no`.
   */
  readonly applied: 'no' | 'unknown'
  /** A finer word for `network`: DNS, proxy, TLS, refused, reset, timeout. */
  readonly networkCause?: 'dns' | 'proxy' | 'tls' | 'refused' | 'reset' | 'timeout' | 'other'
}

export class TaskRouterError extends Error implements TaskRouterErrorFacts {
  override readonly name = 'TaskRouterError'
  readonly kind: TaskRouterErrorKind
  readonly status: number | null
  readonly code: number | null
  readonly requestId: string | null
  readonly request: string
  readonly applied: 'no' | 'unknown'
  readonly networkCause?: 'dns' | 'proxy' | 'tls' | 'refused' | 'reset' | 'timeout' | 'other'

  constructor(facts: TaskRouterErrorFacts) {
    super(facts.message)
    this.kind = facts.kind
    this.status = facts.status
    this.code = facts.code
    this.requestId = facts.requestId
    this.request = facts.request
    this.applied = facts.applied
    if (facts.networkCause !== undefined) this.networkCause = facts.networkCause
  }
}

/** An error of our own, before anything was sent. */
export function unsentError(
  facts: Pick<TaskRouterErrorFacts, 'kind' | 'message' | 'request' | 'networkCause'>,
): TaskRouterError {
  return new TaskRouterError({ status: null, code: null, requestId: null, applied: 'no', ...facts })
}

export function isTaskRouterError(error: unknown): error is TaskRouterError {
  return error instanceof TaskRouterError
}
