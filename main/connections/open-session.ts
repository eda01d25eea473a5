import { join } from 'node:path'
import type { Settings } from '../../preload/contract/settings'
import { createBoard, type BoardClock } from '../board'
import type { Bulk } from '../bulk/api'
import { createDiagnose } from '../diagnosis'
import { createHistory } from '../history'
import { assembleSession, type OpenSession } from './session'
import { noBulk } from './no-bulk'

export interface SessionOptions {
  /** The profile folder. Practice keeps its records in a folder of its own. */
  readonly folder: string
  readonly clock: BoardClock
  readonly settings: () => Settings
  readonly log: (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void
}

/** Builds board, bulk and history for a connection and starts the board. */
export function sessionOpener(options: SessionOptions): OpenSession {
  const { clock, log } = options
  return (connection, client) => {
    const settings = options.settings()
    const api = client.workspace(connection.workspaceSid)
    const records = join(options.folder, connection.practice ? 'practice' : 'records')
    const history = createHistory({ folder: join(records, 'history') })
    const board = createBoard({
      api,
      budget: () => client.budget(),
      clockOffset: () => client.clockOffset(),
      clock,
      diagnose: createDiagnose(),
      thresholds: settings.thresholds,
      rejectionLimit: settings.rejectionLimit,
      random: Math.random,
      log,
    })
    const bulk: Bulk = noBulk()
    board.start()
    return assembleSession({ connection, client, api, board, bulk, history, log })
  }
}
