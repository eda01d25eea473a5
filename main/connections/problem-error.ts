import type { Problem, ProblemCode } from '../../preload/contract/envelope'

/** A failure that the window may know of, thrown by the program's own parts. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

export const problemError = (code: ProblemCode, message: string): ProblemError =>
  new ProblemError({ code, message })
