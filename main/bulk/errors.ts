import type { Problem } from '../../preload/contract/envelope'
import { isDiskFull } from '../history/files'

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

/** What the supervisor is told when a record cannot be written. */
export function diskProblem(error: unknown): Problem {
  return isDiskFull(error)
    ? { code: 'diskFull', message: 'The disk is full. Nothing is sent that could not be recorded first.' }
    : { code: 'storage', message: 'The record of what is done cannot be written. Nothing more is sent.' }
}
