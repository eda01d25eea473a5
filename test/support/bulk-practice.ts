import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pace } from '../../main/board'
import type { Bulk } from '../../main/bulk/api'
import { createBulk, type BulkSettings } from '../../main/bulk'
import { createHistory } from '../../main/history'
import { diskFiles, type RecordFiles } from '../../main/history/files'
import type { History } from '../../main/history/api'
import type { Clock } from '../../main/taskrouter/clock'
import type { PracticeOptions, StageFacts, StageOptions } from '../../main/practice'
import type { BulkAction, JobSummary, Plan, RowOutcome } from '../../preload/contract/bulk'
import { deskSettings, ended, until } from './bulk-desk'
import { runOf } from './run-request'
import { practiceBoard, settled, type PracticeBoard } from './practice-board'

export interface PracticeDesk extends PracticeBoard {
  readonly bulk: Bulk
  readonly history: History
  /** Puts a situation on and waits until the board shows it. */
  stage(name: string, options?: StageOptions): Promise<StageFacts>
  /** The reservation's status by the rules of the workspace, not through the API. */
  truth(sid: string): string | null
}

export interface PracticeDeskOptions {
  readonly practice?: PracticeOptions
  readonly settings?: Partial<BulkSettings>
  readonly pace?: Partial<Pace>
  /** The disk of journal and history. */
  readonly files?: RecordFiles
  /** The program's clock. */
  readonly clock?: Clock
  /** Address under which the client reaches the server, where something stands between them. */
  readonly way?: (serverUrl: string) => Promise<string>
}

/** The whole way from bulk to a practice workspace: real client, real HTTP, real board, real disk. */
export async function openPracticeDesk(options: PracticeDeskOptions = {}): Promise<PracticeDesk> {
  const practice = await practiceBoard(
    { scenario: 'quiet', seed: 11, ...options.practice },
    { activeTickMs: 60, auditRoundMs: 0, ...options.pace },
    options.way,
  )
  const { server, client, board } = practice
  board.start()
  const folder = await mkdtemp(join(tmpdir(), 'bulk-practice-'))
  const files = options.files ?? diskFiles
  const history = createHistory({ folder: join(folder, 'history'), files })
  const bulk = createBulk({
    api: client.workspace(server.workspaceSid),
    board,
    history,
    journal: { folder: join(folder, 'journal'), files },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    clockOffset: () => server.control.now - Date.now(),
    ids: randomUUID,
    settings: () => deskSettings(options.settings),
    multiTasking: true,
    workspaceSid: server.workspaceSid,
    operator: () => 'Ada',
    commandContext: { baseUrl: server.url },
  })
  return {
    ...practice,
    bulk,
    history,
    stage: async (name, stageOptions) => {
      await until(() => (board.status().phase === 'live' ? true : null), 'the board to be live')
      const facts = server.control.stage(name, stageOptions)
      // A stage is put on in the past, where the board's tail does not look any more.
      board.refresh()
      const differences = await settled(practice, 10_000)
      if (differences.length > 0)
        throw new Error(`The board does not show ${name}: ${differences.join('; ')}`)
      return facts
    },
    truth: (sid) => server.control.current.world.reservations.get(sid)?.status ?? null,
    close: async () => {
      await bulk.close()
      await history.close()
      await practice.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export function planOn(
  desk: Pick<PracticeDesk, 'bulk'>,
  action: BulkAction,
  sids: readonly string[],
  note = '',
): Promise<Plan> {
  return desk.bulk.plan({ action, sids, note }, () => undefined)
}

export interface Told {
  readonly job: JobSummary
  readonly rows: ReadonlyMap<string, RowOutcome>
}

/** Runs a plan, confirming whatever it asks for, until it is over. */
export async function runPlan(
  { bulk }: Pick<PracticeDesk, 'bulk'>,
  plan: Plan,
  released: readonly string[] = [],
): Promise<Told> {
  const typed = plan.confirm.kind === 'typed' ? plan.confirm.phrase : ''
  const { id } = await bulk.run(runOf(plan.id, released, typed))
  const job = await ended({ bulk }, id)
  return { job, rows: new Map(bulk.outcomes(id).map((row) => [row.sid, row])) }
}
