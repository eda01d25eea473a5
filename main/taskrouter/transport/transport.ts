/** The seam between the client and the network: one request, one whole answer. */

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Absolute; https, or http on loopback. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly signal: AbortSignal
}

export interface TransportResponse {
  readonly status: number
  /** Lower-case names; the last value where a header came more than once. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
}

/** Rejects with `TransportFailure` only. Redirects are not followed: TaskRouter sends none. */
export interface Transport {
  request(request: TransportRequest): Promise<TransportResponse>
  /** Ends every connection; requests still running fail as aborted. */
  close(): Promise<void>
}

export type TransportCause =
  'dns' | 'proxy' | 'tls' | 'refused' | 'reset' | 'timeout' | 'tooLarge' | 'aborted' | 'other'

/** No (usable) answer came. Its text is our own and names no host credentials, headers or bodies. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'

  /**
   * @param reason what went wrong
   * @param sent whether bytes of the request may have reached the server: false only where that is certain
   * @param detail a code of the operating system or of the TLS library, such as ECONNREFUSED
   */
  constructor(
    readonly reason: TransportCause,
    readonly sent: boolean,
    readonly detail: string | null = null,
  ) {
    super(detail === null ? MESSAGES[reason] : `${MESSAGES[reason]} (${detail})`)
  }
}

const MESSAGES: Readonly<Record<TransportCause, string>> = {
  dns: 'The name of the server could not be resolved',
  proxy: 'The proxy did not let the request through',
  tls: 'No trusted secure connection to the server could be made',
  refused: 'The server could not be reached',
  reset: 'The connection was lost',
  timeout: 'The server did not answer in time',
  tooLarge: 'The answer was larger than expected',
  aborted: 'The request was given up',
  other: 'The request failed',
}

const TLS_CODE =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|UND_ERR_PRX_TLS)/
const DNS_CODES = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
const REFUSED_CODES = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])
const RESET_CODES = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_DESTROYED'])
const TIMEOUT_CODES = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** Sorts an error of Node or undici into a cause, by its code only: texts may hold addresses and are not passed on. */
export function failureFrom(error: unknown, sent: boolean): TransportFailure {
  if (error instanceof TransportFailure) return error
  const code = errorCode(error)
  return new TransportFailure(causeOf(code), sent, code)
}

function causeOf(code: string | null): TransportCause {
  if (code === null) return 'other'
  if (DNS_CODES.has(code)) return 'dns'
  if (REFUSED_CODES.has(code)) return 'refused'
  if (RESET_CODES.has(code)) return 'reset'
  if (TIMEOUT_CODES.has(code)) return 'timeout'
  if (TLS_CODE.test(code)) return 'tls'
  // A body shorter than announced and a broken message both mean that the connection ended in the middle.
  if (code.startsWith('HPE_') || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return 'reset'
  return 'other'
}

function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  // Several addresses were tried (happy eyeballs): the first one's reason stands for all.
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0])
  if ('cause' in error && error.cause !== error) return errorCode(error.cause)
  return null
}
