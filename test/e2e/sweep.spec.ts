// The end of a shift, as a supervisor does it: one sweep over a queue, each step by its ordinary plan; what is still going on gets
// a note for the next shift, and the note is there after a restart.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { askMain, live, READY_MS, signIn } from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp } from '../support/e2e/launch'

const WORDS = 'Taken over, calling the customer back'

/** Confirms the plan of a step and waits until its job is over. */
async function confirmPlan(page: Page, step: Locator, verb: RegExp): Promise<void> {
  await step.getByRole('button', { name: verb }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: verb })
  await expect(confirm).toBeEnabled({ timeout: READY_MS })
  await confirm.click()
  await expect(step).toHaveAttribute('data-state', 'done', { timeout: READY_MS })
}

test('sweeps the end of a shift and leaves a note for the next one', async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const profile = await mkdtemp(path.join(tmpdir(), 'sweep-'))
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 5 })
  const offers = practice.control.stage('P6', { count: 6 }).reservationSids
  const wrapUps = practice.control.stage('P1', { count: 8 }).reservationSids
  const talking = practice.control.stage('P14', { count: 3 }).reservationSids
  const rows = () => practice.control.liveReservations()
  let app = await launchApp({ profile, env: { TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    await askMain(page, 'settings.set', { tourSeen: true })
    await signIn(page, practice)
    await page.getByRole('button', { name: /^Stuck/ }).click()
    await page.getByRole('button', { name: 'Sweep…' }).click()
    await expect(page.getByRole('heading', { name: 'Choose whose work to sweep' })).toBeVisible()
    await page.getByLabel('A view').selectOption('all')

    const step = (id: string) => page.locator(`[data-step="${id}"]`)
    await app.screenshot('sweep-open')
    await confirmPlan(page, step('offers'), new RegExp(`^Reject ${String(offers.length)} reservations`))
    await confirmPlan(page, step('wrapUps'), new RegExp(`^Complete ${String(wrapUps.length)} reservations`))
    await expect(page.getByText('2 of 3 steps done')).toBeVisible()

    const decisions = step('accepted').locator('[data-sid]')
    await expect(decisions).toHaveCount(talking.length)
    const sid = (await decisions.first().getAttribute('data-sid')) ?? ''
    await decisions.first().getByRole('button', { name: 'Add a note' }).click()
    await page.getByLabel('For the next shift').fill(WORDS)
    await page.getByRole('button', { name: 'Save note' }).click()
    await expect(decisions.first().getByRole('button', { name: `Note: ${WORDS}` })).toBeVisible()
    await app.screenshot('sweep-decide')

    await step('accepted').getByRole('button', { name: 'All decided' }).click()
    await expect(page.getByText('The sweep is finished')).toBeVisible()
    await app.screenshot('sweep-finished')
    expect(
      rows()
        .map((row) => row.sid)
        .sort(),
    ).toEqual([...talking].sort())
    const log = practice.control.requestLog()
    expect(log.filter(({ params }) => params.ReservationStatus === 'rejected')).toHaveLength(offers.length)
    expect(log.filter(({ params }) => params.ReservationStatus === 'completed')).toHaveLength(wrapUps.length)

    // The row says so on the board, under every filter that finds its words.
    await page.getByRole('button', { name: /^All/ }).first().click()
    const row = page.getByRole('grid', { name: 'Reservations' }).locator(`[data-sid="${sid}"]`)
    await expect(row).toContainText(`Note: ${WORDS}`)
    await page.keyboard.press('f')
    await page.keyboard.type('calling the customer')
    await expect(page.getByRole('grid', { name: 'Reservations' }).locator('[data-sid]')).toHaveCount(1)
    await row.click()
    await page.keyboard.press('z')
    await expect(row).toContainText(/Snoozed until \d\d:\d\d/)
    // The message stands above the bar: what it was pressed in stays in reach.
    const messages = page.getByRole('region', { name: 'Messages from the console' })
    const message = await messages.getByRole('status').filter({ hasText: 'Snoozed' }).boundingBox()
    const bar = await page.getByRole('region', { name: 'Selected reservations' }).boundingBox()
    expect((message?.y ?? 0) + (message?.height ?? 0)).toBeLessThanOrEqual(bar?.y ?? 0)
    await app.screenshot('row-note')
    expect(app.complaints).toEqual([])
    await app.close()

    // The next shift.
    app = await launchApp({ profile, env: { TASKROUTER_BASE_URL: practice.url } })
    const next = await app.window()
    await live(next)
    await next.getByRole('button', { name: /^All/ }).first().click()
    const later = next.getByRole('grid', { name: 'Reservations' }).locator(`[data-sid="${sid}"]`)
    await expect(later).toContainText(`Note: ${WORDS}`, { timeout: READY_MS })
    await later.dblclick()
    await expect(next.getByRole('complementary', { name: 'Reservation' })).toContainText(WORDS)
    const { text } = await askMain<{ text: string }>(next, 'app.supportPreview')
    expect(text).not.toContain('calling the customer')
    const logs = path.join(profile, 'logs')
    for (const name of await readdir(logs)) {
      expect(await readFile(path.join(logs, name), 'utf8'), name).not.toContain('calling the customer')
    }
  } finally {
    await app.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

test('sweeps an outage of one channel and leaves every other alone', async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 5 })
  const offers = practice.control.stage('P6', { count: 6 }).reservationSids
  const others = ['P1', 'P7', 'P14'].flatMap(
    (name) => practice.control.stage(name, { count: 3 }).reservationSids,
  )
  const app = await launchApp({ env: { TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    await askMain(page, 'settings.set', { tourSeen: true })
    await signIn(page, practice)
    await page.getByRole('button', { name: /^Stuck/ }).click()
    await page.getByRole('button', { name: 'Sweep…' }).click()
    await page.getByRole('radio', { name: 'Outage' }).click()
    await page.getByRole('button', { name: /^Channels:/ }).click()
    await page.getByRole('checkbox', { name: 'default' }).check({ force: true })
    await page.keyboard.press('Escape')

    const step = (id: string) => page.locator(`[data-step="${id}"]`)
    await expect(step('accepted')).toHaveAttribute('data-state', 'nothing')
    await expect(step('wrapUps')).toHaveAttribute('data-state', 'nothing')
    await app.screenshot('sweep-outage')
    await confirmPlan(page, step('offers'), new RegExp(`^Reject ${String(offers.length)} reservations`))
    await expect(page.getByText('The sweep is finished')).toBeVisible()

    const left = practice.control.liveReservations().map(({ sid }) => sid)
    expect(left.sort()).toEqual([...others].sort())
    const acted = practice.control
      .requestLog()
      .filter(({ method, params }) => method === 'POST' && params.ReservationStatus)
    expect(acted.map(({ params }) => params.ReservationStatus)).toEqual(offers.map(() => 'rejected'))
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  }
})
