import { readonly, shallowRef, type ShallowRef } from 'vue'
import { SETTINGS_SECTIONS, type SettingsSection } from '../settings/sections'

/** Every screen, and what it needs to know. There is no address bar: a route is a value. */
export type Route =
  | { readonly name: 'board'; readonly view: string | null }
  | { readonly name: 'workers' }
  | { readonly name: 'jobs'; readonly jobId: string | null }
  | { readonly name: 'history' }
  | { readonly name: 'alerts' }
  | { readonly name: 'sweep' }
  | { readonly name: 'settings'; readonly section: SettingsSection }
  | { readonly name: 'connect' }
  | { readonly name: 'gallery' }

export type RouteName = Route['name']

export const HOME: Route = { name: 'board', view: null }
export const SETTINGS_HOME: Route = { name: 'settings', section: SETTINGS_SECTIONS[0] }

const MOST_REMEMBERED = 30
const current = shallowRef<Route>(HOME)
let past: readonly Route[] = []

/** The screen that is shown. */
export const route: Readonly<ShallowRef<Route>> = readonly(current) as Readonly<ShallowRef<Route>>

const same = (a: Route, b: Route): boolean => JSON.stringify(a) === JSON.stringify(b)

export function navigate(to: Route): void {
  if (same(current.value, to)) return
  past = [...past, current.value].slice(-MOST_REMEMBERED)
  current.value = to
}

/** Back to where the supervisor came from; home when there is no such place. */
export function goBack(): void {
  const previous = past.at(-1)
  past = past.slice(0, -1)
  current.value = previous ?? HOME
}

/** Forgets where the supervisor has been: another workspace has another past. */
export function startAt(to: Route): void {
  past = []
  current.value = to
}
