import { writeFile } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import type { CDPSession, Page } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { askMain } from '../support/e2e/bulk'
import { type LaunchedApp, launchApp, NO_KEYCHAIN } from '../support/e2e/launch'
import type { BoardFeed, WallTraffic } from '../support/bench/board-feed'
import { bundleForMain } from '../support/bench/bundle'
import { PAGE_PROBE } from '../support/bench/page-probe'
import { mainThreadMs } from '../support/bench/process-cost'
import { percentile, rounded } from '../support/bench/statistics'

/** Rows on the board; the smallest only shows that what crosses the wall for a change does not grow with them. */
const SIZES = (process.env['SIZES'] ?? '1000,10000,50000,100000').split(',').map(Number)
const CHANGES = 50
const IDLE_MS = 3_000
const CHANGING_MS = 10_000
const SCROLLING_MS = 5_000
const SCROLL_PX = 40
const SNAPSHOTS = 5

interface Frames {
  readonly gaps: readonly number[]
  readonly longTasks: readonly number[]
}

const frames = (page: Page, ms: number, scroll = 0): Promise<Frames> =>
  page.evaluate<Frames>(`probe.frames(${String(ms)}, ${String(scroll)})`)

interface MainGlobal {
  feed?: BoardFeed
}

/** Replaces what the window's board is fed with, and loads the page anew so that it waits for its first snapshot. */
async function takeOver(app: LaunchedApp, page: Page, file: string): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, path) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('The app has no window.')
    const load = process.mainModule?.require(path) as { BoardFeed: typeof BoardFeed }
    Object.assign(globalThis, { feed: new load.BoardFeed(contents) })
  }, file)
  await reload(page)
}

async function reload(page: Page): Promise<void> {
  await page.reload()
  await page.getByRole('button', { name: /^All/ }).click()
  await page.evaluate(PAGE_PROBE)
  await page.evaluate('probe.settled()')
}

/** @returns ms from asking for the snapshot until all of it is painted, and the long tasks on the way */
async function snapshot(
  app: LaunchedApp,
  page: Page,
  rows: number,
): Promise<{ ms: number; longest: number }> {
  const shown = page.evaluate<{ at: number; tasks: readonly number[] }>(
    `(async () => { const ended = probe.longTasks(); const at = await probe.shown(${String(rows + 1)}); return { at, tasks: ended() } })()`,
  )
  const asked = await app.electron.evaluate(
    (_electron, count) => (globalThis as MainGlobal).feed?.snapshot(count) ?? Number.NaN,
    rows,
  )
  const { at, tasks } = await shown
  return { ms: at - asked, longest: Math.max(0, ...tasks) }
}

/** The process of the window's page. */
const pageProcess = (app: LaunchedApp): Promise<number> =>
  app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? Number.NaN,
  )

/** With PROFILE=FILE the processor profile of `part` is written to FILE.<part>.<rows>.cpuprofile. */
async function profiled<Result>(
  session: CDPSession,
  part: 'snapshot' | 'changes',
  rows: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const file = process.env['PROFILE']
  if (file === undefined) return work()
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  const result = await work()
  const { profile } = await session.send('Profiler.stop')
  await writeFile(`${file}.${part}.${String(rows)}.cpuprofile`, JSON.stringify(profile))
  return result
}

async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize / 2 ** 20
}

async function measure(app: LaunchedApp, page: Page, rows: number): Promise<Record<string, number>> {
  const shots: { ms: number; longest: number }[] = []
  const session = await page.context().newCDPSession(page)
  let snapshotWorkMs = Number.NaN
  for (let round = 0; round < SNAPSHOTS; round += 1) {
    if (round > 0) await reload(page)
    const pid = await pageProcess(app)
    const before = await mainThreadMs(pid)
    shots.push(await profiled(session, 'snapshot', rows, () => snapshot(app, page, rows)))
    snapshotWorkMs = (await mainThreadMs(pid)) - before
  }
  const idle = await frames(page, IDLE_MS)
  await app.electron.evaluate((_electron, n) => (globalThis as MainGlobal).feed?.change(n), CHANGES)
  const pid = await pageProcess(app)
  const before = await mainThreadMs(pid)
  const from = performance.now()
  const changing = await profiled(session, 'changes', rows, () => frames(page, CHANGING_MS))
  const workShare = ((await mainThreadMs(pid)) - before) / (performance.now() - from)
  const scrolling = await frames(page, SCROLLING_MS, SCROLL_PX)
  const traffic: WallTraffic = (await app.electron.evaluate(() =>
    (globalThis as MainGlobal).feed?.stop(),
  )) ?? {
    changes: 0,
    bytes: 0,
    messages: 0,
  }
  return {
    snapshotMs: percentile(
      shots.map(({ ms }) => ms),
      0.5,
    ),
    snapshotWorkMs,
    snapshotLongestTaskMs: percentile(
      shots.map(({ longest }) => longest),
      0.5,
    ),
    idleP95FrameMs: percentile(idle.gaps, 0.95),
    p95FrameMs: percentile(changing.gaps, 0.95),
    workPercent: workShare * 100,
    longestTaskMs: Math.max(0, ...changing.longTasks, ...scrolling.longTasks),
    longTasks: changing.longTasks.length + scrolling.longTasks.length,
    scrollP95FrameMs: percentile(scrolling.gaps, 0.95),
    heapMb: await heapMb(page),
    bytesPerChange: traffic.bytes / traffic.changes,
  }
}

/**
 * The board of the real app with up to 100,000 rows: how soon a snapshot is on screen, how even the frames are while 50 rows
 * change every 100 ms, what it holds and what crosses the wall. A key ends with the number of rows; 0 for a longest task
 * means that none was longer than 50 ms.
 */
export async function run(): Promise<Record<string, number>> {
  const feed = await bundleForMain('board-feed')
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 1 })
  const metrics: Record<string, number> = {}
  try {
    for (const rows of SIZES) {
      const app = await launchApp({ env: { ...NO_KEYCHAIN, TASKROUTER_BASE_URL: practice.url } })
      try {
        const page = await app.window()
        const { accountSid, keySid, keySecret: secret, workspaceSid } = practice
        const credentials = { kind: 'apiKey', accountSid, keySid, secret }
        const { draftId } = await askMain<{ draftId: string }>(page, 'connection.draft', {
          credentials,
          region: 'us1',
        })
        await askMain(page, 'connection.connect', { draftId, workspaceSid })
        await takeOver(app, page, feed)
        for (const [key, value] of Object.entries(await measure(app, page, rows)))
          metrics[`${key}${String(rows)}`] = rounded(value)
      } finally {
        await app.close()
      }
    }
  } finally {
    await practice.close()
  }
  const perChange = SIZES.map((rows) => metrics[`bytesPerChange${String(rows)}`] ?? Number.NaN)
  metrics['bytesPerChangeSpread'] = rounded(Math.max(...perChange) / Math.min(...perChange), 3)
  return metrics
}
