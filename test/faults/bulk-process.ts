import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BoardReader } from '../../main/board/api'
import { createBulk } from '../../main/bulk'
import { createHistory } from '../../main/history'
import { diskFiles } from '../../main/history/files'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import type { BoardRow } from '../../preload/contract/board'
import type { JobSummary } from '../../preload/contract/bulk'
import { runOf } from '../support/run-request'
import { instructionOf } from '../../preload/contract/instructions'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'

/**
 * A program of its own, to be killed: `run` starts a job over all rows of the board file, `recover` does what the next
 * start does and goes on with what was left. Both print one JSON line a step.
 */
export interface ProcessOrder {
  readonly mode: 'run' | 'recover'
  readonly url: string
  readonly user: string
  readonly password: string
  readonly workspaceSid: string
  /** Records of the program; the board is `board.json` in it. */
  readonly folder: string
}

export interface Step {
  readonly step: 'started' | 'recovered' | 'ended'
  readonly jobs: readonly JobSummary[]
  readonly outcomes: Readonly<Record<string, readonly [outcome: string, after: string | null]>>
}

const order = JSON.parse(process.argv[2] ?? '') as ProcessOrder
const rows = new Map(
  (JSON.parse(readFileSync(join(order.folder, 'board.json'), 'utf8')) as BoardRow[]).map((row) => [
    row.sid,
    row,
  ]),
)

const board: BoardReader = {
  row: (sid) => rows.get(sid),
  rowsOfTask: (taskSid) => [...rows.values()].filter((row) => row.taskSid === taskSid),
  rowsOfWorker: (workerSid) => [...rows.values()].filter((row) => row.workerSid === workerSid),
  directory: () => ({ activities: [], queues: [], workflows: [], channels: [], workers: [] }),
  trustworthy: () => true,
  poke: () => undefined,
  learn: () => undefined,
  learnChannel: () => undefined,
  markInstructed: () => undefined,
}

const client = createTaskRouterClient({
  credentials: { user: order.user, password: order.password },
  baseUrl: order.url,
})
const history = createHistory({ folder: join(order.folder, 'history') })
const bulk = createBulk({
  api: client.workspace(order.workspaceSid),
  board,
  history,
  journal: { folder: join(order.folder, 'journal'), files: diskFiles },
  ids: randomUUID,
  settings: () => ({
    ...DEFAULT_SETTINGS,
    rejectionLimit: 1_000,
    typedConfirmFrom: 10_000,
    requireNote: false,
  }),
  multiTasking: true,
  workspaceSid: order.workspaceSid,
  operator: () => 'Ada',
  commandContext: { baseUrl: order.url },
})

function say(step: Step['step']): void {
  const jobs = bulk.jobs()
  const outcomes = Object.fromEntries(
    jobs.flatMap(({ id }) =>
      bulk.outcomes(id).map((row) => [row.sid, [row.outcome, row.statusAfter] as const] as const),
    ),
  )
  const line: Step = { step, jobs, outcomes }
  process.stdout.write(JSON.stringify(line) + '\n')
}

async function idle(): Promise<void> {
  while (bulk.jobs().some(({ state }) => state === 'running')) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function main(): Promise<void> {
  await bulk.recover()
  if (order.mode === 'run') {
    const action = { kind: 'instruction', instruction: instructionOf('reject') } as const
    const plan = await bulk.plan(
      { action, sids: [...rows.keys()], note: 'killed on purpose' },
      () => undefined,
    )
    await bulk.run(runOf(plan.id, [], ''))
    say('started')
  } else {
    say('recovered')
    for (const { id, state } of bulk.jobs()) if (state === 'interrupted') await bulk.resume(id)
  }
  await idle()
  say('ended')
  await bulk.close()
  await history.close()
  await client.close()
}

void main()
