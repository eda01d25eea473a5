import type {
  JobPush,
  JobRecords,
  JobSummary,
  Plan,
  PlanProgress,
  PlanRequest,
  RowOutcome,
  RunRequest,
} from '../../preload/contract/bulk'

/** Bulk work on one workspace: plan, run, settle. Rejects with BulkError (code of the contract's Problem). */
export interface Bulk {
  plan(request: PlanRequest, onProgress: (progress: PlanProgress) => void): Promise<Plan>
  cancelPlan(planId: string): void
  /** Starts a plan as the supervisor confirmed it. Plans are run once. */
  run(request: RunRequest): Promise<JobSummary>
  /** The planned requests as commands somebody could run by hand; never a secret in them. */
  commands(planId: string, shell: 'curl' | 'twilio'): string
  jobs(): readonly JobSummary[]
  outcomes(jobId: string): readonly RowOutcome[]
  pause(jobId: string): JobSummary
  resume(jobId: string): Promise<JobSummary>
  cancel(jobId: string): JobSummary
  retryFailed(jobId: string, onProgress: (progress: PlanProgress) => void): Promise<Plan>
  /** Sends again what was left of partly done rows (notes, moves that were taken back), in the same job. */
  retryPartial(jobId: string): JobSummary
  /** True while a job is running or paused: quitting asks. */
  busy(): boolean
  /**
   * Finds journals that a crash left open and settles what was in flight by reading; called after connecting. Never
   * rejects: what could not be read is told.
   */
  recover(): Promise<JobRecords>
  /** What is known of the records of earlier jobs. */
  records(): JobRecords
  onRecords(listener: (records: JobRecords) => void): () => void
  onJob(listener: (push: JobPush) => void): () => void
  close(): Promise<void>
}
