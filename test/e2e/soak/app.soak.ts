// A shift at speed in the real program, with faults: nothing leaks, nothing is stuck, nobody's error goes unheard, and at the end
// the board is what the server is. Time moves on five minutes a turn; SOAK_HOURS chooses a shorter shift.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { type Fault, startPracticeServer } from '../../../main/practice'
import { KEYCHAIN_SERVICE } from '../../../main/vault/keytar-vault'
import { instructionOf } from '../../../preload/contract/instructions'
import { askMain, jobs, live, planRows, READY_MS, runPlan, signIn } from '../../support/e2e/bulk'
import { forgetSecrets } from '../../support/e2e/keychain'
import { launchApp, type LaunchedApp } from '../../support/e2e/launch'
import { followBoard, type FollowedBoard } from '../../support/e2e/board-follower'
import { growthOf } from '../../support/growth'

const HOURS = Number(process.env['SOAK_HOURS'] ?? '8')
const STEP_MS = 5 * 60_000
const TURNS = Math.round((HOURS * 3_600_000) / STEP_MS)
/** Longest that a turn may take on a busy machine. */
const TURN_MS = 30_000
const MB = 1_048_576

/** Everything that can go wrong on the way, each now and then. */
const WEATHER: readonly Fault[] = [
  { kind: 'status', status: 500, probability: 0.02, method: 'GET' },
  { kind: 'status', status: 503, probability: 0.02 },
  { kind: 'status', status: 429, probability: 0.03 },
  { kind: 'reset-before', probability: 0.01 },
  { kind: 'reset-after', probability: 0.01 },
  { kind: 'truncate', probability: 0.01, method: 'GET' },
  { kind: 'html', probability: 0.01, method: 'GET' },
  { kind: 'latency', probability: 0.1, delayMs: 30, jitterMs: 50 },
]

interface Sample {
  readonly second: number
  /** After a collection, in bytes. */
  readonly mainHeap: number
  readonly pageHeap: number
  /** All processes together, in bytes. */
  readonly rss: number
  readonly timers: number
}

async function sampleOf(app: LaunchedApp, page: Page, started: number): Promise<Sample> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize: pageHeap } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  const main = await app.electron.evaluate(({ app: electron }) => {
    const collect = (globalThis as { gc?: () => void }).gc
    collect?.()
    const { heapUsed, rss: own } = process.memoryUsage()
    const others = electron.getAppMetrics().filter(({ type }) => type !== 'Browser')
    return {
      mainHeap: heapUsed,
      rss: own + others.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0),
      timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
    }
  })
  return { second: Math.round((Date.now() - started) / 1000), pageHeap, ...main }
}

/**
 * Waits until the board is live with what happened up to `at`, server time in ms. Until then it is behind by the whole step that
 * time has taken, and a plan rightly holds every row back.
 */
async function caughtUp(board: FollowedBoard, at: number): Promise<void> {
  const behind = async () => {
    const status = await board.status()
    return status?.phase === 'live' && status.freshAt !== null
      ? at - status.freshAt
      : Number.POSITIVE_INFINITY
  }
  // Dates of answers are whole seconds. In such weather several looks in a row can fail, each waited for longer than the one before.
  await expect.poll(behind, { timeout: 3 * READY_MS, intervals: [250] }).toBeLessThan(2_000)
}

/** What a supervisor does all day: look at somebody, reject what waits too long, leave the window and come back. */
async function work(app: LaunchedApp, page: Page, board: FollowedBoard, turn: number): Promise<void> {
  const rows = [...(await board.rows()).values()]
  const waiting = rows.filter(({ status }) => status === 'pending').slice(0, 8)
  const [somebody] = rows
  if (somebody !== undefined)
    await askMain(page, 'board.detail', { sid: somebody.sid }).catch(() => undefined)
  if (waiting.length > 0) {
    const action = { kind: 'instruction', instruction: instructionOf('reject') } as const
    const plan = await planRows(
      page,
      action,
      waiting.map(({ sid }) => sid),
    ).catch(() => null)
    // In such weather a plan may find nothing left to do, or no way out: both are answers.
    if (plan !== null && plan.counts.act > 0) await runPlan(page, plan).catch(() => undefined)
  }
  if (turn % 4 === 3) {
    await app.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.hide()
      window?.show()
    })
  }
}

test(`a shift of ${HOURS} hours`, async () => {
  test.setTimeout(TURNS * TURN_MS + 300_000)
  await forgetSecrets(KEYCHAIN_SERVICE)
  const practice = await startPracticeServer({ scenario: 'helpdesk', seed: 8, speed: 1 })
  const app = await launchApp({
    env: { TASKROUTER_BASE_URL: practice.url },
    args: ['--js-flags=--expose-gc'],
  })
  const samples: Sample[] = []
  try {
    const page = await app.window()
    await page.waitForLoadState()
    await signIn(page, practice)
    const board = await followBoard(page)
    for (const fault of WEATHER) practice.control.armFault(fault)

    const started = Date.now()
    for (let turn = 0; turn < TURNS; turn += 1) {
      practice.control.advance(STEP_MS)
      await caughtUp(board, practice.control.now)
      await work(app, page, board, turn)
      samples.push(await sampleOf(app, page, started))
    }

    practice.control.clearFaults()
    practice.control.pause()
    await expect
      .poll(async () => (await jobs(page)).filter(({ state }) => state === 'running').length, {
        timeout: READY_MS,
      })
      .toBe(0)
    await askMain(page, 'board.refresh')
    const truth = () =>
      Object.fromEntries(practice.control.liveReservations().map(({ sid, status }) => [sid, status]))
    const told = async () =>
      Object.fromEntries(
        [...(await board.rows()).values()].flatMap(({ sid, status, endedAt }) =>
          endedAt === null ? [[sid, status]] : [],
        ),
      )
    await expect.poll(told, { timeout: 90_000, intervals: [1_000] }).toEqual(truth())
    await live(page)

    // A third of the shift is for filling up what is kept on purpose: ended rows, history of queues, caches.
    const steady = samples.slice(Math.floor(samples.length / 3))
    const growth = {
      mainHeapMb: growthOf(steady.map(({ second, mainHeap }) => [second, mainHeap / MB])),
      pageHeapMb: growthOf(steady.map(({ second, pageHeap }) => [second, pageHeap / MB])),
      rssMb: growthOf(steady.map(({ second, rss }) => [second, rss / MB])),
    }
    const log = await readFile(path.join(app.profile, 'logs', 'console.log'), 'utf8')
    const facts = {
      hours: HOURS,
      seconds: samples.at(-1)?.second,
      samples: samples.length,
      growth,
      last: samples.at(-1),
    }
    console.log(JSON.stringify(facts))
    const file = process.env['SOAK_JSON']
    if (file !== undefined) await writeFile(file, `${JSON.stringify({ ...facts, all: samples }, null, 2)}\n`)
    expect(steady.length).toBeGreaterThan(5)
    expect(growth.mainHeapMb).toBeLessThan(4)
    expect(growth.pageHeapMb).toBeLessThan(4)
    expect(growth.rssMb).toBeLessThan(50)
    // A timer that is set again and again without being taken back would show as ever more of them.
    expect((samples.at(-1)?.timers ?? 0) - (steady[0]?.timers ?? 0)).toBeLessThan(15)
    expect(log).not.toContain('main.unhandledRejection')
    expect(log).not.toContain('main.uncaughtException')
    expect(app.complaints).toEqual([])
    expect((await jobs(page)).length).toBeGreaterThan(0)
  } finally {
    await app.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  }
})
