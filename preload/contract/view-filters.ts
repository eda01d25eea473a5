import { NO_FILTER, parseFilter, type BoardFilter } from './board-filter'

export const BUILT_IN_VIEWS = ['stuck', 'pending', 'accepted', 'wrapping', 'ended', 'all'] as const
export type BuiltInView = (typeof BUILT_IN_VIEWS)[number]

const status = (value: string): BoardFilter => ({ ...NO_FILTER, lists: { status: [value] } })

/** What the views that are always there show. */
export const BUILT_IN_FILTERS: Readonly<Record<BuiltInView, BoardFilter>> = {
  stuck: { ...NO_FILTER, life: 'live', lists: { level: ['stuck', 'watch'] } },
  pending: status('pending'),
  accepted: status('accepted'),
  wrapping: status('wrapping'),
  ended: { ...NO_FILTER, life: 'ended' },
  all: NO_FILTER,
}

const isBuiltIn = (id: string): id is BuiltInView => (BUILT_IN_VIEWS as readonly string[]).includes(id)

/** The filter of a view by its id; null for a view that is gone. */
export function filterOfView(
  id: string,
  own: readonly { readonly id: string; readonly filter: string }[],
): BoardFilter | null {
  if (isBuiltIn(id)) return BUILT_IN_FILTERS[id]
  const view = own.find((each) => each.id === id)
  return view === undefined ? null : parseFilter(view.filter)
}
