import type {
  SavedView,
  Settings,
  SettingsPatch,
  SharedView,
  ViewLook,
} from '../../preload/contract/settings'

type Kept = Pick<Settings, 'views' | 'looks'>
type Change = Pick<SettingsPatch, 'views' | 'looks'>

export const MOST_VIEWS = 100

export function added({ views, looks }: Kept, view: SavedView, look: ViewLook | null): Change {
  return { views: [...views, view], looks: look === null ? looks : { ...looks, [view.id]: look } }
}

export function changed({ views }: Kept, id: string, change: Partial<Omit<SavedView, 'id'>>): Change {
  return { views: views.map((view) => (view.id === id ? { ...view, ...change } : view)) }
}

export function removed({ views, looks }: Kept, id: string): Change {
  const { [id]: _gone, ...others } = looks
  return { views: views.filter((view) => view.id !== id), looks: others }
}

/** The view one place further up or down among the supervisor's own; the same list at the ends. */
export function shifted({ views }: Kept, id: string, by: -1 | 1): Change {
  const from = views.findIndex((view) => view.id === id)
  const view = views[from]
  const to = from + by
  if (view === undefined || to < 0 || to >= views.length) return { views }
  return { views: views.toSpliced(from, 1).toSpliced(to, 0, view) }
}

/** Takes views of a file in. A name that is taken gets a number; what does not fit any more is left out and counted. */
export function imported(
  kept: Kept,
  shared: readonly SharedView[],
  newId: () => string,
): { readonly change: Change; readonly taken: number; readonly left: number } {
  const fits = shared.slice(0, Math.max(0, MOST_VIEWS - kept.views.length))
  let next: Kept = kept
  for (const { look, ...view } of fits) {
    const name = freeName(view.name, next.views)
    const { views, looks } = added(next, { ...view, id: newId(), name }, look)
    next = { views: views ?? next.views, looks: looks ?? next.looks }
  }
  return { change: next, taken: fits.length, left: shared.length - fits.length }
}

export function freeName(wanted: string, views: readonly Pick<SavedView, 'name'>[]): string {
  const taken = new Set(views.map(({ name }) => name))
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number += 1) {
    const name = `${wanted.slice(0, 94)} (${String(number)})`
    if (!taken.has(name)) return name
  }
}
