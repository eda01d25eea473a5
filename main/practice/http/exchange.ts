import { Refusal } from '../world/refusal'
import { NotFound } from './context'

/** An error body in the service's shape. */
export function errorBody(status: number, code: number, message: string): unknown {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}

/** What a thrown refusal is answered with; anything else is a fault of ours and becomes 500 / 20500. */
export function errorAnswer(error: unknown): { status: number; body: unknown } {
  if (error instanceof NotFound) return { status: 404, body: errorBody(404, 20404, error.message) }
  if (error instanceof Refusal)
    return { status: error.status, body: errorBody(error.status, error.code, error.message) }
  return { status: 500, body: errorBody(500, 20500, 'Internal server error') }
}

const STATUS_CODES: Readonly<Record<number, readonly [number, string]>> = {
  401: [20003, 'Authenticate'],
  403: [70051, 'Authorization failed: the key lacks this permission'],
  404: [20404, 'The requested resource was not found'],
  405: [20004, 'Method not allowed'],
  412: [20412, 'Precondition failed'],
  429: [20429, 'Too Many Requests'],
  500: [20500, 'Internal server error'],
  503: [20503, 'Service unavailable'],
}

/** The usual body for a status that has nothing else to say. */
export function statusBody(status: number): unknown {
  const [code, message] = STATUS_CODES[status] ?? [20001, 'Bad request']
  return errorBody(status, code, message)
}
