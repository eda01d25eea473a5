// The program is killed in the middle of a job, as by a power cut, and started again: the server saw each row's action at most
// once, and every row ends with a true outcome. LONG=1 tries 50 instants; KILL_FROM and KILL_TO choose a part of them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test, type Page } from '@playwright/test'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { instructionOf } from '../../preload/contract/instructions'
import type { HistoryPage } from '../../preload/contract/bulk'
import {
  askMain,
  jobs,
  live,
  outcomesWhenOver,
  planRows,
  resumeInterrupted,
  runPlan,
  sightings,
  signIn,
} from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'
import { endWithChildren } from '../support/e2e/processes'

const ROWS = 300
/** Each instant starts the program two or three times; a busy machine may need half a minute for each. */
const INSTANT_MS = 240_000
const DONE = ['done', 'rejected']
const LONG = process.env['LONG'] === '1'
const FROM = Number(process.env['KILL_FROM'] ?? 0)
const TO = Number(process.env['KILL_TO'] ?? (LONG ? 50 : 3))

/** A fraction that differs from case to case and is the same in every run. */
const fraction = (n: number): number => Math.abs((Math.sin(n * 12.9898) * 43_758.5453) % 1)

/** Ends main first, so that nothing of it can still write or send. */
async function powerCut({ electron }: LaunchedApp): Promise<void> {
  const { pid } = electron.process()
  if (pid === undefined) throw new Error('The program has no process id.')
  process.kill(pid, 'SIGKILL')
  await endWithChildren(pid)
}

/** Waits until the server has been told about this many rows, and a moment more. */
async function whenSent(server: PracticeServer, count: number, momentMs: number): Promise<number> {
  await expect
    .poll(() => sightings(server.control.requestLog()).size, { timeout: 60_000, intervals: [2] })
    .toBeGreaterThanOrEqual(count)
  await delay(momentMs)
  return sightings(server.control.requestLog()).size
}

for (let instant = FROM; instant < TO; instant += 1) {
  test(`killed at instant ${instant} of a job of ${ROWS} rows`, async () => {
    test.setTimeout(INSTANT_MS)
    await forgetSecrets(KEYCHAIN_SERVICE)
    const server = await startPracticeServer({ scenario: 'quiet', seed: 3 + instant, latencyMs: 20 })
    const staged = server.control.stage('P6', { count: ROWS }).reservationSids
    const profile = await mkdtemp(path.join(tmpdir(), 'console-kill-'))
    const start = () => launchApp({ profile, env: { TASKROUTER_BASE_URL: server.url } })
    let app = await start()
    try {
      const page = await app.window()
      await signIn(page, server)
      const plan = await planRows(page, { kind: 'instruction', instruction: instructionOf('reject') }, staged)
      expect(plan.counts.act).toBe(ROWS)
      await runPlan(page, plan)
      const target = 1 + Math.floor(fraction(instant + 1) * (ROWS - 40))
      await whenSent(server, target, fraction(instant + 31) * 20)
      await powerCut(app)
      if (instant % 3 === 2) {
        // A second cut, while the first one is being cleared up.
        app = await start()
        await resumeInterrupted(await app.window())
        await delay(fraction(instant + 77) * 60)
        await powerCut(app)
      }
      const cutAt = sightings(server.control.requestLog()).size
      expect(cutAt).toBeGreaterThan(0)
      app = await start()
      const again = await app.window()
      if (cutAt < ROWS || (await hasOpenJob(again))) await resumeInterrupted(again)
      const outcomes = await outcomesWhenOver(again)
      const seen = sightings(server.control.requestLog())
      const { reservations } = server.control.current.world
      // One comparison for all rows: hundreds of single expectations would take longer than the job itself.
      const happened = staged.map((sid) => ({
        sid,
        sent: seen.get(sid),
        status: reservations.get(sid)?.status,
        told: outcomes.size === 0 ? DONE : [outcomes.get(sid)?.outcome, outcomes.get(sid)?.statusAfter],
      }))
      expect(happened).toEqual(staged.map((sid) => ({ sid, sent: 1, status: 'rejected', told: DONE })))
      const query = { text: '', limit: 1_000, before: null }
      const { entries, chain } = await askMain<HistoryPage>(again, 'history.query', query)
      expect(entries.map(({ sid }) => sid).sort()).toEqual([...staged].sort())
      expect(chain).toMatchObject({ intact: true, lines: ROWS })
    } finally {
      await app.close()
      await server.close()
      await forgetSecrets(KEYCHAIN_SERVICE)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  })
}

async function hasOpenJob(page: Page): Promise<boolean> {
  await live(page)
  return (await jobs(page)).length > 0
}
