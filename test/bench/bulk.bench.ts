import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BoardReader } from '../../main/board/api'
import { createBulk } from '../../main/bulk'
import { createHistory } from '../../main/history'
import { diskFiles } from '../../main/history/files'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import { instructionOf } from '../../preload/contract/instructions'
import type { BulkAction } from '../../preload/contract/bulk'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { officialClient } from '../support/official-client'
import { runOf } from '../support/run-request'
import { boardRow } from '../support/rows'

/**
 * 500 rejects on a server that allows 30 requests a second (burst 60, 16 at once, 80 ms each), by this program and by
 * scripts on the official client: one after the other, and all at once.
 */
const OFFERS = 500
const WORKERS = 60
const RPS = 30
const BURST = 60
const LIMITS = { latencyMs: 80, rps: RPS, burst: BURST, concurrency: 16 }

interface Field {
  readonly server: PracticeServer
  readonly sids: readonly string[]
  close(): Promise<void>
}

async function field(): Promise<Field> {
  const server = await startPracticeServer({ scenario: 'quiet', seed: 5, ...LIMITS })
  const sids: string[] = []
  for (let worker = 0; worker < WORKERS; worker += 1) {
    const count = Math.floor(OFFERS / WORKERS) + (worker < OFFERS % WORKERS ? 1 : 0)
    sids.push(...server.control.stage('P8', { count, ageMs: 10_000 }).reservationSids)
  }
  server.control.clearRequestLog()
  return { server, sids, close: () => server.close() }
}

interface Sent {
  readonly all: number
  readonly limited: number
  /** Rows on which the server was made to act more than once. */
  readonly doubled: number
}

function sent({ server }: Field): Sent {
  const log = server.control.requestLog()
  const processed = log.filter(
    ({ method, status, path }) => method === 'POST' && status !== 429 && path.includes('/WR'),
  )
  return {
    all: log.length,
    limited: log.filter(({ status }) => status === 429).length,
    doubled: processed.length - new Set(processed.map(({ path }) => path)).size,
  }
}

function stillPending({ server, sids }: Field): number {
  const { reservations } = server.control.current.world
  return sids.filter((sid) => reservations.get(sid)?.status === 'pending').length
}

interface Ours extends Sent {
  readonly seconds: number
  readonly failed: number
  readonly lost: number
}

async function ours(fold: boolean): Promise<Ours> {
  const at = await field()
  const { server, sids } = at
  const folder = await mkdtemp(join(tmpdir(), 'bulk-bench-'))
  const client = createTaskRouterClient({
    credentials: { user: server.keySid, password: server.keySecret },
    baseUrl: server.url,
  })
  const history = createHistory({ folder: join(folder, 'history') })
  const bulk = createBulk({
    api: client.workspace(server.workspaceSid),
    board: boardOf(server),
    history,
    journal: { folder: join(folder, 'journal'), files: diskFiles },
    ids: () => `id-${performance.now().toString(36).replace('.', '-')}`,
    settings: () => ({
      ...DEFAULT_SETTINGS,
      rejectionLimit: 1_000,
      typedConfirmFrom: 10_000,
      requireNote: false,
    }),
    multiTasking: true,
    workspaceSid: server.workspaceSid,
    operator: () => 'bench',
    commandContext: { baseUrl: server.url },
  })
  try {
    const away = bulkActivity(server)
    const instruction = fold ? instructionOf('reject', { WorkerActivitySid: away }) : instructionOf('reject')
    const action: BulkAction = { kind: 'instruction', instruction }
    const plan = await bulk.plan({ action, sids, note: '' }, () => undefined)
    await refilled()
    server.control.clearRequestLog()
    const started = performance.now()
    const { id } = await bulk.run(runOf(plan.id, [], ''))
    while (bulk.jobs().some(({ state }) => state === 'running')) await pause(5)
    const seconds = (performance.now() - started) / 1_000
    const counts = bulk.jobs().find((job) => job.id === id)?.counts
    const told = sent(at)
    return {
      ...told,
      seconds,
      failed: (counts?.failed ?? 0) + (counts?.unknown ?? 0),
      lost: stillPending(at),
    }
  } finally {
    await bulk.close()
    await history.close()
    await client.close()
    await at.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Peer extends Sent {
  readonly seconds: number
  readonly failed: number
}

async function peer(atOnce: boolean): Promise<Peer> {
  const at = await field()
  const { server, sids } = at
  const workspace = officialClient(server).taskrouter.v1.workspaces(server.workspaceSid)
  const taskOf = new Map(server.control.liveReservations().map(({ sid, taskSid }) => [sid, taskSid]))
  let failed = 0
  const reject = async (sid: string) => {
    try {
      await workspace
        .tasks(taskOf.get(sid) ?? '')
        .reservations(sid)
        .update({ reservationStatus: 'rejected' })
    } catch {
      failed += 1
    }
  }
  const started = performance.now()
  try {
    if (atOnce) await Promise.all(sids.map(reject))
    else for (const sid of sids) await reject(sid)
    return { ...sent(at), seconds: (performance.now() - started) / 1_000, failed }
  } finally {
    await at.close()
  }
}

export async function run(): Promise<Record<string, number>> {
  const plain = await ours(false)
  const folded = await ours(true)
  const oneByOne = await peer(false)
  const allAtOnce = await peer(true)
  // In this time the server would have let through what its bucket held and what flowed into it meanwhile.
  const allowed = BURST + plain.seconds * RPS
  return {
    rejects: OFFERS,
    seconds: plain.seconds,
    rate: OFFERS / plain.seconds,
    rateShare: (plain.all - plain.limited) / allowed,
    share429: plain.limited / plain.all,
    failedShown: plain.failed,
    duplicates: plain.doubled,
    lost: plain.lost,
    requestsPlain: plain.all,
    requestsFolded: folded.all,
    foldedShare: folded.all / plain.all,
    secondsFolded: folded.seconds,
    lostFolded: folded.lost,
    peerRate: (OFFERS - oneByOne.failed) / oneByOne.seconds,
    peerSeconds: oneByOne.seconds,
    peerFailed: oneByOne.failed,
    peerAtOnceFailed: allAtOnce.failed,
    peerAtOnceRequests: allAtOnce.all,
  }
}

function boardOf(server: PracticeServer): BoardReader {
  const rows = new Map(
    server.control
      .liveReservations()
      .map(({ sid, taskSid, workerSid, status }) => [
        sid,
        boardRow({ sid, taskSid, workerSid, status, channel: 'chat', hasCall: false, deadlineAt: null }),
      ]),
  )
  const activities = [...server.control.current.world.activities.values()]
  return {
    row: (sid) => rows.get(sid),
    rowsOfTask: (taskSid) => [...rows.values()].filter((row) => row.taskSid === taskSid),
    rowsOfWorker: (workerSid) => [...rows.values()].filter((row) => row.workerSid === workerSid),
    directory: () => ({ activities, queues: [], workflows: [], channels: [], workers: [] }),
    trustworthy: () => true,
    poke: () => undefined,
    learn: () => undefined,
    learnChannel: () => undefined,
    markInstructed: () => undefined,
  }
}

function bulkActivity(server: PracticeServer): string {
  const away = [...server.control.current.world.activities.values()].find(({ available }) => !available)
  if (away === undefined) throw new Error('The practice workspace has no unavailable activity.')
  return away.sid
}

/** The time in which an empty bucket fills again, so that a run starts as a patient person would start it. */
const refilled = () => pause((BURST / RPS) * 1_000 + 200)

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
