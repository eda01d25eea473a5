// Queue strip, lanes, views and workers of the real app on the practice workspace.
import { expect, test } from '@playwright/test'
import { axeFindings } from '../support/e2e/axe'
import { launchApp } from '../support/e2e/launch'
import { BoardPage } from '../support/e2e/pages/board'
import { WorkersPage } from '../support/e2e/pages/workers'

const JOB_MS = 30_000

test('the queues tell what waits, and a press shows the queue on the board', async () => {
  const app = await launchApp()
  try {
    const board = new BoardPage(await app.window())
    await board.openPractice()
    await board.showAll()
    const queue = board.queues.first()
    await expect(queue).toHaveAccessibleName(/waiting, \d+ reserved, \d+ assigned, \d+ wrapping/)
    const name = ((await queue.getAttribute('aria-label')) ?? '').split(',')[0] ?? ''
    await queue.click()
    await expect(queue).toHaveAttribute('aria-pressed', 'true')
    await expect(board.page.getByRole('button', { name: `Remove filter Queue: ${name}` })).toBeVisible()
    await queue.click()
    await expect(queue).toHaveAttribute('aria-pressed', 'false')
    await board.page.getByRole('button', { name: 'Hide the queues' }).click()
    await expect(queue).toBeHidden()
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})

test('lanes share selection and keys with the table, and a view remembers them', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    const board = new BoardPage(page)
    await board.openPractice()
    await board.showAll()
    await board.showLanes()
    await board.cards.first().click()
    await expect(board.selected()).toHaveCount(1)
    await page.keyboard.press('Shift+ArrowDown')
    await expect(board.selected()).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expect(board.selected()).toHaveCount(0)
    await page.keyboard.press('Space')
    await expect(board.selected()).toHaveCount(1)
    expect(await axeFindings(page)).toEqual([])
    await board.cards.first().click({ button: 'right' })
    await expect(page.getByRole('menuitem', { name: 'Copy the reservation SID' })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')

    await board.chooseFromViews(/^Save as a new view/)
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Night desk')
    await page.getByRole('radio', { name: 'Moon' }).check({ force: true })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: /^Night desk/ })).toBeVisible()
    await expect(board.cards.first()).toBeVisible()
    await board.showTable()
    await board.showAll()
    await expect(board.cards.first()).toBeVisible()
    await page.getByRole('button', { name: /^Night desk/ }).click()
    await expect(board.rows.first()).toBeVisible()
    await board.chooseFromViews(/^Remove this view/)
    await expect(page.getByRole('button', { name: /^Night desk/ })).toHaveCount(0)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})

test('workers are moved together through the ordinary plan, whatever they hold', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await new BoardPage(page).openPractice()
    const workers = new WorkersPage(page)
    await workers.open()
    await workers.lines.nth(2).dblclick()
    await expect(workers.panel.getByRole('heading', { name: 'Capacity' })).toBeVisible()
    await expect(workers.panel.getByRole('progressbar').first()).toBeVisible()
    expect(await axeFindings(page)).toEqual([])
    await workers.panel.getByRole('button', { name: 'Close the worker' }).click()

    await workers.lines.nth(2).click()
    await page.keyboard.press('Shift+ArrowDown')
    const chosen = workers.grid.locator('[aria-selected="true"]')
    await expect(chosen).toHaveCount(2)
    const sids = await chosen.evaluateAll((found) => found.map((line) => line.getAttribute('data-sid') ?? ''))
    await workers.bar.getByRole('button', { name: 'Move 2 workers' }).click()
    const dialog = page.getByRole('dialog', { name: /^Move \d workers?/ })
    await dialog.getByRole('combobox').first().selectOption({ label: 'Break' })
    await dialog.getByRole('checkbox', { name: /^Reject what the workers are offered/ }).uncheck()
    await dialog.getByRole('button', { name: 'Check rows' }).click()
    const confirm = dialog.getByRole('button', { name: /^Move \d+ workers?$/ })
    await expect(confirm).toBeEnabled({ timeout: JOB_MS })
    await confirm.click()
    for (const sid of sids) await expect(workers.line(sid)).toContainText('Break', { timeout: JOB_MS })
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})
