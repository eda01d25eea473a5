// The tray of the real app, read back over the session bus as a panel reads it; the app where there is no panel; and the
// notifications that the desktop is told to show.
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { Panel } from '../support/dbus/panel'
import { NoticeService } from '../support/dbus/notices'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'
import { askMain, live } from '../support/e2e/bulk'

test.skip(process.platform !== 'linux', 'StatusNotifier is how Linux desktops show tray icons.')

const isVisible = ({ electron }: LaunchedApp) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false)
const closeWindow = ({ electron }: LaunchedApp) =>
  electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.close()
  })

test.describe('with a panel', () => {
  let panel: Panel
  let app: LaunchedApp
  test.beforeEach(async () => {
    panel = await Panel.open()
    app = await launchApp()
  })
  test.afterEach(async () => {
    await app.close()
    panel.close()
  })

  test('icon, tooltip and menu tell the state in words, and reasons open the stuck view narrowed to them', async () => {
    const page = await app.window()
    await expect.poll(() => panel.items.length).toBeGreaterThan(0)
    await expect.poll(() => panel.tooltip()).toContain('Not connected')
    const before = await panel.picture()
    await askMain(page, 'connection.practice')
    await live(page)

    const labels = async () =>
      (await panel.menu()).filter(({ separator }) => !separator).map(({ label }) => label)
    await expect
      .poll(labels, { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^[\d,]+ pending, [1-9]\d* stuck/))
    expect((await labels())[0]).toBe('Open the console')
    expect((await labels()).at(-1)).toBe('Quit')
    expect(await panel.tooltip()).toMatch(/Connected to .+\n[\d,]+ pending, \d+ stuck/)
    const told = (await panel.menu()).find(({ label }) => label.includes('pending'))
    expect(told?.enabled).toBe(false)
    const connected = await panel.picture()
    expect(connected?.bytes).not.toEqual(before?.bytes)
    expect(connected?.width).toBeGreaterThanOrEqual(16)

    const reason = (await panel.menu()).find(({ label }) => /: [\d,]+ reservations?$/.test(label))
    if (reason === undefined) throw new Error('The menu names a reason.')
    await closeWindow(app)
    await expect.poll(() => isVisible(app)).toBe(false)
    await panel.choose(reason)
    await expect.poll(() => isVisible(app)).toBe(true)
    await expect(page.getByRole('grid', { name: 'Reservations' })).toBeVisible()
    const filters = page.getByRole('group', { name: 'Filters' })
    await expect(filters.getByRole('button', { name: /^Remove filter Reason: / })).toHaveCount(1)
    await expect(filters.getByRole('button', { name: 'Remove filter Level: Stuck' })).toBeVisible()
    const rows = page.getByRole('grid', { name: 'Reservations' }).locator('[data-sid]')
    await expect(rows.first()).toBeVisible()
    for (const text of await rows.allInnerTexts()) expect(text).toContain('Stuck')
    expect(await askMain(page, 'bulk.jobs')).toEqual([])
  })

  test('speaks Spanish as soon as it is chosen', async () => {
    const page = await app.window()
    await page.evaluate("window.bridge.settings.set({ language: 'es' })")
    await expect
      .poll(async () => (await panel.menu()).map(({ label }) => label))
      .toContain('Abrir la consola')
    expect(await panel.tooltip()).toContain('Sin conexión')
  })

  test('closing hides to the tray and says so once; the menu brings the window back, and quits', async () => {
    const page = await app.window()
    await page.waitForLoadState()
    const notice = () =>
      page.evaluate('window.bridge.settings.get().then(({ data }) => data.settings.closeNoticeShown)')
    await expect.poll(() => panel.items.length).toBeGreaterThan(0)
    expect(await notice()).toBe(false)
    await closeWindow(app)
    await expect.poll(notice).toBe(true)
    await expect.poll(() => isVisible(app)).toBe(false)
    const entry = async (label: string) => {
      const found = (await panel.menu()).find((each) => each.label === label)
      if (found === undefined) throw new Error(`The menu has no ${label}.`)
      return found
    }
    await panel.choose(await entry('Open the console'))
    await expect.poll(() => isVisible(app)).toBe(true)
    const ended = once(app.electron.process(), 'exit')
    await panel.choose(await entry('Quit')).catch(() => undefined)
    const [code] = (await ended) as [number]
    expect(code).toBe(0)
  })

  test('without the setting closing ends the program', async () => {
    const page = await app.window()
    await page.evaluate('window.bridge.settings.set({ closeToTray: false })')
    const ended = once(app.electron.process(), 'exit')
    await closeWindow(app).catch(() => undefined)
    const [code] = (await ended) as [number]
    expect(code).toBe(0)
  })
})

