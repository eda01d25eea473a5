import type { Problem } from '../../../preload/contract/envelope'
import type { Unit } from '../plan/units'
import type { RowResult } from './goal'

/** Results that no answer of the server gave. */

export const CANCELLED: Problem = {
  code: 'cancelled',
  message: 'The job was cancelled before this row was sent.',
}

export function untouched(sid: string): RowResult {
  return { sid, outcome: 'waiting', after: null, problem: null, requestId: null }
}

export function unexplained({ rows }: Unit): readonly RowResult[] {
  const problem: Problem = { code: 'internal', message: 'Something went wrong inside the console.' }
  return rows.map(({ sid }) => ({ sid, outcome: 'unknown', after: null, problem, requestId: null }))
}

export function failed({ rows }: Unit, problem: Problem): readonly RowResult[] {
  return rows.map(({ sid, before }) => ({ sid, outcome: 'failed', after: before, problem, requestId: null }))
}
