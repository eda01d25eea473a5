import { join } from 'node:path'
import type { Settings } from '../../preload/contract/settings'
import { createBoard, type BoardClock } from '../board'
import { createBulk } from '../bulk'
import { countRules, createDiagnose } from '../diagnosis'
import { Presets } from '../bulk/presets'
import { createHistory } from '../history'
import { diskFiles } from '../history/files'
import { RowNotes } from '../notes'
import { originOf } from '../taskrouter/http/hosts'
import { assembleSession, type OpenSession } from './session'
import { hostOf } from './open-client'

export interface SessionOptions {
  /** The profile folder. Practice keeps its records in a folder of its own. */
  readonly folder: string
  readonly clock: BoardClock
  /** As for the client: see `ClientOptions`. */
  readonly baseUrl: string | null
  /** Ids that sort by time. */
  readonly newId: () => string
  /** Who is signed in to this computer; written into the history where the settings name nobody. */
  readonly accountName: string
  readonly settings: () => Settings
  readonly log: (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void
}

/** Builds board, bulk and history for a connection and starts the board. */
export function sessionOpener(options: SessionOptions): OpenSession {
  const { clock, log } = options
  return ({ connection, client, access, multiTasking }) => {
    const settings = options.settings()
    const api = client.workspace(connection.workspaceSid)
    const records = join(options.folder, connection.practice ? 'practice' : 'records')
    const history = createHistory({
      folder: join(records, 'history'),
      keepMonths: () => options.settings().keepMonths,
    })
    const board = createBoard({
      api,
      budget: () => client.budget(),
      clockOffset: () => client.clockOffset(),
      clock,
      fetchCall: (...asked) => client.fetchCall(...asked),
      diagnose: createDiagnose(),
      countRules,
      rules: settings,
      rejectionLimit: settings.rejectionLimit,
      random: Math.random,
      tickFloorMs: () => options.settings().pollSeconds * 1000,
      log,
    })
    const operator = () => options.settings().operator.trim() || options.accountName
    const bulk = createBulk({
      api,
      board,
      history,
      journal: { folder: join(records, 'jobs'), files: diskFiles },
      clockOffset: () => client.clockOffset(),
      ids: options.newId,
      settings: options.settings,
      multiTasking,
      workspaceSid: connection.workspaceSid,
      operator,
      commandContext: { baseUrl: originOf(hostOf(access, options.baseUrl)) },
    })
    const presets = new Presets({
      folder: join(records, 'presets'),
      files: diskFiles,
      workspaceSid: connection.workspaceSid,
      now: () => clock.now(),
    })
    const notes = new RowNotes({
      folder: join(records, 'notes'),
      files: diskFiles,
      workspaceSid: connection.workspaceSid,
      board,
      now: () => clock.now() + client.clockOffset(),
      operator,
      log,
    })
    board.setCallCheck(settings.callCheck)
    void notes.start()
    board.start()
    void bulk.recover().then(({ setAside, unread, problem }) => {
      if (setAside + unread > 0 || problem !== null) {
        log('bulk.recover', { setAside, unread, problem: problem?.code ?? null })
      }
    })
    return assembleSession({ connection, client, api, board, bulk, presets, notes, history, log })
  }
}
