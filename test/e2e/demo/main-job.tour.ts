// The main job from end to end, as a newcomer does it: open the practice workspace, find what is stuck, reject it,
// watch it leave. Leaves numbered pictures.
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchApp } from '../../support/e2e/launch'

const folder = process.env['DEMO_OUTPUT'] ?? path.join('output', 'demo')

test('reject what is stuck', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.setViewportSize({ width: 1280, height: 800 })
    const picture = numbered(page)

    const open = page.getByRole('button', { name: 'Open the practice workspace' })
    await expect(open).toBeVisible()
    await picture('first-run')
    await open.click()

    const board = page.getByRole('grid', { name: 'Reservations' })
    const rows = board.locator('[data-sid]')
    await expect(rows.first()).toBeVisible()
    // The queues are counted when the board has been read.
    await expect(page.getByRole('toolbar', { name: 'Queues' })).toContainText(/\d+[hm]/)
    await picture('board')

    await page.getByRole('button', { name: /^Stuck/ }).click()
    await expect(rows.first()).toBeVisible()
    await picture('stuck')

    await rows.first().click()
    await page.keyboard.press('Control+A')
    await expect(board.locator('[data-sid][aria-selected="true"]').first()).toBeVisible()
    await picture('selected')

    const chosen = board.locator('[data-sid][aria-selected="true"]').filter({ hasText: 'Pending' })
    const sids = await chosen.evaluateAll((found) => found.map((row) => row.getAttribute('data-sid')))
    expect(sids.length).toBeGreaterThan(0)
    const reject = page.getByRole('button', { name: /^Reject \d+ reservations?$/ })
    const asked = countIn(await reject.getAttribute('aria-label'), await reject.innerText())
    await reject.click()
    const dialog = page.getByRole('dialog', { name: /^Reject \d+ reservations?/ })
    const confirm = dialog.getByRole('button', { name: /^Reject \d+ reservations?$/ })
    await expect(confirm).toBeEnabled()
    await picture('confirm')
    const acts = countIn(await confirm.innerText())
    expect(acts).toBeGreaterThan(0)
    await confirm.click()

    await expect(page.getByRole('progressbar').first()).toBeVisible()
    await picture('running')
    // What the plan held back stays; everything else leaves, whoever was first to act on it.
    const staying = async (): Promise<number> => {
      const shown = await rows.evaluateAll((found) => found.map((row) => row.getAttribute('data-sid')))
      return sids.filter((sid) => shown.includes(sid)).length
    }
    await expect.poll(staying, { timeout: 30_000 }).toBeLessThanOrEqual(asked - acts)
    expect(await staying()).toBeLessThan(sids.length)
    await picture('done')

    // The same board as others see it: dark, and on a large screen, with one reservation looked at closely.
    await page.getByRole('region', { name: 'Job', exact: true }).getByRole('button', { name: 'Hide' }).click()
    await page.getByRole('button', { name: /^All/ }).click()
    await rows.first().click()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Timeline').first()).toBeVisible()
    await page.evaluate("window.bridge.settings.set({ theme: 'dark' })")
    await expect(page.locator('html[data-theme="dark"]')).toBeVisible()
    await picture('dark')
    await page.setViewportSize({ width: 1920, height: 1080 })
    await picture('large-dark')
    await page.evaluate("window.bridge.settings.set({ theme: 'light' })")
    await expect(page.locator('html[data-theme="light"]')).toBeVisible()
    await picture('large-light')

    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Close the reservation' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Show as lanes' }).click()
    await expect(page.locator('[data-lane]').getByRole('option').first()).toBeVisible()
    await picture('lanes')
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})

/** Takes pictures whose names keep the order of the story. */
function numbered(page: Page): (name: string) => Promise<void> {
  let number = 0
  return async (name) => {
    number += 1
    await page.screenshot({ path: path.join(folder, `${String(number).padStart(2, '0')}-${name}.png`) })
  }
}

/** The first number in the first text that has one. */
function countIn(...texts: (string | null)[]): number {
  return Number(/\d+/.exec(texts.find((text) => /\d/.test(text ?? '')) ?? '')?.[0])
}
