/** Situations that the practice workspace can put on, in the order of a menu. Names as in its control API. */
export const PRACTICE_STAGES = [
  'P1',
  'P2',
  'P3',
  'P4',
  'P5',
  'P6',
  'P7',
  'P8',
  'P9',
  'P10',
  'P11',
  'P12',
  'P13',
  'P14',
  'P15',
  'P16',
  'P17',
  'P18',
  'P19',
  'P20',
  'P21',
  'P22',
  'P23',
  'P24',
  'P25',
  'P26',
  'P27',
  'P28',
  'P29',
  'P30',
  'P31',
  'P31-rotated',
  'P32',
] as const
export type PracticeStage = (typeof PRACTICE_STAGES)[number]

/** Troubles that can be switched on and off by hand. */
export const PRACTICE_FAULTS = [
  'slow',
  'rateLimited',
  'serverErrors',
  'lostAnswers',
  'notAllowed',
  'brokenAnswers',
  'offline',
] as const
export type PracticeFault = (typeof PRACTICE_FAULTS)[number]

/** How fast the workspace's time may pass; 0 is "paused". */
export const PRACTICE_SPEEDS = [1, 5, 20, 60] as const
export type PracticeSpeed = (typeof PRACTICE_SPEEDS)[number]

export interface PracticeState {
  /** The workspace's own time, ms since 1970. */
  readonly now: number
  /** Virtual ms per real ms. */
  readonly speed: number
  readonly paused: boolean
  readonly faults: readonly PracticeFault[]
  /** Faults that belong to a situation put on. */
  readonly otherFaults: number
  /** Requests per second before 429; 0 = no limit. */
  readonly rps: number
}

/** What came of putting a situation on. */
export interface StagedSituation {
  readonly stage: PracticeStage
  readonly tasks: number
  readonly reservations: number
  readonly workers: number
}
