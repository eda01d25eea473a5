/** What a stage may be asked for; each has sensible values of its own. */
export interface StageOptions {
  /** How many of what the stage is about. */
  readonly count?: number
  /** How long ago it began, ms. */
  readonly ageMs?: number
}

/** Who takes part in what a stage has put on. */
export interface StageFacts {
  readonly name: string
  readonly taskSids: readonly string[]
  readonly reservationSids: readonly string[]
  readonly workerSids: readonly string[]
  /** Faults that belong to it, to be disarmed when it is over. */
  readonly faultIds: readonly number[]
  /** Further facts by name. */
  readonly notes: Readonly<Record<string, string | number | boolean>>
}
