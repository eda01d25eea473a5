// The tray of the real app, as far as a desktop without a tray host can tell: closing hides, quitting ends.
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { launchApp } from '../support/e2e/launch'

test('closing hides to the tray and says so once; without the setting it ends the program', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.waitForLoadState()
    const close = () =>
      app.electron.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.close()
      })
    const notice = () =>
      page.evaluate('window.bridge.settings.get().then(({ data }) => data.settings.closeNoticeShown)')
    expect(await notice()).toBe(false)
    await close()
    await expect.poll(notice).toBe(true)
    expect(await page.evaluate('window.bridge.connection.state()')).toMatchObject({ ok: true })

    await page.evaluate('window.bridge.settings.set({ closeToTray: false })')
    const ended = once(app.electron.process(), 'exit')
    await close().catch(() => undefined)
    const [code] = (await ended) as [number]
    expect(code).toBe(0)
  } finally {
    await app.close()
  }
})
