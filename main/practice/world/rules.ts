/** The rules of the service, where public facts are known; where they are not, what this workspace does is chosen here. */
export interface WorldRules {
  /** Rejections that cancel a task: today's documentation says 1,000, the 2017 page 10; support can set 10. */
  readonly rejectionLimit: number
  /** Rounds of offers before a task is canceled. */
  readonly assignmentLimit: number
  /** How long a task stays `reserved` after its reservation was accepted, ms. */
  readonly settleMs: number
  /** How long a finished task can still be read, ms. */
  readonly removalMs: number
  /** How long a task may stay assigned or wrapping before the service deletes it, ms. */
  readonly assignedLimitMs: number
  /** Pause before a task that came back is offered again, ms. */
  readonly rerouteMs: number
  /** How long a conference takes to set up, ms: the reservation looks pending and its clock stands still. */
  readonly conferenceSetupMs: number
  /** Whether `workflow.*` lines are logged; big workspaces filter them out. */
  readonly logWorkflowSteps: boolean
  /** Rejecting an accepted reservation (unverified): `refuse` answers 400, `allow` gives the task back. */
  readonly rejectOnAccepted: 'refuse' | 'allow'
  /** Rejecting while an accept is being set up (unverified). */
  readonly rejectWhileHeld: 'refuse' | 'allow'
  /** The same accept sent twice (unverified): `refuse` answers 400, `idempotent` answers 200 and changes nothing. */
  readonly repeatedAccept: 'refuse' | 'idempotent'
}

export const DEFAULT_RULES: WorldRules = {
  rejectionLimit: 1000,
  assignmentLimit: 1000,
  settleMs: 120,
  removalMs: 300_000,
  assignedLimitMs: 86_400_000,
  rerouteMs: 1_000,
  conferenceSetupMs: 4_000,
  logWorkflowSteps: true,
  rejectOnAccepted: 'refuse',
  rejectWhileHeld: 'allow',
  repeatedAccept: 'refuse',
}

export const EVENT_RETENTION_MS = 30 * 86_400_000
export const TASK_TTL_REASON = 'Task TTL Exceeded'
export const LIMIT_REASON = 'Task TTL Exceeded or Max assignment count exceeded'
