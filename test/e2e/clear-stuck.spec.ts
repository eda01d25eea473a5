// The main job, as a supervisor does it: sign in by the form, find the stuck offers, reject them while agents answer some
// of them at the same moment. What an agent answered first is superseded; nothing is shown as failed.
import { expect, test, type Page } from '@playwright/test'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { forgetSecrets } from '../support/e2e/keychain'
import { heapOf } from '../support/e2e/heap'
import { launchApp } from '../support/e2e/launch'

const SIGNED_IN_MS = 30_000

async function signIn(page: Page, practice: PracticeServer): Promise<void> {
  await page.getByLabel('Account SID').fill(practice.accountSid)
  await page.getByLabel('API key SID').fill(practice.keySid)
  await page.getByLabel('API key secret', { exact: true }).fill(practice.keySecret)
  await page.getByRole('button', { name: 'Continue' }).click()
  const choice = page.getByRole('region', { name: 'Choose a workspace' })
  await choice.getByRole('button', { name: /^Open / }).click({ timeout: SIGNED_IN_MS })
  await expect(page.getByRole('grid', { name: 'Reservations' })).toBeVisible({ timeout: SIGNED_IN_MS })
}

/** An agent takes an offer, through the same API and at the same time. */
async function agentAccepts(practice: PracticeServer, sid: string): Promise<number> {
  const row = practice.control.liveReservations().find((live) => live.sid === sid)
  if (row === undefined) return 404
  const key = Buffer.from(`${practice.keySid}:${practice.keySecret}`).toString('base64')
  const answer = await fetch(
    `${practice.url}/v1/Workspaces/${practice.workspaceSid}/Workers/${row.workerSid}/Reservations/${sid}`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'ReservationStatus=accepted',
    },
  )
  return answer.status
}

test('rejects the stuck offers while agents answer some of them', async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 5, latencyMs: 40 })
  const staged = practice.control.stage('P6', { count: 24 }).reservationSids
  const app = await launchApp({ env: { TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    await signIn(page, practice)
    expect((await heapOf(page)).includes(practice.keySecret)).toBe(false)

    const board = page.getByRole('grid', { name: 'Reservations' })
    await page.getByRole('button', { name: /^Stuck/ }).click()
    // One line for the columns, one for the group of what is recommended.
    await expect(board).toHaveAttribute('aria-rowcount', String(staged.length + 2))
    await board.locator('[data-sid]').first().click()
    await page.keyboard.press('ControlOrMeta+A')
    await page.getByRole('button', { name: `Reject ${staged.length} reservations`, exact: true }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: `Reject ${staged.length} reservations`, exact: true })
    await expect(confirm).toBeEnabled()

    const answered = staged.filter((_, index) => index % 3 === 0)
    const [statuses] = await Promise.all([
      Promise.all(answered.map((sid) => agentAccepts(practice, sid))),
      confirm.click(),
    ])
    const wonByAgents = statuses.filter((status) => status === 200).length

    await expect
      .poll(() => practice.control.liveReservations().filter((row) => row.status === 'pending').length, {
        timeout: 30_000,
      })
      .toBe(0)
    const jobs = () => page.evaluate('window.bridge.bulk.jobs()')
    await expect.poll(jobs, { timeout: 30_000 }).toMatchObject({
      data: [
        {
          state: 'finished',
          total: staged.length,
          counts: { done: staged.length - wonByAgents, superseded: wonByAgents, failed: 0, unknown: 0 },
        },
      ],
    })
    // Each row was refused at most once, whoever came first.
    const posts = practice.control
      .requestLog()
      .filter((request) => request.params.ReservationStatus === 'rejected')
    const refusals = new Map<string, number>()
    for (const { path } of posts) refusals.set(path, (refusals.get(path) ?? 0) + 1)
    expect(Math.max(...refusals.values())).toBe(1)
    // The board follows: what was rejected leaves the view, and the history has a line for every row.
    await expect(board.locator('[data-sid]').filter({ hasText: 'Pending' })).toHaveCount(0)
    const history = await page.evaluate('window.bridge.history.query({ text: "", limit: 100, before: null })')
    expect((history as { data: { entries: unknown[] } }).data.entries).toHaveLength(staged.length)
    await app.screenshot('rejected')
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  }
})

test('a newcomer opens the practice workspace and rejects twelve stuck offers', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.getByRole('button', { name: 'Open the practice workspace' }).click()
    await page.getByRole('button', { name: /^Stuck/ }).click({ timeout: SIGNED_IN_MS })
    const board = page.getByRole('grid', { name: 'Reservations' })
    // Offers that nobody can be answering right now: past every time-out, or waiting for long.
    const offers = board
      .locator('[data-sid]')
      .filter({ hasText: 'Pending' })
      .filter({ hasText: /Overdue|Long wait/ })
    await expect.poll(() => offers.count(), { timeout: SIGNED_IN_MS }).toBeGreaterThanOrEqual(12)
    const sids = (await offers.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-sid')))).slice(
      0,
      12,
    )
    for (const sid of sids) {
      await board.locator(`[data-sid="${sid}"]`).click({ modifiers: ['ControlOrMeta'] })
    }
    await expect(board.locator('[aria-selected="true"][data-sid]')).toHaveCount(12)
    await page.getByRole('button', { name: 'Reject 12 reservations', exact: true }).click()
    const confirm = page
      .getByRole('dialog')
      .getByRole('button', { name: 'Reject 12 reservations', exact: true })
    await expect(confirm).toBeEnabled()
    await confirm.click()

    const jobs = () => page.evaluate('window.bridge.bulk.jobs()')
    await expect.poll(jobs, { timeout: 30_000 }).toMatchObject({
      data: [{ state: 'finished', total: 12, counts: { failed: 0, unknown: 0 } }],
    })
    for (const sid of sids) {
      await expect(board.locator(`[data-sid="${sid}"]`)).toHaveCount(0, { timeout: 30_000 })
    }
    const history = await page.evaluate('window.bridge.history.query({ text: "", limit: 100, before: null })')
    const { data } = history as { data: { entries: { sid: string }[] } }
    expect(data.entries.map(({ sid }) => sid).sort()).toEqual([...sids].sort())
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})
