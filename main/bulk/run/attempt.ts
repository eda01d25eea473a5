import type { Problem } from '../../../preload/contract/envelope'
import type { TaskRouterError } from '../../taskrouter/errors'
import { toProblem } from '../../taskrouter/problem'
import type { Version } from '../../taskrouter/resources'
import type { Unit } from '../plan/units'
import type { RowResult } from './goal'
import type { Unsettled } from './settle'

/** How one request of a run ended. */
export type Attempt =
  /** The answer says it all. */
  | { readonly is: 'told'; readonly results: readonly RowResult[] }
  /** Reading has to tell; `settle` resolves with null when the owner shuts down. Never rejects. */
  | { readonly is: 'toSettle'; readonly settle: () => Promise<readonly RowResult[] | null> }
  /** Certainly not applied, and nothing else would be either until this problem is solved. */
  | { readonly is: 'blocked'; readonly problem: Problem }
  /** Certainly not applied; worth another try later. */
  | { readonly is: 'later'; readonly problem: Problem }
  /** One request for all will not do: these instead. */
  | { readonly is: 'split'; readonly units: readonly Unit[] }
  /** The client shut down; `maybeApplied` rows stay open in the journal. */
  | { readonly is: 'abandoned'; readonly maybeApplied: boolean }

export const READ = { priority: 'action' } as const

export const writing = (version: Version) =>
  version === null ? READ : ({ priority: 'action', ifMatch: version } as const)

/** Errors that need no reading because they say for certain that nothing was done; null for all others. */
export function plainFailure({ rows }: Unit, error: TaskRouterError): Attempt | null {
  const problem = toProblem(error)
  switch (error.kind) {
    case 'notSignedIn':
      return { is: 'blocked', problem }
    case 'network':
      return error.applied === 'no' ? { is: 'blocked', problem } : null
    case 'rateLimited':
      return { is: 'later', problem }
    case 'cancelled':
      return { is: 'abandoned', maybeApplied: error.applied === 'unknown' }
    case 'notAllowed':
    case 'invalid':
      return told(
        rows.map(({ sid, before }) => ({
          sid,
          outcome: 'failed',
          after: before,
          problem,
          requestId: error.requestId,
        })),
      )
    case 'gone':
    case 'changed':
    case 'refused':
    case 'server':
    case 'malformed':
      return null
  }
}

export function unsettledOf(error: TaskRouterError): Unsettled {
  return { applied: error.applied, problem: toProblem(error), requestId: error.requestId }
}

export function told(results: readonly RowResult[]): Attempt {
  return { is: 'told', results }
}

export function reading(settle: () => Promise<readonly RowResult[] | null>): Attempt {
  return { is: 'toSettle', settle }
}
