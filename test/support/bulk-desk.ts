import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardReader } from '../../main/board/api'
import type { Bulk } from '../../main/bulk/api'
import { createBulk, type BulkSettings } from '../../main/bulk'
import { createHistory } from '../../main/history'
import { diskFiles, type RecordFiles } from '../../main/history/files'
import type { History } from '../../main/history/api'
import type { Clock } from '../../main/taskrouter/clock'
import type { BoardRow } from '../../preload/contract/board'
import type { BulkAction, JobSummary, Plan } from '../../preload/contract/bulk'
import { instructionOf, type Instruction } from '../../preload/contract/instructions'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import type { BulkServer } from './bulk-server'
import { runOf } from './run-request'
import { boardRow, NOON, sid } from './rows'

/** A clock whose waiting is cut short: a second of the program is a millisecond of the test. */
function hurriedClock(speed = 1_000): Clock & { jump(milliseconds: number): void } {
  let jumped = 0
  const started = performance.now()
  const elapsed = () => (performance.now() - started) * speed
  return {
    now: () => NOON + elapsed() + jumped,
    monotonic: elapsed,
    schedule: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds / speed)
      return () => clearTimeout(timer)
    },
    jump: (milliseconds) => {
      jumped += milliseconds
    },
  }
}

/** A board that knows the server's rows as they are at first and takes no part in anything. */
function boardOf(server: BulkServer, overrides: Readonly<Record<string, Partial<BoardRow>>> = {}) {
  const rows = new Map<string, BoardRow>()
  for (const reservation of server.reservations.values()) {
    const task = server.tasks.get(reservation.taskSid)
    const worker = server.workers.get(reservation.workerSid ?? '')
    rows.set(
      reservation.sid,
      boardRow({
        sid: reservation.sid,
        status: reservation.status,
        taskSid: reservation.taskSid,
        taskStatus: task?.status ?? null,
        channel: task?.channelName ?? null,
        hasCall: task?.attributes.parsed?.['call_sid'] !== undefined,
        workerSid: reservation.workerSid,
        workerName: reservation.workerName,
        activitySid: worker?.activitySid ?? null,
        activityName: worker?.activityName ?? null,
        ...overrides[reservation.sid],
      }),
    )
  }
  const instructed: string[] = []
  const poked: string[] = []
  let trustworthy = true
  const board: BoardReader = {
    row: (key) => rows.get(key),
    rowsOfTask: (key) => [...rows.values()].filter(({ taskSid }) => taskSid === key),
    rowsOfWorker: (key) => [...rows.values()].filter(({ workerSid }) => workerSid === key),
    directory: () => ({
      activities: server.activities,
      queues: [],
      workflows: [],
      channels: [],
      workers: [],
    }),
    trustworthy: () => trustworthy,
    poke: (sids) => void poked.push(...sids),
    learn: () => undefined,
    learnChannel: () => undefined,
    markInstructed: (key) => void instructed.push(key),
  }
  return {
    board,
    instructed,
    poked,
    distrust: () => (trustworthy = false),
    trust: () => (trustworthy = true),
  }
}

export interface Desk {
  readonly server: BulkServer
  readonly bulk: Bulk
  readonly history: History
  readonly folder: string
  readonly clock: ReturnType<typeof hurriedClock>
  readonly surroundings: ReturnType<typeof boardOf>
  /** A second program over the same disk and server, as after a crash. */
  again(): Promise<Desk>
  close(): Promise<void>
}

export interface DeskOptions {
  readonly settings?: Partial<BulkSettings>
  readonly rows?: Readonly<Record<string, Partial<BoardRow>>>
  readonly files?: RecordFiles
  readonly folder?: string
  readonly speed?: number
}

/** What is set in tests of bulk, unless the test is about it: no note, no typed word. */
export const deskSettings = (overrides: Partial<BulkSettings> = {}): BulkSettings => ({
  ...DEFAULT_SETTINGS,
  rejectionLimit: 10,
  typedConfirmFrom: 1_000,
  requireNote: false,
  ...overrides,
})

let ids = 0

/** Bulk with a real disk, the server in memory, and time in a hurry. */
export async function openDesk(server: BulkServer, options: DeskOptions = {}): Promise<Desk> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bulk-')))
  const files = options.files ?? diskFiles
  const clock = hurriedClock(options.speed)
  const surroundings = boardOf(server, options.rows)
  const history = createHistory({ folder: join(folder, 'history'), files, now: clock.now })
  const bulk = createBulk({
    api: server.api,
    board: surroundings.board,
    history,
    journal: { folder: join(folder, 'journal'), files },
    clock,
    ids: () => `id-${String((ids += 1)).padStart(6, '0')}`,
    settings: () => deskSettings(options.settings),
    multiTasking: true,
    workspaceSid: sid('WS', 1),
    operator: () => 'Ada',
    commandContext: { baseUrl: 'https://taskrouter.twilio.com' },
  })
  const close = async () => {
    await bulk.close()
    await history.close()
  }
  return {
    server,
    bulk,
    history,
    folder,
    clock,
    surroundings,
    again: () => openDesk(server, { ...options, files: diskFiles, folder }),
    close: async () => {
      await close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const instruct = (instruction: Instruction): BulkAction => ({ kind: 'instruction', instruction })
export const REJECT = instruct(instructionOf('reject'))

export async function planOf(
  desk: Desk,
  action: BulkAction,
  sids?: readonly string[],
  note = '',
): Promise<Plan> {
  return desk.bulk.plan({ action, sids: sids ?? [...desk.server.reservations.keys()], note }, () => undefined)
}

const ENDED = new Set<JobSummary['state']>(['finished', 'cancelled', 'blocked', 'interrupted'])

/** Resolves when the job has ended or stopped by itself. */
export async function ended(desk: Pick<Desk, 'bulk'>, jobId: string): Promise<JobSummary> {
  return until(() => {
    const job = desk.bulk.jobs().find(({ id }) => id === jobId)
    return job !== undefined && ENDED.has(job.state) ? job : null
  }, `job ${jobId} to end`)
}

export async function runAll(
  desk: Desk,
  action: BulkAction,
  sids?: readonly string[],
  released: readonly string[] = [],
): Promise<JobSummary> {
  const plan = await planOf(desk, action, sids)
  const typed = plan.confirm.kind === 'typed' ? plan.confirm.phrase : ''
  const { id } = await desk.bulk.run(runOf(plan.id, released, typed))
  return ended(desk, id)
}

/** Polls a condition until it gives something, for twenty seconds at most unless told otherwise. */
export async function until<T>(probe: () => T | null, what: string, withinMs = 20_000): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = probe()
    if (found !== null) return found
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
