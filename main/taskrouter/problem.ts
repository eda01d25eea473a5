import type { Problem } from '../../preload/contract/envelope'
import { isTaskRouterError } from './errors'

/** What the window may know of a failed request. Anything that is not a TaskRouterError is a fault of ours: `internal`. */
export function toProblem(error: unknown): Problem {
  if (!isTaskRouterError(error))
    return { code: 'internal', message: 'Something went wrong inside the console.' }
  return {
    code: error.kind,
    message: error.message,
    ...(error.status === null ? {} : { status: error.status }),
    ...(error.code === null ? {} : { twilioCode: error.code }),
    ...(error.requestId === null ? {} : { requestId: error.requestId }),
    ...(error.networkCause === undefined ? {} : { cause: error.networkCause }),
  }
}
