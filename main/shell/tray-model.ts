import type { BoardStatus } from '../../preload/contract/board'
import type { ConnectionState } from '../../preload/contract/connection'
import type { Words } from './words'

export interface TrayFacts {
  readonly connection: ConnectionState
  readonly board: BoardStatus | null
  readonly busy: boolean
}

export type TrayAction = 'open' | 'settings' | 'quit'

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
  readonly tooltip: string
  readonly items: readonly (TrayItem | 'separator')[]
}

/** `stale` is grey and `offline` crossed out, so that neither depends on seeing colours. */
export type Mood = 'ok' | 'watch' | 'stuck' | 'stale' | 'offline'

/** All that the tray shows, from what is known. Whatever the icon says, the menu says in words. */
export function trayPicture(facts: TrayFacts, words: Words): TrayPicture {
  const { connection, board, busy } = facts
  const lines = [connectionLine(connection, words), ...boardLines(connection, board, words)]
  if (busy) lines.push(words.jobRunning)
  const told = lines.map((label, index) => ({ id: `told-${index}`, label, action: null }))
  return {
    mood: moodOf(connection, board),
    count: connection.phase === 'connected' ? (board?.counts['pending'] ?? 0) : 0,
    tooltip: lines.join('\n'),
    items: [
      { id: 'open', label: words.open, action: 'open' },
      'separator',
      ...told,
      'separator',
      { id: 'settings', label: words.settings, action: 'settings' },
      { id: 'quit', label: words.quit, action: 'quit' },
    ],
  }
}

function moodOf(connection: ConnectionState, board: BoardStatus | null): Mood {
  if (connection.phase === 'none' || connection.phase === 'connecting') return 'stale'
  if (connection.phase === 'failed') return 'offline'
  if (board === null || board.phase === 'idle' || board.phase === 'stale') return 'stale'
  if (board.phase === 'offline' || board.phase === 'blocked') return 'offline'
  if (board.stuck > 0) return 'stuck'
  return board.watch > 0 ? 'watch' : 'ok'
}

function connectionLine(connection: ConnectionState, words: Words): string {
  if (connection.phase === 'none') return words.notConnected
  return words[connection.phase](connection.connection.workspaceName)
}

function boardLines(connection: ConnectionState, board: BoardStatus | null, words: Words): string[] {
  if (connection.phase !== 'connected' || board === null) return []
  const lines = [words.counts(board.counts['pending'] ?? 0, board.stuck)]
  if (board.phase !== 'live' && board.phase !== 'idle') lines.push(words.phases[board.phase])
  return lines
}
