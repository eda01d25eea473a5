/** "At least so many rows of a view for at least so long." */
export interface AlertRule {
  readonly id: string
  readonly name: string
  /** Id of a built-in or own view. */
  readonly view: string
  /** Count only rows that are stuck, not those worth watching. */
  readonly stuckOnly: boolean
  readonly atLeast: number
  readonly forSeconds: number
  readonly enabled: boolean
}

/** Local times of day, `HH:MM`; the hours may reach over midnight. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

export const MOST_ALERT_RULES = 30

/** One alert in the inbox. It stays there, read or not, until it is cleared; the last 200 are kept. */
export interface AlertEntry {
  readonly id: string
  readonly ruleId: string
  readonly name: string
  readonly view: string
  /** Server time at which the rule's condition had held long enough. */
  readonly at: number
  /** Rows at that moment. */
  readonly count: number
  /** When the condition ended; null while it lasts. */
  readonly endedAt: number | null
  readonly read: boolean
}

export interface AlertsState {
  readonly entries: readonly AlertEntry[]
  readonly unread: number
  /** Until when (server time) rules and rows say nothing. */
  readonly snoozedRules: Readonly<Record<string, number>>
  readonly snoozedRows: Readonly<Record<string, number>>
}

export const NO_ALERTS: AlertsState = { entries: [], unread: 0, snoozedRules: {}, snoozedRows: {} }

export const DEFAULT_ALERT_RULES: readonly AlertRule[] = [
  {
    id: 'stuck',
    name: 'Stuck',
    view: 'stuck',
    stuckOnly: true,
    atLeast: 5,
    forSeconds: 60,
    enabled: true,
  },
]
