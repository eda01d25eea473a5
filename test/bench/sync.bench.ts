import { resolve } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { BoardPush } from '../../preload/contract/board'
import { readRows } from '../../preload/contract/row-pages'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { type Board, BoardStream, createBoard, systemClock } from '../../main/board'
import { countRules, createDiagnose } from '../../main/diagnosis'
import type { TaskRouterClient, WorkspaceApi } from '../../main/taskrouter/api'
import { createTaskRouterClient } from '../../main/taskrouter/client'
import { startPageWorker } from '../../main/taskrouter/pages/page-thread'
import { readAsPeer } from '../support/bench-peer'
import { type PracticeProcess, startPracticeProcess } from '../support/practice-process'

/** The standard workspace and server of DESIGN.md section 11; `times` scales the workspace, never the server. */
const SERVER = { latency: 80, rps: 30, burst: 60, concurrency: 16 }
/** As the program does; the benchmark runs in the repository's folder and on a fresh build. */
const PAGE_THREAD = resolve('dist/main/page-thread.cjs')
const TASKS = 4_000
const WORKERS = 600
const EVENTS = 20_000
const SCALES = (process.env['SCALES'] ?? '1,4,16').split(',').map(Number)
const TICKS = 12
const CHANGES = 40

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what: string, holds: () => boolean, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Not reached: ${what}`)
    await pause(5)
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** What the window holds: the stream's own pages and deltas, and when a row was last sent. */
class Screen {
  readonly rows = new Map<string, { readonly status: string; readonly at: number }>()

  take(push: BoardPush): void {
    const at = performance.now()
    const upserts = push.kind === 'page' ? readRows(push.rows) : push.upserts
    for (const row of upserts)
      if (row.endedAt === null) this.rows.set(row.sid, { status: row.status, at })
      else this.rows.delete(row.sid)
    if (push.kind === 'delta') for (const sid of push.removed) this.rows.delete(sid)
  }
}

interface Console {
  readonly client: TaskRouterClient
  readonly board: Board
  readonly screen: Screen
  /** When each look into the event log began. */
  readonly looks: number[]
  close(): Promise<void>
}

function openConsole(server: PracticeProcess): Console {
  const client = openClient(server)
  const looks: number[] = []
  const real = client.workspace(server.workspaceSid)
  const api: WorkspaceApi = {
    ...real,
    listEvents: (filter, options) => {
      looks.push(performance.now())
      return real.listEvents(filter, options)
    },
  }
  const board = createBoard({
    api,
    budget: () => client.budget(),
    clockOffset: () => client.clockOffset(),
    clock: systemClock,
    diagnose: createDiagnose(),
    countRules,
    rules: DEFAULT_SETTINGS,
    rejectionLimit: 10,
    random: Math.random,
    log: () => undefined,
  })
  const screen = new Screen()
  const stream = new BoardStream({
    board,
    clock: systemClock,
    send: (push) => {
      screen.take(push)
    },
    newStreamId: () => 'bench',
  })
  stream.subscribe()
  const close = async () => {
    stream.close()
    await board.stop()
    await client.close()
  }
  return { client, board, screen, looks, close }
}

function openClient(server: PracticeProcess): TaskRouterClient {
  return createTaskRouterClient({
    credentials: { user: server.keySid, password: server.keySecret },
    baseUrl: server.url,
    startPageWorker: () => startPageWorker(PAGE_THREAD),
  })
}

function startServer(times: number): Promise<PracticeProcess> {
  return startPracticeProcess({
    scenario: 'standard',
    tasks: TASKS * times,
    workers: WORKERS * times,
    events: EVENTS * times,
    ...SERVER,
  })
}

async function cold(server: PracticeProcess, desk: Console): Promise<Record<string, number>> {
  const total = (await server.live()).length
  await server.clearRequests()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const startedAt = performance.now()
  desk.board.start()
  await until('95 % of the rows', () => desk.screen.rows.size >= 0.95 * total, 900_000)
  const shown95Ms = performance.now() - startedAt
  await until('verified', () => desk.board.status().phase === 'live', 900_000)
  const verifiedMs = performance.now() - startedAt
  delay.disable()
  return {
    liveReservations: total,
    requestsCold: (await server.requests()).length,
    shown95Ms,
    verifiedMs,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    loopDelayMaxMs: delay.max / 1e6,
  }
}

/** Requests of whole ticks: from the beginning of one look until the beginning of another. */
async function perTick(server: PracticeProcess, desk: Console): Promise<number> {
  await server.clearRequests()
  const first = desk.looks.length
  await until('ticks', () => desk.looks.length > first + TICKS, 120_000)
  // The server notes when a request arrived, a moment after it was sent; no other is sent at the border of two ticks.
  const [from = Number.NaN, to = Number.NaN] = [desk.looks[first], desk.looks[first + TICKS]].map(
    (at) => performance.timeOrigin + (at ?? Number.NaN),
  )
  return (await server.requests()).filter(({ at }) => at >= from && at < to).length / TICKS
}

/** Somebody else accepts an offer; how long after the first look that can know of it does the window show it? */
async function changeToScreen(server: PracticeProcess, desk: Console): Promise<number> {
  const other = openClient(server)
  const api = other.workspace(server.workspaceSid)
  const delays: number[] = []
  try {
    const offers = (await server.live()).filter((row) => row.status === 'pending' && !row.held)
    for (const { sid, taskSid } of offers) {
      if (delays.length === CHANGES) break
      try {
        await api.updateReservation({ taskSid, sid }, { kind: 'accept', parameters: {} })
      } catch {
        continue // An agent or the clock was faster: not a change of ours to be measured.
      }
      const changedAt = performance.now()
      await until('the change on screen', () => desk.screen.rows.get(sid)?.status !== 'pending', 60_000)
      const shownAt = desk.screen.rows.get(sid)?.at ?? performance.now()
      const look = desk.looks.find((at) => at >= changedAt) ?? changedAt
      delays.push(Math.max(0, shownAt - look))
    }
  } finally {
    await other.close()
  }
  return percentile(delays, 0.95)
}

/** How many live rows differ from the server's own list, once nothing is under way. */
async function wrongRows(server: PracticeProcess, desk: Console): Promise<number> {
  let wrong = Number.NaN
  for (let attempt = 0; attempt < 10 && wrong !== 0; attempt++) {
    await pause(2_500)
    const truth = new Map((await server.live()).map((row) => [row.sid, row.status]))
    wrong = 0
    for (const [sid, { status }] of desk.screen.rows) if (truth.get(sid) !== status) wrong += 1
    for (const sid of truth.keys()) if (!desk.screen.rows.has(sid)) wrong += 1
  }
  return wrong
}

/** Reading and following a big workspace, beside a plain script on the official client at the same server. */
export async function run(): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {}
  const ticks: number[] = []
  for (const times of SCALES) {
    const server = await startServer(times)
    try {
      const desk = openConsole(server)
      const read = await cold(server, desk)
      const requests = await perTick(server, desk)
      ticks.push(requests)
      metrics[`requestsPerTick${times}x`] = requests
      if (times === 1) {
        Object.assign(metrics, read)
        metrics['changeToScreenMs'] = await changeToScreen(server, desk)
        metrics['wrongRows'] = await wrongRows(server, desk)
      } else {
        metrics[`requestsCold${times}x`] = read['requestsCold'] ?? Number.NaN
        metrics[`verifiedMs${times}x`] = read['verifiedMs'] ?? Number.NaN
      }
      await desk.close()
      if (times !== 1) continue
      await pause(3_000) // The server's burst is full again: the peer starts as we did.
      await server.clearRequests()
      const peer = await readAsPeer(server)
      metrics['peerRequestsCold'] = (await server.requests()).length
      metrics['peerShown95Ms'] = peer.shown95Ms
      metrics['peerVerifiedMs'] = peer.doneMs
      metrics['peerRows'] = peer.rows
    } finally {
      await server.close()
    }
  }
  metrics['requestsPerTick'] = Math.max(...ticks)
  metrics['requestsShare'] = (metrics['requestsCold'] ?? 0) / (metrics['peerRequestsCold'] ?? 1)
  metrics['speedup'] = (metrics['peerVerifiedMs'] ?? 0) / (metrics['verifiedMs'] ?? 1)
  return metrics
}