test.describe('without a panel', () => {
  test('a start into the tray shows the window with a hint, and closing it ends the program', async () => {
    const app = await launchApp({ args: ['--hidden'] })
    try {
      const page = await app.window()
      await expect.poll(() => isVisible(app), { timeout: 20_000 }).toBe(true)
      await page.evaluate('window.bridge.settings.set({ noTrayHintSeen: false })')
      await askMain(page, 'connection.practice')
      const hint = page.getByRole('status').filter({ hasText: 'This desktop shows no tray icon' })
      await expect(hint).toBeVisible({ timeout: 30_000 })
      await hint.getByRole('button', { name: 'Dismiss' }).click()
      await expect(hint).toBeHidden()
      const ended = once(app.electron.process(), 'exit')
      await closeWindow(app).catch(() => undefined)
      const [code] = (await ended) as [number]
      expect(code).toBe(0)
    } finally {
      await app.close()
    }
  })

  test('a panel that comes later is given the icon; when it goes, a hidden window comes back', async () => {
    const app = await launchApp()
    let panel: Panel | null = null
    try {
      const page = await app.window()
      const tray = () => askMain<{ tray: boolean }>(page, 'app.info').then((info) => info.tray)
      await expect.poll(tray).toBe(false)
      panel = await Panel.open()
      await expect.poll(tray).toBe(true)
      await expect.poll(() => panel?.items.length).toBeGreaterThan(0)
      expect(await panel.tooltip()).toContain('Not connected')
      await closeWindow(app)
      await expect.poll(() => isVisible(app)).toBe(false)
      panel.close()
      await expect.poll(() => isVisible(app), { timeout: 20_000 }).toBe(true)
    } finally {
      await app.close()
      panel?.close()
    }
  })
})

/** Keeps whether each notification of the program makes a sound: the desktop of this system is not told. */
async function listenToSounds({ electron }: LaunchedApp): Promise<() => Promise<readonly boolean[]>> {
  await electron.evaluate(({ Notification }) => {
    const sounds: boolean[] = []
    const show = Notification.prototype.show
    Notification.prototype.show = function () {
      sounds.push(!this.silent)
      show.call(this)
    }
    Object.assign(globalThis, { sounds })
  })
  return () => electron.evaluate(() => (globalThis as { sounds?: boolean[] }).sounds ?? [])
}

test('an alert is a notification of the desktop; a click on it opens its view and does nothing else', async () => {
  const panel = await Panel.open()
  const notices = await NoticeService.open()
  const app = await launchApp()
  try {
    const page = await app.window()
    const sounds = await listenToSounds(app)
    await page.evaluate(
      "window.bridge.settings.set({ alertSound: true, alertRules: [{ id: 'r', name: 'Offers that wait', view: 'pending', stuckOnly: false, atLeast: 1, forSeconds: 0, enabled: true }] })",
    )
    await askMain(page, 'connection.practice')
    await live(page)
    await expect
      .poll(() => notices.shown.map(({ title }) => title), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^Offers that wait: \d+ reservations?$/))
    const notice = notices.shown.find(({ title }) => title.startsWith('Offers'))
    if (notice === undefined) throw new Error('It was shown.')
    expect(notice.body).toBe('Show the rows')
    expect(await sounds()).toEqual([true])
    await closeWindow(app)
    await expect.poll(() => isVisible(app)).toBe(false)
    notices.click(notice)
    await expect.poll(() => isVisible(app)).toBe(true)
    await expect(
      page
        .getByRole('navigation')
        .getByRole('button', { name: /^Pending/ })
        .first(),
    ).toHaveAttribute('aria-current', 'page')
    expect(await askMain(page, 'bulk.jobs')).toEqual([])
    // The rule goes on holding: it is not told again.
    expect(notices.shown.filter(({ title }) => title.startsWith('Offers'))).toHaveLength(1)
  } finally {
    await app.close()
    notices.close()
    panel.close()
  }
})
