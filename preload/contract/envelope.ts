/**
 * Every answer over the wall is an envelope: errors thrown across Electron's `invoke` lose all but their text, so none is.
 */
export type Result<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: Problem }

/** The closed set of things that can go wrong, as the window explains them. One message per code in every language. */
export const PROBLEM_CODES = [
  // what TaskRouter or the way to it said (see main/taskrouter/errors.ts)
  'notSignedIn',
  'notAllowed',
  'gone',
  'changed',
  'refused',
  'rateLimited',
  'server',
  'network',
  'malformed',
  'cancelled',
  'invalid',
  // connections
  'noConnection',
  'noWorkspace',
  'keychainLocked',
  'keychainUnavailable',
  'keychainFailed',
  'practiceFailed',
  // the program itself
  'notFound',
  'stale',
  'busy',
  'policy',
  'policyBroken',
  'diskFull',
  'storage',
  'damaged',
  // the lock
  'locked',
  'wrongPin',
  'tryLater',
  // the wall
  'badRequest',
  'foreignSender',
  'tooLarge',
  'tooMany',
  'internal',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** Why something failed. Never carries a secret, a stack trace or a path. */
export interface Problem {
  readonly code: ProblemCode
  /** English, for logs and support; the window translates by `code`. */
  readonly message: string
  readonly status?: number
  readonly twilioCode?: number
  readonly requestId?: string
  /** For `network`: dns, proxy, tls, refused, reset, timeout, other. */
  readonly cause?: string
  /** For `badRequest` and `invalid`: the fields at fault. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[]
}

export const succeed = <T>(data: T): Result<T> => ({ ok: true, data })
export const fail = (error: Problem): Result<never> => ({ ok: false, error })
