// Every screen and dialog of the program, one after the other, as a supervisor on the practice workspace comes to them.
import { expect, type Page } from '@playwright/test'

export type Theme = 'light' | 'dark' | 'contrast'

const READY_MS = 30_000

/** Switches the theme through the settings and waits until the page wears it. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(`window.bridge.settings.set({ theme: '${theme}' })`)
  await expect(page.locator(`html[data-theme="${theme}"]`)).toBeVisible()
}

/**
 * Opens the practice workspace and walks through everything there is to see.
 * @param visit is called with the name of each place while it is on screen, and must leave it as it was
 */
export async function walkScreens(page: Page, visit: (name: string) => Promise<void>): Promise<void> {
  const open = page.getByRole('button', { name: 'Open the practice workspace' })
  await expect(open).toBeVisible()
  await page.evaluate('window.bridge.settings.set({ tourSeen: true })')
  await visit('first-run')
  await open.click()

  const board = page.getByRole('grid', { name: 'Reservations' })
  const rows = board.locator('[data-sid]')
  await expect(rows.first()).toBeVisible({ timeout: READY_MS })
  await expect(page.getByRole('button', { name: /^How fresh the board is: Live/ })).toBeVisible({
    timeout: READY_MS,
  })
  await visit('board-stuck')

  await page.keyboard.press('6')
  await expect(rows.first()).toBeVisible()
  await visit('board-all')
  await rows.first().dblclick()
  await expect(page.getByText('Timeline').first()).toBeVisible()
  await visit('board-drawer')
  await page.keyboard.press('Escape')

  await page.keyboard.press('2')
  await rows.first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await visit('board-selected')
  await page.keyboard.press('x')
  const plan = page.getByRole('dialog', { name: /^Reject/ })
  await expect(plan.getByRole('button', { name: /^Reject \d+/ })).toBeVisible({ timeout: READY_MS })
  await visit('plan-reject')
  await page.keyboard.press('Escape')
  await expect(plan).toBeHidden()
  await page.keyboard.press('Shift+R')
  const form = page.getByRole('dialog', { name: /^Redirect/ })
  if (await form.isVisible().catch(() => false)) {
    await visit('plan-redirect')
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
  }
  await page.keyboard.press('Escape')

  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await visit('palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await visit('keys')
  await page.keyboard.press('Escape')

  for (const [keys, name] of [
    ['w', 'workers'],
    ['j', 'jobs'],
    ['h', 'history'],
  ] as const) {
    await page.keyboard.press('g')
    await page.keyboard.press(keys)
    await expect(page.locator('#content')).toContainText(new RegExp(name, 'i'))
    await visit(name)
  }

  await page.keyboard.press('g')
  await page.keyboard.press('s')
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('button')
  await expect(sections.first()).toBeVisible()
  for (const section of await sections.all()) {
    await section.click()
    await expect(section).toHaveAttribute('aria-current', 'page')
    const title = (await section.innerText()).trim().toLowerCase().replaceAll(/\W+/g, '-')
    await visit(`settings-${title}`)
    if (title !== 'keyboard') continue
    await page.getByRole('button', { name: /^Change the keys of “Go to the board”/ }).click()
    await expect(page.getByRole('dialog', { name: /^Keys for/ })).toBeVisible()
    await visit('settings-keys-recorder')
    await page.keyboard.press('Escape')
  }
}
