// What assistive technology is told of the board, and that every control stays in reach in a small window and at 200 %.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { signIn } from '../support/e2e/bulk'
import { launchApp, NO_KEYCHAIN } from '../support/e2e/launch'
import { BoardPage } from '../support/e2e/pages/board'

const OFFERS = 60
const SIZES = [
  { name: '1280×800', width: 1280, height: 800 },
  { name: 'a window of 1024×700', width: 1024, height: 700 },
  // For the page, twice the size only means that half as much of it fits.
  { name: '1280×800 at 200 %', width: 640, height: 400 },
] as const

async function expectInReach(control: Locator, name: string): Promise<void> {
  await expect(control, name).toBeVisible()
  await expect(control, name).toBeInViewport({ ratio: 1 })
}

test('the grid counts its virtual rows, has one stop of the Tab key and says what was selected', async () => {
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 9, speed: 0 })
  practice.control.stage('P6', { count: OFFERS })
  const app = await launchApp({ env: { ...NO_KEYCHAIN, TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    const { grid, rows } = new BoardPage(page)
    await signIn(page, practice)
    await page.keyboard.press('2')
    // One line is the columns; far fewer than all rows are in the page.
    await expect(grid).toHaveAttribute('aria-rowcount', String(OFFERS + 1))
    await expect(grid).toHaveAttribute('aria-multiselectable', 'true')
    await expect(rows.first()).toHaveAttribute('aria-rowindex', '2')

    await rows.first().click()
    const stops = grid.locator('[role="row"][tabindex="0"]')
    await expect(stops).toHaveCount(1)
    await expect(stops).toBeFocused()
    await expect(stops).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(stops).toHaveAttribute('aria-rowindex', '3')
    await expect(stops).toBeFocused()
    await page.keyboard.press('Control+End')
    await expect(stops).toHaveAttribute('aria-rowindex', String(OFFERS + 1))
    await expect(stops).toBeFocused()
    expect(await rows.count()).toBeLessThan(OFFERS)

    await page.keyboard.press('ControlOrMeta+A')
    await expect(page.getByText(`All ${String(OFFERS)} reservations of this view selected`)).toBeAttached()
    await expect(page.getByRole('button', { name: `Reject ${String(OFFERS)} reservations` })).toBeEnabled()
    await expect(grid.getByRole('columnheader', { name: /Age/ })).toHaveAttribute('aria-sort', 'descending')
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    await practice.close()
  }
})

/** px; two lines would be half as much again. */
const ONE_LINE = 56
/** Of the twelve actions on reservations: verb and count. */
const ACTION =
  /^(Reject|Accept|Complete|Wrap up|Redirect|Dequeue|Call for|Connect|Move|Complete the tasks?|Cancel the tasks?|Delete the tasks?) /
const ACTIONS = 12

test('every control stays in reach in a small window and at 200 %', async () => {
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 9, speed: 0 })
  practice.control.stage('P6', { count: OFFERS })
  const app = await launchApp({ env: { ...NO_KEYCHAIN, TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    const { rows } = new BoardPage(page)
    await signIn(page, practice)
    await page.keyboard.press('2')
    for (const { name, ...size } of SIZES) {
      await page.setViewportSize(size)
      for (const label of ['Filter', 'Columns', 'Views', 'Show as lanes', 'Open the command palette'])
        await expectInReach(page.getByRole('button', { name: label, exact: true }), `${label} in ${name}`)
      await rows.first().dblclick()
      const drawer = page.getByRole('complementary', { name: 'Reservation' })
      const single = drawer.getByRole('button', { name: 'Reject 1 reservation' })
      await single.scrollIntoViewIfNeeded()
      await expectInReach(single, `Reject in ${name}`)
      await expectInReach(drawer.getByRole('button', { name: 'Close the reservation' }), `Close in ${name}`)
      await drawer.getByRole('button', { name: 'Close the reservation' }).click()
      await page.keyboard.press('ControlOrMeta+A')
      const reject = page.getByRole('button', { name: `Reject ${String(OFFERS)} reservations` })
      await expectInReach(reject, `bulk reject in ${name}`)
      await expectWholeBar(page, name)
      await reject.click()
      const dialog = page.getByRole('dialog', { name: /^Reject/ })
      await expectInReach(dialog.getByRole('button', { name: 'Cancel' }), `Cancel in ${name}`)
      await expectInReach(dialog.getByRole('button', { name: /^Reject \d+/ }), `confirm in ${name}`)
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
      await page.keyboard.press('Escape')
    }
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    await practice.close()
  }
})

test('nothing moves for somebody who asked for less motion', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'Open the practice workspace' }).click()
    await expect(new BoardPage(page).rows.first()).toBeVisible({ timeout: 30_000 })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Shift+?')
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
    expect(await page.evaluate(MOVING)).toEqual([])
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})

/** What takes longer than a frame, in any element of the page or in what stands before or after it. */
const MOVING = `(() => {
  const longest = (list) => Math.max(...list.split(',').map((one) => Number.parseFloat(one) * (one.trim().endsWith('ms') ? 1 : 1000)))
  const moving = []
  for (const element of document.querySelectorAll('*'))
    for (const part of [null, '::before', '::after']) {
      const { animationDuration, transitionDuration } = getComputedStyle(element, part)
      if (Math.max(longest(animationDuration), longest(transitionDuration)) > 16)
        moving.push(element.tagName + '.' + element.className + (part ?? ''))
    }
  return moving
})()`

/** The bar of the selected rows stays one line: what does not fit is in its menu, and every action is in one of the two. */
async function expectWholeBar(page: Page, name: string): Promise<void> {
  const bar = page.getByRole('region', { name: 'Selected reservations' })
  const box = await bar.boundingBox()
  expect(box?.height, `one line in ${name}`).toBeLessThanOrEqual(ONE_LINE)
  await expectInReach(bar.getByRole('button', { name: /^Snooze/ }), `snooze in ${name}`)
  const more = bar.getByRole('button', { name: 'More', exact: true })
  await expectInReach(more, `more in ${name}`)
  const buttons = await bar.getByRole('button', { name: ACTION }).count()
  await more.focus()
  await page.keyboard.press('Enter')
  const items = page.getByRole('menuitem', { name: ACTION })
  await expect(items.first()).toBeVisible()
  expect(buttons + (await items.count()), `every action in ${name}`).toBe(ACTIONS)
  await page.keyboard.press('Escape')
  await expect(items.first()).toBeHidden()
}
