// The practice panel: a supervisor puts situations on and the board names the reason.
import { expect, test } from '@playwright/test'
import { launchApp } from '../support/e2e/launch'

const READY_MS = 30_000
/** P1 alone leaves forty in wrap-up; the helpdesk begins with about a dozen stuck. */
const STAGED_STUCK = 40

test('stages two situations from the menu and sees them on the board with their reasons', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await expect(page.getByRole('button', { name: 'Practice', exact: true })).toHaveCount(0)
    await page
      .getByRole('button', { name: /practice/i })
      .first()
      .click()
    const board = page.getByRole('grid', { name: 'Reservations' })
    await expect(board).toBeVisible({ timeout: READY_MS })

    await page.getByRole('button', { name: 'Practice', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'Practice', exact: true })
    const filter = panel.getByRole('searchbox', { name: 'Filter situations' })
    for (const [wanted, button] of [
      ['P1', /^Put on P1: /],
      ['P4', /^Put on P4: /],
    ] as const) {
      await filter.fill(wanted)
      await panel.getByRole('button', { name: button }).click()
      await expect(page.getByText(new RegExp(`^${wanted} is on: \\d+ reservations`))).toBeVisible()
    }
    await page.keyboard.press('Escape')

    const stuck = page.getByRole('button', { name: /^Stuck/ })
    await expect
      .poll(async () => Number(/\d+/.exec((await stuck.textContent()) ?? '')?.[0] ?? 0), {
        timeout: READY_MS,
      })
      .toBeGreaterThanOrEqual(STAGED_STUCK)
    await stuck.click()
    await expect(board.getByText('Long wrap-up').first()).toBeVisible({ timeout: READY_MS })
    await expect(board.getByText('Worker left').first()).toBeVisible({ timeout: READY_MS })
  } finally {
    await app.close()
  }
})
