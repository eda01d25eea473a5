import { sidKind } from '../../preload/contract/sids'

/** What the search box does, as the board understands it. */
export interface SearchTargets {
  /** Opens a view narrowed by a filter in the form in which views are kept. */
  readonly filterView: (view: string, filter: string) => void
  /** Opens a reservation by SID in the drawer. */
  readonly openReservation: (sid: string) => void
  /** Shows every reservation of the board that contains the text; SIDs of tasks, workers and queues are text too. */
  readonly searchAll: (text: string) => void
}

export type SearchIntent =
  { readonly kind: 'reservation'; readonly sid: string } | { readonly kind: 'text'; readonly text: string }

/** What a text asks for; null = nothing. */
export function searchIntent(text: string): SearchIntent | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return sidKind(trimmed) === 'reservation'
    ? { kind: 'reservation', sid: trimmed }
    : { kind: 'text', text: trimmed }
}

/** A whole SID needs no Enter: nothing longer could be meant. */
export const isComplete = (text: string): boolean => sidKind(text) !== null
