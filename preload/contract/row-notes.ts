/** A supervisor's own words about one reservation, for the next shift. Kept on this computer only. */
export interface RowNote {
  readonly sid: string
  readonly text: string
  /** Who wrote it last: the name that the history uses. */
  readonly by: string
  /** Server time at which it was written last. */
  readonly at: number
}

export const ROW_NOTE_MAX = 500
/** Notes of one workspace that are kept at once. */
export const ROW_NOTES_MAX = 1000
/** Days for which a note outlives its reservation. */
export const ROW_NOTE_KEPT_DAYS = 7
