import type { Problem } from '../../preload/contract/envelope'
import { BulkError } from '../bulk/errors'
import { ProblemError } from '../connections/problem-error'
import { toProblem } from '../taskrouter/problem'

/** What the window may know of anything a handler threw: never a stack, a path or a foreign error's own text. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError || error instanceof BulkError) return error.problem
  return toProblem(error)
}
