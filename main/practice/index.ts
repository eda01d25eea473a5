/** The practice workspace: a TaskRouter on loopback, with agents and customers in it. */
export { startPracticeServer, type PracticeFacts, type PracticeServer } from './server'
export { startPracticeThread, type PracticeThread } from './start-thread'
export {
  DEFAULT_PRACTICE_RULES,
  SCENARIOS,
  type PracticeOptions,
  type PracticeRules,
  type Scenario,
} from './options'
export { PracticeWorkspace, type LiveReservation } from './workspace'
export { FAULT_KINDS, type Fault, type FaultKind } from './http/faults'
export type { LoggedRequest } from './http/request-log'
export type { LimitOptions } from './http/limits'
export { STAGES, StageError, type StageFacts, type StageOptions } from './stages'
