import { sidKind } from '../../preload/contract/sids'

/** What the search box does, as the board understands it. */
export interface SearchTargets {
  /** Opens a reservation by SID in the drawer. */
  readonly openReservation: (sid: string) => void
  /** Narrows the board to rows that contain the text, SIDs of any kind included. */
  readonly filter: (text: string) => void
}

export type SearchIntent =
  { readonly kind: 'reservation'; readonly sid: string } | { readonly kind: 'filter'; readonly text: string }

/** What a text typed or pasted into the search box asks for. */
export function searchIntent(text: string): SearchIntent {
  const trimmed = text.trim()
  const kind = sidKind(trimmed)
  if (kind === 'reservation') return { kind: 'reservation', sid: trimmed }
  return { kind: 'filter', text: trimmed }
}
