import type { Problem } from '../../preload/contract/envelope'

/** Why a plan or a job cannot do what was asked; `problem` is what the window may know. */
export class BulkError extends Error {
  override readonly name = 'BulkError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

export const bulkError = (code: Problem['code'], message: string, fields?: Problem['fields']): BulkError =>
  new BulkError({ code, message, ...(fields === undefined ? {} : { fields }) })
