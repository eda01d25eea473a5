import { LIVE_STATUSES, type BoardRow } from '../../preload/contract/board'
import { groupedList, type Group } from './grouping'
import type { LaneKey } from './look'
import type { RowOrder } from './order'
import { statusRank } from './sort'

/** One column of cards. `value` null = the rows that have no such thing. */
export interface Lane extends Pick<Group, 'key' | 'value' | 'name' | 'sids' | 'stuck'> {
  readonly rows: readonly BoardRow[]
}

const NOTHING_CLOSED: ReadonlySet<string> = new Set()

/**
 * The rows as lanes. Statuses stand in the order of a reservation's life, the live ones also when they are empty; other lanes
 * in the order in which their first rows come, so that sorting by age puts the lane with the oldest row first.
 */
export function lanesOf(order: RowOrder, key: LaneKey, allLive: boolean): readonly Lane[] {
  const lanes: Lane[] = groupedList(order, key, NOTHING_CLOSED).groups.map(
    ({ value, name, rows, sids, stuck }) => ({ key, value, name, rows, sids, stuck }),
  )
  if (key !== 'status') return lanes
  for (const status of allLive ? LIVE_STATUSES : []) {
    if (lanes.some(({ value }) => value === status)) continue
    lanes.push({ key, value: status, name: status, rows: [], sids: [], stuck: 0 })
  }
  return lanes.sort((a, b) => statusRank(a.value ?? '') - statusRank(b.value ?? ''))
}

export interface LanePlace {
  readonly lane: number
  readonly card: number
}

export function placeOf(lanes: readonly Lane[], sid: string): LanePlace | null {
  for (const [lane, { sids }] of lanes.entries()) {
    const card = sids.indexOf(sid)
    if (card >= 0) return { lane, card }
  }
  return null
}

/** What a key press means on lanes. Cards stand below each other, lanes side by side; empty and folded lanes are passed over. */
export type LaneCommand =
  | { readonly kind: 'move'; readonly to: LanePlace; readonly extend: boolean }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'range' }
  | { readonly kind: 'lane' }
  | { readonly kind: 'all' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'open' }

export interface LaneKeyState {
  readonly place: LanePlace
  /** Cards of each lane that can be reached; 0 = empty or folded. */
  readonly cards: readonly number[]
  /** Cards of one screen. */
  readonly page: number
}

type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Reads a key press; null = not ours. Ctrl+A takes the lane, with Shift everything the view shows. */
export function laneCommand(event: KeyLike, { place, cards, page }: LaneKeyState): LaneCommand | null {
  if (event.altKey) return null
  const control = event.ctrlKey || event.metaKey
  const extend = event.shiftKey
  const inLane = (card: number): LaneCommand => {
    const last = Math.max(0, (cards[place.lane] ?? 1) - 1)
    return { kind: 'move', to: { lane: place.lane, card: Math.max(0, Math.min(last, card)) }, extend }
  }
  switch (event.key) {
    case 'ArrowDown':
      return inLane(place.card + 1)
    case 'ArrowUp':
      return inLane(place.card - 1)
    case 'PageDown':
      return inLane(place.card + page)
    case 'PageUp':
      return inLane(place.card - page)
    case 'ArrowRight':
      return sideways(place, cards, 1)
    case 'ArrowLeft':
      return sideways(place, cards, -1)
    case 'Home':
      return control ? edge(place, cards, 1) : inLane(0)
    case 'End':
      return control ? edge(place, cards, -1) : inLane(Number.MAX_SAFE_INTEGER)
    case ' ':
      return { kind: extend ? 'range' : 'toggle' }
    case 'a':
    case 'A':
      if (!control) return null
      return { kind: extend ? 'all' : 'lane' }
    case 'Escape':
      return { kind: 'clear' }
    case 'Enter':
      return control ? null : { kind: 'open' }
    default:
      return null
  }
}

function sideways(place: LanePlace, cards: readonly number[], by: 1 | -1): LaneCommand {
  for (let lane = place.lane + by; lane >= 0 && lane < cards.length; lane += by) {
    const count = cards[lane] ?? 0
    if (count > 0) return { kind: 'move', to: { lane, card: Math.min(place.card, count - 1) }, extend: false }
  }
  return { kind: 'move', to: place, extend: false }
}

/** First card of the first lane that has one (`by` 1), or of the last one. */
function edge(place: LanePlace, cards: readonly number[], by: 1 | -1): LaneCommand {
  const lane = by === 1 ? cards.findIndex((count) => count > 0) : cards.findLastIndex((count) => count > 0)
  return { kind: 'move', to: lane < 0 ? place : { lane, card: 0 }, extend: false }
}
