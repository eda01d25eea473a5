import type { ConnectionSummary } from '../../preload/contract/connection'
import type { Board } from '../board/api'
import type { Access } from './access'
import type { Bulk } from '../bulk/api'
import type { Presets } from '../bulk/presets'
import type { RowNotes } from '../notes'
import type { History } from '../history/api'
import type { TaskRouterClient, WorkspaceApi } from '../taskrouter/api'

/** Everything that exists for one open connection and ends with it. */
export interface Session {
  readonly connection: ConnectionSummary
  readonly client: TaskRouterClient
  readonly api: WorkspaceApi
  readonly board: Board
  readonly bulk: Bulk
  readonly presets: Pick<Presets, 'list' | 'save' | 'remove' | 'exported' | 'import'>
  readonly notes: Pick<RowNotes, 'read' | 'write' | 'texts' | 'close'>
  readonly history: History
  /** Stops everything in the order in which it depends on each other. Never rejects. */
  close(): Promise<void>
}

/** A client that was proved to work on a workspace. */
export interface Proved {
  readonly connection: ConnectionSummary
  readonly client: TaskRouterClient
  readonly access: Pick<Access, 'region' | 'practiceUrl'>
  readonly multiTasking: boolean
}

/** Builds a session and starts its board. The session owns the client from then on. */
export type OpenSession = (proved: Proved) => Session

export interface SessionParts extends Omit<Session, 'close'> {
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

export function assembleSession(parts: SessionParts): Session {
  const { board, bulk, client, history, log, notes } = parts
  const closeAll = async () => {
    const steps: readonly (readonly [string, () => Promise<void>])[] = [
      ['bulk', () => bulk.close()],
      ['notes', () => notes.close()],
      ['board', () => board.stop()],
      ['client', () => client.close()],
      ['history', () => history.close()],
    ]
    for (const [part, close] of steps) {
      try {
        await close()
      } catch (error) {
        log('session.closeFailed', { part, error: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  let closing: Promise<void> | null = null
  return { ...parts, close: () => (closing ??= closeAll()) }
}
