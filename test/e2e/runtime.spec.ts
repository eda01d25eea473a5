// The Electron that was found starts, opens a window, runs a sandboxed preload, and honours the profile switch.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp } from '../support/e2e/launch'
import { descendantsOf } from '../support/e2e/processes'

const MAIN = `
const { app, BrowserWindow } = require('electron')
const path = require('node:path')
app.whenReady().then(() => {
  const window = new BrowserWindow({ webPreferences: { sandbox: true, preload: path.join(__dirname, 'preload.js') } })
  void window.loadFile(path.join(__dirname, 'page.html'))
})
`
const PRELOAD = `
const { contextBridge } = require('electron')
contextBridge.exposeInMainWorld('probe', { answer: () => 42 })
`

test('the runtime starts an app folder with a window and a sandboxed preload', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'probe-app-'))
  const manifest = { name: 'probe', productName: 'Probe', version: '3.2.1', main: 'main.js' }
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(path.join(folder, 'main.js'), MAIN)
  await writeFile(path.join(folder, 'preload.js'), PRELOAD)
  await writeFile(path.join(folder, 'page.html'), '<!doctype html><title>Probe</title><h1>Here</h1>')
  const app = await launchApp({ app: folder })
  try {
    const page = await app.window()
    await expect(page.getByRole('heading', { name: 'Here' })).toBeVisible()
    expect(await page.evaluate('window.probe.answer()')).toBe(42)
    expect(await page.evaluate('typeof require')).toBe('undefined')
    const facts = await app.electron.evaluate(({ app: own }) => ({
      name: own.getName(),
      version: own.getVersion(),
      profile: own.getPath('userData'),
      folder: own.getAppPath(),
      packaged: own.isPackaged,
    }))
    expect(facts).toEqual({ name: 'Probe', version: '3.2.1', profile: app.profile, folder, packaged: false })
    expect(app.complaints).toEqual([])
  } finally {
    const { pid } = app.electron.process()
    await app.close()
    expect(await descendantsOf(pid ?? 0)).toEqual([])
    await rm(folder, { recursive: true, force: true })
  }
})
