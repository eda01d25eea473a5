import type { MirrorChange } from './mirror'

/**
 * Which rows are selected, by SID, so that it survives updates and re-ordering. Immutable: every change is a new object,
 * which one `shallowRef` can hold.
 */
export interface Selection {
  readonly sids: ReadonlySet<string>
  /** Where a range starts: the row that was last chosen alone. */
  readonly anchor: string | null
}

export const NOTHING_SELECTED: Selection = { sids: new Set(), anchor: null }

export const selectOnly = (sid: string): Selection => ({ sids: new Set([sid]), anchor: sid })

export function toggle(selection: Selection, sid: string): Selection {
  const sids = new Set(selection.sids)
  if (!sids.delete(sid)) sids.add(sid)
  return { sids, anchor: sid }
}

/** Selects everything from the anchor to `sid`, both included, in the order shown; `keep` adds to what is selected. */
export function selectRange(
  selection: Selection,
  sid: string,
  between: (from: string, to: string) => readonly string[],
  keep: boolean,
): Selection {
  const anchor = selection.anchor ?? sid
  const sids = new Set(keep ? selection.sids : [])
  for (const inside of between(anchor, sid)) sids.add(inside)
  return { sids, anchor }
}

export function selectMany(selection: Selection, added: readonly string[]): Selection {
  return { sids: new Set([...selection.sids, ...added]), anchor: selection.anchor ?? added[0] ?? null }
}

export function unselectMany(selection: Selection, removed: readonly string[]): Selection {
  const sids = new Set(selection.sids)
  for (const sid of removed) sids.delete(sid)
  return { sids, anchor: selection.anchor }
}

/** Drops rows that a change removed from the board. Returns the same object when there is nothing to drop. */
export function withoutGone(
  selection: Selection,
  { reset, changed }: MirrorChange,
  known: { has(sid: string): boolean },
): Selection {
  if (selection.sids.size === 0) return selection
  const suspects = reset ? selection.sids : changed
  const gone = [...suspects].filter((sid) => selection.sids.has(sid) && !known.has(sid))
  return gone.length === 0 ? selection : unselectMany(selection, gone)
}
