import type { BoardStatus } from '../../preload/contract/board'
import { NO_FILTER, serialiseFilter } from '../../preload/contract/board-filter'
import type { ShowTarget } from '../../preload/contract/channels'
import type { ConnectionState } from '../../preload/contract/connection'
import type { TrayWords } from './tray-words'
import type { SpokenWords } from './words'

export interface TrayFacts {
  readonly connection: ConnectionState
  readonly board: BoardStatus | null
  /** Stuck rows by reason, most first. */
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[]
  readonly busy: boolean
  /** `none`: no PIN is set · `locked`: the window shows nothing. */
  readonly lock: 'none' | 'open' | 'locked'
}

/** What choosing an item does: it opens something, locks or ends the program, and never acts on a reservation. */
export type TrayAction = { readonly show: ShowTarget | null } | 'lock' | 'quit'

export interface TrayItem {
  readonly id: string
  readonly label: string
  /** Null: only tells something. */
  readonly action: TrayAction | null
}

export interface TrayPicture {
  readonly mood: Mood
  /** Pending reservations, 0 where they are not known. */
  readonly count: number
  /** Stuck reservations, for the badge; 0 where they are not known. */
  readonly stuck: number
  /** The badge in words. */
  readonly badge: string
  readonly tooltip: string
  readonly items: readonly (TrayItem | 'separator')[]
}

/** Each has a shape of its own, so that none depends on seeing colours. */
export type Mood = 'ok' | 'watch' | 'stuck' | 'stale' | 'offline'

const MOST_REASONS = 5

/** All that the tray shows, from what is known. Whatever the icon says, the menu says in words. */
export function trayPicture(facts: TrayFacts, words: SpokenWords): TrayPicture {
  const { connection, board, busy } = facts
  const known = connection.phase === 'connected' ? board : null
  const lines = [connectionLine(connection, words), ...boardLines(known, words)]
  if (busy) lines.push(words.jobRunning)
  const locked = facts.lock === 'locked'
  if (locked) lines.push(words.locked)
  const told = lines.map((label, index) => ({ id: `told-${index}`, label, action: null }))
  // Numbers say how busy it is; why, and where, is for those who may look.
  const reasons = known === null || locked ? [] : reasonItems(facts.reasons, words.tray)
  return {
    mood: moodOf(connection, board),
    count: known?.counts['pending'] ?? 0,
    stuck: known?.stuck ?? 0,
    badge: words.tray.badge(known?.stuck ?? 0),
    tooltip: lines.join('\n'),
    items: [
      { id: 'open', label: words.open, action: { show: null } },
      'separator',
      ...told,
      ...(reasons.length === 0 ? [] : ['separator' as const, ...reasons]),
      'separator',
      ...(facts.lock === 'open' ? [{ id: 'lock', label: words.lock, action: 'lock' as const }] : []),
      ...(locked
        ? []
        : [{ id: 'settings', label: words.settings, action: { show: { target: 'settings' as const } } }]),
      { id: 'quit', label: words.quit, action: 'quit' },
    ],
  }
}

/** The commonest reasons; each opens the stuck view narrowed to it. */
function reasonItems(reasons: TrayFacts['reasons'], words: TrayWords): TrayItem[] {
  const items: TrayItem[] = reasons.slice(0, MOST_REASONS).map(({ reason, rows }) => ({
    id: `reason-${reason}`,
    label: words.reason(reason, rows),
    action: { show: stuckFor(reason) },
  }))
  const more = reasons.length - MOST_REASONS
  if (more > 0) {
    const action = { show: { target: 'board' as const, view: 'stuck' } }
    items.push({ id: 'reasons-more', label: words.moreReasons(more), action })
  }
  return items
}

function stuckFor(reason: string): ShowTarget {
  const filter = serialiseFilter({ ...NO_FILTER, lists: { reason: [reason], level: ['stuck'] } })
  return { target: 'filtered', view: 'stuck', filter }
}

function moodOf(connection: ConnectionState, board: BoardStatus | null): Mood {
  if (connection.phase === 'none' || connection.phase === 'connecting') return 'stale'
  if (connection.phase === 'failed') return 'offline'
  if (board === null || board.phase === 'idle' || board.phase === 'stale') return 'stale'
  if (board.phase === 'offline' || board.phase === 'blocked') return 'offline'
  if (board.stuck > 0) return 'stuck'
  return board.watch > 0 ? 'watch' : 'ok'
}

function connectionLine(connection: ConnectionState, words: SpokenWords): string {
  if (connection.phase === 'none') return words.notConnected
  return words[connection.phase](connection.connection.workspaceName)
}

function boardLines(board: BoardStatus | null, words: SpokenWords): string[] {
  if (board === null) return []
  const lines = [words.tray.counts(board.counts['pending'] ?? 0, board.stuck, board.watch)]
  if (board.phase !== 'live' && board.phase !== 'idle') lines.push(words.phases[board.phase])
  return lines
}
