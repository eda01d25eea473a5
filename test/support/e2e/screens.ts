// Every screen, dialog and panel of the program, one after the other, as a supervisor comes to them.
import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { WIRE_PREFIX, type Pushes } from '../../../preload/contract/channels'
import type { UpdateState } from '../../../preload/contract/updates'

export type Theme = 'light' | 'dark' | 'contrast'
/** Called with the name of each place while it is on screen; must leave it as it was. */
export type Visit = (name: string) => Promise<void>

const READY_MS = 30_000

/** Switches the theme through the settings and waits until the page wears it. */
export async function wear(page: Page, theme: Theme): Promise<void> {
  await page.evaluate(`window.bridge.settings.set({ theme: '${theme}' })`)
  await expect(page.locator(`html[data-theme="${theme}"]`)).toBeVisible()
}

/** Opens the practice workspace and walks through everything there is to see in it. */
export async function walkScreens(page: Page, visit: Visit): Promise<void> {
  const open = page.getByRole('button', { name: 'Open the practice workspace' })
  await expect(open).toBeVisible()
  await page.evaluate('window.bridge.settings.set({ tourSeen: true })')
  await visit('first-run')
  await open.click()
  await expect(rowsOf(page).first()).toBeVisible({ timeout: READY_MS })
  await expect(page.getByRole('button', { name: /^How fresh the board is: Live/ })).toBeVisible({
    timeout: READY_MS,
  })

  await walkBoard(page, visit)
  await walkActions(page, visit)
  await walkFrame(page, visit)
  await walkOtherScreens(page, visit)
  await walkSweep(page, visit)
  await walkSettings(page, visit)
}

/** What only a saved connection has. Expects a board that is signed in with a key that the keychain could not take. */
export async function walkConnected(page: Page, visit: Visit): Promise<void> {
  await expect(page.getByText('Signed in for this session only')).toBeVisible()
  await visit('session-banner')
  await page.getByRole('button', { name: /^Workspace / }).click()
  await page.getByRole('menuitem', { name: /^Sign out of/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Sign out of/ })
  await expect(dialog).toBeVisible()
  await visit('sign-out')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await goTo(page, 's')
  await page.getByRole('button', { name: 'Connections', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Sign out: / })).toBeVisible()
  await visit('settings-connections-saved')
}

/** A window is told things by main that a tour cannot wait for: idle minutes, a newer version. */
async function tell<T extends keyof Pushes>(
  app: ElectronApplication,
  topic: T,
  payload: Pushes[T],
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [wire, told]) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(wire, told)
    },
    [WIRE_PREFIX + topic, payload] as const,
  )
}

const NEWER: UpdateState = {
  phase: 'available',
  version: '9.9.9',
  percent: null,
  checkedAt: null,
  installable: true,
  problem: null,
}

/** Steps of an update as the section About tells them, by the name of the picture. */
const UPDATE_STEPS: Readonly<Record<string, UpdateState>> = {
  available: NEWER,
  theirs: { ...NEWER, installable: false },
  downloading: { ...NEWER, phase: 'downloading', percent: 42 },
  ready: { ...NEWER, phase: 'ready', percent: 100 },
  failed: { ...NEWER, phase: 'failed', problem: 'refused' },
}

/** What is on screen for a moment only. Expects the practice workspace, and leaves it open. */
export async function walkMoments(app: ElectronApplication, page: Page, visit: Visit): Promise<void> {
  await goTo(page, 'b')
  await page.keyboard.press('2')
  await rowsOf(page).first().click()
  await page.keyboard.press('z')
  // A message stays as long as something in it has the focus.
  await page
    .getByRole('region', { name: 'Messages from the console' })
    .getByRole('button', { name: 'Undo' })
    .focus()
  await visit('snooze-toast')
  await page.keyboard.press('Escape')

  await tell(app, 'app/cover', null)
  const uncover = page.getByRole('button', { name: 'Show the console' })
  await expect(uncover).toBeVisible()
  await visit('cover')
  await uncover.click()

  await goTo(page, 's')
  await page.getByRole('button', { name: 'About', exact: true }).click()
  for (const [name, state] of Object.entries(UPDATE_STEPS)) {
    await tell(app, 'updates/changed', state)
    await visit(`update-${name}`)
  }
}

const gridOf = (page: Page) => page.getByRole('grid', { name: 'Reservations' })
const rowsOf = (page: Page) => gridOf(page).locator('[data-sid]')

async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
}

