import { DEFAULT_RULES, type WorldRules } from './world/rules'

export const SCENARIOS = ['helpdesk', 'busy', 'quiet', 'standard', 'empty'] as const

/**
 * What lives in the workspace at the start. `helpdesk`: a small desk with stuck offers, life going on; `busy`: the same desk
 * under load; `quiet`: its staff and queues, nothing happening (for tests); `standard`: 4,000 live tasks, 600 workers and a
 * day of 20,000 events, scalable; `empty`: queues and workflows only.
 */
export type Scenario = (typeof SCENARIOS)[number]

/** How the HTTP side behaves where it is a matter of choice. */
export interface PracticeRules extends WorldRules {
  /** Whether `If-Match` is obeyed (unverified for reservations and workers). Default true. */
  readonly etagEnforced: boolean
  /** What lists say for `attributes`: the reference says they may be null there. Default `filled`. */
  readonly listAttributes: 'filled' | 'null'
  /** Row order of the event list, which is not documented. Default `newest-first`. */
  readonly eventOrder: 'newest-first' | 'oldest-first'
  /** Ms until an event can be read (not documented). Default 0. */
  readonly eventDelayMs: number
  /** Further delay of up to so many ms, different for each event, so that events appear out of order. Default 0. */
  readonly eventJitterMs: number
  /** Whether worker statistics are closed above 100 workers, as they are by default. Default true. */
  readonly closeWorkerStatistics: boolean
  /** Requests per second for lists with an expression filter, 0 for no limit. Default 3. */
  readonly expressionRps: number
  /** Requests per second for bulk queue statistics, 0 for no limit. Default 5. */
  readonly bulkStatisticsRps: number
}

export const DEFAULT_PRACTICE_RULES: PracticeRules = {
  ...DEFAULT_RULES,
  etagEnforced: true,
  listAttributes: 'filled',
  eventOrder: 'newest-first',
  eventDelayMs: 0,
  eventJitterMs: 0,
  closeWorkerStatistics: true,
  expressionRps: 3,
  bulkStatisticsRps: 5,
}

/** Everything that can be chosen when a practice workspace starts. Plain data, so that it can be sent to a thread. */
export interface PracticeOptions {
  /** Default 7. The same seed plays the same workspace. */
  readonly seed?: number
  /** Port on 127.0.0.1; 0 (the default) takes a free one. */
  readonly port?: number
  readonly scenario?: Scenario
  /** Live tasks of the `standard` scenario. Default 4,000. */
  readonly tasks?: number
  /** Workers of the `standard` scenario. Default 600. */
  readonly workers?: number
  /** Events of the last day in the `standard` scenario. Default five per live task. */
  readonly eventsPerDay?: number
  /** Virtual ms per real ms. Default 1; 0 stands still until told to advance. */
  readonly speed?: number
  /** The workspace's time at the start, ms since 1970. Default now. */
  readonly startMs?: number
  /** Whether customers and agents go on acting. Default true, except in `quiet` and `empty`. */
  readonly life?: boolean
  /** Ms each answer takes, and up to so many more. Default 0. */
  readonly latencyMs?: number
  readonly jitterMs?: number
  /** Requests per second and burst; 0 (the default) sets no limit. */
  readonly rps?: number
  readonly burst?: number
  /** Requests at once before 429; 0 (the default) sets no limit. */
  readonly concurrency?: number
  readonly rules?: Partial<PracticeRules>
}
