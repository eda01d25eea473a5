/** The practice workspace: a TaskRouter on loopback, with agents and customers in it. */
export { startPracticeServer, type PracticeFacts, type PracticeServer } from './server'
export type { PracticeOptions } from './options'
export type { LiveReservation } from './workspace'
export type { Fault } from './http/faults'
export type { LoggedRequest } from './http/request-log'
export { STAGES, type StageFacts, type StageOptions } from './stages'
