// The main job without a mouse: from a click on the tray to forty stuck offers rejected, counting every press.
import { expect, test, type Page } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { forgetSecrets } from '../support/e2e/keychain'
import { Panel } from '../support/dbus/panel'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'

const STUCK = 40
const MOST_PRESSES = 6

/** A keyboard that counts. */
function countingKeyboard(page: Page) {
  const presses: string[] = []
  return {
    presses,
    async press(key: string): Promise<void> {
      presses.push(key)
      await page.keyboard.press(key)
    },
    async type(text: string): Promise<void> {
      for (const letter of text) await this.press(letter)
    },
  }
}

/** What a click on the tray's icon does; a test desktop has no tray to click on. */
const clickTray = (app: LaunchedApp): Promise<void> =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.show()
    window?.focus()
  })

test(`${String(STUCK)} stuck offers are rejected in at most ${String(MOST_PRESSES)} presses`, async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const practice = await startPracticeServer({ scenario: 'quiet', seed: 9, latencyMs: 20 })
  const staged = practice.control.stage('P6', { count: STUCK }).reservationSids
  expect(staged).toHaveLength(STUCK)
  // A panel that shows the icon: without one the program would not hide.
  const panel = await Panel.open()
  const app = await launchApp({ env: { TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    const input = JSON.stringify({
      credentials: {
        kind: 'apiKey',
        accountSid: practice.accountSid,
        keySid: practice.keySid,
        secret: practice.keySecret,
      },
      region: 'us1',
    })
    await page.evaluate('window.bridge.settings.set({ tourSeen: true })')
    await page.evaluate(
      `window.bridge.connection.draft(${input}).then(({ data }) => window.bridge.connection.connect({ draftId: data.draftId, workspaceSid: data.workspaces[0].sid }))`,
    )
    const board = page.getByRole('grid', { name: 'Reservations' })
    // The header, one line for the group of what is recommended, and the rows.
    await expect(board).toHaveAttribute('aria-rowcount', String(STUCK + 2), { timeout: 30_000 })
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close()
    })

    await clickTray(app)
    const keyboard = countingKeyboard(page)
    // The board opens on what is stuck: all of it, reject, and Tab from Cancel to the button that does it.
    await keyboard.press('ControlOrMeta+a')
    await keyboard.press('x')
    const confirm = page
      .getByRole('dialog')
      .getByRole('button', { name: `Reject ${String(STUCK)} reservations`, exact: true })
    await expect(confirm).toBeEnabled({ timeout: 30_000 })
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel' })).toBeFocused()
    await keyboard.press('Tab')
    await expect(confirm).toBeFocused()
    await keyboard.press('Enter')

    await expect
      .poll(() => practice.control.liveReservations().filter(({ status }) => status === 'pending').length, {
        timeout: 30_000,
      })
      .toBe(0)
    expect(keyboard.presses.length).toBeLessThanOrEqual(MOST_PRESSES)
    // The focus comes back to the page that is left, not to nowhere.
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect.poll(() => page.evaluate('document.activeElement !== document.body')).toBe(true)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    panel.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  }
})

test('the menu of the program runs commands, shows the keys they have now, and a press runs them once', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.evaluate('window.bridge.settings.set({ tourSeen: true })')
    await page.getByRole('button', { name: 'Open the practice workspace' }).click()
    await expect(page.getByRole('grid', { name: 'Reservations' })).toBeVisible({ timeout: 30_000 })
    const item = () =>
      app.electron.evaluate(({ Menu }) => {
        const found = Menu.getApplicationMenu()?.getMenuItemById('view.rail')
        return { label: found?.label, keys: found?.accelerator, enabled: found?.enabled }
      })
    await expect
      .poll(item)
      .toEqual({ label: 'Collapse or expand the sidebar', keys: 'CmdOrCtrl+B', enabled: true })
    const navigation = page.getByRole('navigation', { name: 'Main' })
    const wide = async () => ((await navigation.boundingBox())?.width ?? 0) > 100
    expect(await wide()).toBe(true)

    // A real press, through the window's own input, so that a menu which listened too would run the command a second time.
    const pressForReal = () =>
      app.electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.focus()
        for (const type of ['keyDown', 'keyUp'] as const)
          contents?.sendInputEvent({ type, keyCode: 'B', modifiers: ['control'] })
      })
    await pressForReal()
    await expect.poll(wide).toBe(false)
    await app.electron.evaluate(({ Menu, BrowserWindow }) => {
      const found = Menu.getApplicationMenu()?.getMenuItemById('view.rail')
      found?.click({ triggeredByAccelerator: false }, BrowserWindow.getAllWindows()[0], undefined)
    })
    await expect.poll(wide).toBe(true)

    await page.evaluate(`window.bridge.settings.set({ keys: { 'view.rail': '$mod+Shift+l' } })`)
    await expect.poll(async () => (await item()).keys).toBe('CmdOrCtrl+Shift+L')
    await page.keyboard.press('ControlOrMeta+b')
    expect(await wide()).toBe(true)
    await page.keyboard.press('ControlOrMeta+Shift+L')
    await expect.poll(wide).toBe(false)
    await page.evaluate(`window.bridge.settings.set({ language: 'es' })`)
    await expect.poll(async () => (await item()).label).toBe('Plegar o desplegar la barra lateral')
  } finally {
    await app.close()
  }
})
