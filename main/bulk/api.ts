import type {
  JobPush,
  JobSummary,
  Plan,
  PlanProgress,
  PlanRequest,
  RowOutcome,
} from '../../preload/contract/bulk'

/** Bulk work on one workspace: plan, run, settle. Rejects with BulkError (code of the contract's Problem). */
export interface Bulk {
  plan(request: PlanRequest, onProgress: (progress: PlanProgress) => void): Promise<Plan>
  cancelPlan(planId: string): void
  run(planId: string, released: readonly string[], typed: string): Promise<JobSummary>
  /** The planned requests as commands somebody could run by hand; never a secret in them. */
  commands(planId: string, shell: 'curl' | 'twilio'): string
  jobs(): readonly JobSummary[]
  outcomes(jobId: string): readonly RowOutcome[]
  pause(jobId: string): JobSummary
  resume(jobId: string): Promise<JobSummary>
  cancel(jobId: string): JobSummary
  retryFailed(jobId: string, onProgress: (progress: PlanProgress) => void): Promise<Plan>
  /** True while a job is running or paused: quitting asks. */
  busy(): boolean
  /** Finds journals that a crash left open and settles what was in flight by reading; called once after connecting. */
  recover(): Promise<void>
  onJob(listener: (push: JobPush) => void): () => void
  close(): Promise<void>
}
