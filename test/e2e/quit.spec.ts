// Quitting while a job runs asks. Whoever stays loses nothing; whoever quits finds the job at the next start, and it goes on from there.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import type { HistoryPage } from '../../preload/contract/bulk'
import { instructionOf } from '../../preload/contract/instructions'
import {
  askMain,
  jobs,
  outcomesWhenOver,
  planRows,
  resumeInterrupted,
  runPlan,
  sightings,
  signIn,
} from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'

const ROWS = 150
/** Slow enough that the job is still running when it is asked about twice. */
const SLOW = { rps: 15, burst: 15 }
const STAY = 0
const QUIT = 1

interface Asked {
  answer: number
  readonly buttons: (readonly string[])[]
}

/** Somebody who answers the question of the real program: a real dialog would wait for a press that cannot come. */
async function answering({ electron }: LaunchedApp): Promise<void> {
  await electron.evaluate(({ dialog }) => {
    const asked: Asked = { answer: 0, buttons: [] }
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = ((...given: { buttons?: string[] }[]) => {
      asked.buttons.push(given.at(-1)?.buttons ?? [])
      return Promise.resolve({ response: asked.answer, checkboxChecked: false })
    }) as typeof dialog.showMessageBox
  })
}

const asked = ({ electron }: LaunchedApp): Promise<Asked> =>
  electron.evaluate(() => (globalThis as unknown as { asked: Asked }).asked)

const quit = ({ electron }: LaunchedApp, answer: number): Promise<void> =>
  electron.evaluate(({ app }, response) => {
    ;(globalThis as unknown as { asked: Asked }).asked.answer = response
    // Later, because whoever quits at once never answers this call.
    setImmediate(() => {
      app.quit()
    })
  }, answer)

test('quitting while a job runs asks; staying goes on, quitting leaves a job that settles truthfully', async () => {
  test.setTimeout(240_000)
  await forgetSecrets(KEYCHAIN_SERVICE)
  const server = await startPracticeServer({ scenario: 'quiet', seed: 5, ...SLOW })
  const staged = server.control.stage('P6', { count: ROWS }).reservationSids
  const profile = await mkdtemp(path.join(tmpdir(), 'console-quit-'))
  const start = () => launchApp({ profile, env: { TASKROUTER_BASE_URL: server.url } })
  const sent = (): number => sightings(server.control.requestLog()).size
  let app = await start()
  try {
    const page = await app.window()
    await signIn(page, server)
    await answering(app)
    const reject = { kind: 'instruction', instruction: instructionOf('reject') } as const
    await runPlan(page, await planRows(page, reject, staged))
    await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(3)

    await quit(app, STAY)
    await expect.poll(async () => (await asked(app)).buttons).toEqual([['Keep running', 'Pause and quit']])
    const before = sent()
    await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(before)
    expect((await jobs(page)).map(({ state }) => state)).toEqual(['running'])

    const main = app.electron.process()
    const ended = once(main, 'exit')
    await quit(app, QUIT)
    await ended
    expect(main.exitCode).toBe(0)
    const atQuit = sent()
    expect(atQuit).toBeLessThan(ROWS)

    app = await start()
    const again = await app.window()
    await resumeInterrupted(again)
    const outcomes = await outcomesWhenOver(again)
    const seen = sightings(server.control.requestLog())
    const { reservations } = server.control.current.world
    const happened = staged.map((sid) => {
      const told = outcomes.get(sid)
      return [seen.get(sid), reservations.get(sid)?.status, told?.outcome, told?.statusAfter]
    })
    expect(happened).toEqual(staged.map(() => [1, 'rejected', 'done', 'rejected']))
    const { entries, chain } = await askMain<HistoryPage>(again, 'history.query', {
      text: '',
      limit: 1_000,
      before: null,
    })
    expect(entries.map(({ sid }) => sid).sort()).toEqual([...staged].sort())
    expect(chain).toMatchObject({ intact: true, lines: ROWS })
  } finally {
    await app.close()
    await server.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