async function walkBoard(page: Page, visit: Visit): Promise<void> {
  const rows = rowsOf(page)
  await visit('board-stuck')
  await page.keyboard.press('5')
  await expect(rows.first()).toContainText('ago')
  await visit('board-ended')
  await page.keyboard.press('6')
  await expect(rows.first()).toBeVisible()
  await visit('board-all')

  await rows.first().dblclick()
  await expect(page.getByText('Timeline').first()).toBeVisible()
  await visit('board-drawer')
  await page
    .getByRole('complementary', { name: 'Reservation' })
    .getByText('Raw data')
    .scrollIntoViewIfNeeded()
  await visit('board-drawer-end')
  await page.getByRole('button', { name: 'Close the reservation' }).click()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Show as lanes' }).click()
  await expect(page.locator('[data-lane]').getByRole('option').first()).toBeVisible()
  await visit('board-lanes')
  await page.getByRole('button', { name: 'Show as a table' }).click()

  for (const [button, name] of [
    ['Filter', 'board-filter'],
    ['Columns', 'board-columns'],
    ['Views', 'board-views'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click()
    await visit(name)
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: 'Views', exact: true }).click()
  await page.getByRole('menuitem', { name: /^Save as a new view/ }).click()
  await expect(page.getByRole('textbox', { name: 'Name of the view' })).toBeVisible()
  await visit('view-dialog')
  await page.keyboard.press('Escape')

  await rows.first().click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Copy the reservation SID' })).toBeVisible()
  await visit('row-menu')
  await page.keyboard.press('Escape')

  await page.getByRole('searchbox', { name: 'Filter this view' }).fill('nobody of this name')
  await expect(page.getByText('No reservation matches')).toBeVisible()
  await visit('board-nothing')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

async function walkActions(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('2')
  await rowsOf(page).first().click()
  await page.keyboard.press('ControlOrMeta+A')
  await visit('board-selected')
  await page.keyboard.press('Shift+R')
  const form = page.getByRole('dialog', { name: /^Redirect/ })
  await expect(form).toBeVisible()
  await visit('plan-redirect')
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await page.keyboard.press('x')
  const plan = page.getByRole('dialog', { name: /^Reject/ })
  const confirm = plan.getByRole('button', { name: /^Reject \d+/ })
  await expect(confirm).toBeVisible({ timeout: READY_MS })
  await visit('plan-reject')
  await confirm.click()
  await expect(plan).toBeHidden()
  const job = page.getByRole('region', { name: 'Job', exact: true })
  await expect(job.getByText('Finished', { exact: true })).toBeVisible({ timeout: READY_MS })
  await visit('job-panel')
  await job.getByRole('button', { name: 'Hide' }).click()
}

async function walkFrame(page: Page, visit: Visit): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await expect(palette).toBeVisible()
  await visit('palette')
  await palette.getByRole('combobox').fill('tour')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Tour' })).toBeVisible()
  await visit('tour')
  await page.keyboard.press('ArrowRight')
  await visit('tour-rows')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Shift+?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await visit('keys')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Practice', exact: true }).click()
  await expect(page.getByRole('searchbox', { name: 'Filter situations' })).toBeVisible()
  await visit('practice-panel')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^How fresh the board is/ }).click()
  await visit('freshness')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Workspace / }).click()
  await visit('workspace-menu')
  await page.keyboard.press('Escape')
}

async function walkOtherScreens(page: Page, visit: Visit): Promise<void> {
  for (const [key, name] of [
    ['w', 'workers'],
    ['j', 'jobs'],
    ['h', 'history'],
    ['a', 'alerts'],
  ] as const) {
    await goTo(page, key)
    await expect(page.locator('#content')).toContainText(new RegExp(name, 'i'))
    await visit(name)
    if (name !== 'workers') continue
    await page.getByRole('grid', { name: 'Workers' }).locator('[data-sid]').first().dblclick()
    const panel = page.getByRole('region', { name: 'Worker', exact: true })
    await expect(panel.getByRole('progressbar').first()).toBeVisible({ timeout: READY_MS })
    await visit('worker-panel')
    await panel.getByRole('button', { name: 'Close the worker' }).click()
  }
}

async function walkSweep(page: Page, visit: Visit): Promise<void> {
  await goTo(page, 'c')
  await expect(page.getByText('Choose whose work to sweep')).toBeVisible()
  await visit('sweep')
  await page.getByLabel('A view').selectOption('all')
  const decide = page.locator('[data-step="accepted"] [data-sid]').first()
  await expect(decide).toBeVisible({ timeout: READY_MS })
  await visit('sweep-steps')
  await page.getByRole('button', { name: /^Queues: / }).click()
  await visit('sweep-queues')
  await page.keyboard.press('Escape')
  await decide.getByRole('button', { name: /^(Add a note|Note: )/ }).click()
  await expect(page.getByRole('dialog', { name: /^Note on / })).toBeVisible()
  await visit('note-dialog')
  await page.keyboard.press('Escape')
}

async function walkSettings(page: Page, visit: Visit): Promise<void> {
  await goTo(page, 's')
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('button')
  await expect(sections.first()).toBeVisible()
  for (const section of await sections.all()) {
    await section.click()
    await expect(section).toHaveAttribute('aria-current', 'page')
    const title = (await section.innerText()).trim().toLowerCase().replaceAll(/\W+/g, '-')
    if (title === 'what-counts-as-stuck')
      await expect(page.getByText(/^\d+ stuck$/).first()).toBeVisible({ timeout: READY_MS })
    await visit(`settings-${title}`)
    if (title !== 'keyboard') continue
    await page.getByRole('button', { name: /^Change the keys of “Go to the board”/ }).click()
    await expect(page.getByRole('dialog', { name: /^Keys for/ })).toBeVisible()
    await visit('settings-keys-recorder')
    await page.keyboard.press('Escape')
  }
}
