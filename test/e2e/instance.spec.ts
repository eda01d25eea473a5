// Two starts make one window; closing it hides it, and a second start brings it back.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { resolveElectron } from '../../build/electron.mjs'
import { machineSwitches } from '../../build/lib/electron-run.mjs'
import { ROOT } from '../../build/lib/paths.mjs'
import { Panel } from '../support/dbus/panel'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'

/** Starts the program once more on the same profile and waits until that process has ended. */
async function startAgain(app: LaunchedApp, ...args: readonly string[]): Promise<number> {
  const runtime = await resolveElectron({ purpose: 'test', context: { say: () => {} } })
  const switches = machineSwitches(() => {})
  const child = spawn(runtime.path, [...switches, ROOT, `--user-data-dir=${app.profile}`, ...args], {
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number]
  return code
}

const visible = (app: LaunchedApp) =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible()),
  )

// Without a panel that shows its icon the program would not hide.
let panel: Panel
test.beforeEach(async () => {
  panel = await Panel.open()
})
test.afterEach(() => {
  panel.close()
})

test('a second start shows the window of the first and selects what its link names', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.waitForLoadState()
    await expect.poll(() => visible(app)).toEqual([true])
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close()
    })
    await expect.poll(() => visible(app)).toEqual([false])

    await page.evaluate(`window.bridge.on('app/show', (target) => { window.shown = target })`)
    const sid = `WR${'0'.repeat(32)}`
    expect(await startAgain(app, `taskrouter-console://reservation/${sid}`)).toBe(0)
    await expect.poll(() => visible(app)).toEqual([true])
    await expect.poll(() => page.evaluate('window.shown')).toEqual({ target: 'reservation', sid })
  } finally {
    await app.close()
  }
})

test('started hidden it lives in the tray without a visible window', async () => {
  const app = await launchApp({ args: ['--hidden'] })
  try {
    // The page runs although nothing was ever shown; it is asked from main, since there is no window to be found.
    const info = () =>
      app.electron.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        if (window === undefined || window.webContents.isLoading()) return null
        return (await window.webContents.executeJavaScript('window.bridge.app.info()')) as unknown
      })
    await expect.poll(info, { timeout: 30_000 }).toMatchObject({ ok: true, data: { tray: true } })
    expect(await visible(app)).toEqual([false])
  } finally {
    await app.close()
  }
})
