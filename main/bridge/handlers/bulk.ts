import type { JobSummary, PlanProgress, RowOutcome } from '../../../preload/contract/bulk'
import type { Session } from '../../connections/session'
import type { Handlers } from '../register'
import type { ExportChoice } from '../export-permission'

export interface BulkHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'bulk' | 'notes'>
  readonly onPlanProgress: (progress: PlanProgress) => void
  /** Asks where to and writes there; false when the supervisor changed their mind. */
  readonly exportOutcomes: (
    job: JobSummary | undefined,
    outcomes: readonly RowOutcome[],
    options: ExportChoice,
  ) => Promise<boolean>
}

export function bulkHandlers(parts: BulkHandlerParts) {
  const bulk = () => parts.session().bulk
  return {
    'bulk/plan': (request) => bulk().plan(request, parts.onPlanProgress),
    'bulk/cancelPlan': ({ planId }) => {
      bulk().cancelPlan(planId)
      return null
    },
    'bulk/run': (request) => bulk().run(request),
    'bulk/commands': ({ planId, shell }) => ({ text: bulk().commands(planId, shell) }),
    'bulk/jobs': () => bulk().jobs(),
    'bulk/records': () => bulk().records(),
    'bulk/recover': () => bulk().recover(),
    'bulk/outcomes': ({ jobId }) => bulk().outcomes(jobId),
    'bulk/pause': ({ jobId }) => bulk().pause(jobId),
    'bulk/resume': ({ jobId }) => bulk().resume(jobId),
    'bulk/cancel': ({ jobId }) => bulk().cancel(jobId),
    'bulk/retryFailed': ({ jobId }) => bulk().retryFailed(jobId, parts.onPlanProgress),
    'bulk/retryPartial': ({ jobId }) => bulk().retryPartial(jobId),
    'bulk/export': async ({ jobId, format, rawNumbers }) => {
      const outcomes = bulk().outcomes(jobId)
      const job = bulk()
        .jobs()
        .find(({ id }) => id === jobId)
      const notes = await parts.session().notes.texts()
      return { saved: await parts.exportOutcomes(job, outcomes, { format, rawNumbers, notes }) }
    },
  } satisfies Partial<Handlers>
}
