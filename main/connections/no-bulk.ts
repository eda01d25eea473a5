import type { Bulk } from '../bulk/api'
import { problemError } from './problem-error'
/** Until bulk is wired in. */
export function noBulk(): Bulk {
  const refuse = () => {
    throw problemError('notFound', 'Bulk actions are not there yet.')
  }
  return {
    plan: () => Promise.reject(problemError('notFound', 'Bulk actions are not there yet.')),
    cancelPlan: () => undefined,
    run: () => Promise.reject(problemError('notFound', 'Bulk actions are not there yet.')),
    commands: refuse,
    jobs: () => [],
    outcomes: () => [],
    pause: refuse,
    resume: () => Promise.reject(problemError('notFound', '')),
    cancel: refuse,
    retryFailed: () => Promise.reject(problemError('notFound', '')),
    busy: () => false,
    recover: () => Promise.resolve(),
    onJob: () => () => undefined,
    close: () => Promise.resolve(),
  }
}
