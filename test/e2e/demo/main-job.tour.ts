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
    await picture('board')

    await page.getByRole('button', { name: /^Stuck/ }).click()
    await expect(rows.first()).toBeVisible()
    await picture('stuck')

    await rows.first().click()
    await page.keyboard.press('Control+A')
    await expect(board.locator('[data-sid][aria-selected="true"]').first()).toBeVisible()
    await picture('selected')

    await page.getByRole('button', { name: /^Reject \d+ reservations?$/ }).click()
    const dialog = page.getByRole('dialog', { name: /^Reject \d+ reservations?/ })
    await expect(dialog).toBeVisible()
    await picture('confirm')
    const rejected = await board
      .locator('[aria-selected="true"]')
      .evaluateAll((found) => found.map((row) => row.getAttribute('data-sid')))
    await dialog.getByRole('button', { name: /^Reject/ }).click()

    await expect(page.getByRole('progressbar')).toBeVisible()
    await picture('running')
    for (const sid of rejected) await expect(board.locator(`[data-sid="${sid}"]`)).toHaveCount(0)
    await picture('done')
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
