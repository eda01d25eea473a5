// The window's process really dies; the program goes on, and says so when it dies again and again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { resolveElectron } from '../../build/electron.mjs'
import { machineSwitches } from '../../build/lib/electron-run.mjs'
import { ROOT } from '../../build/lib/paths.mjs'
import { launchApp } from '../support/e2e/launch'

test('a window whose process dies is loaded again, but not for ever', async () => {
  const app = await launchApp()
  try {
    await (await app.window()).waitForLoadState()
    const crash = () =>
      app.electron.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
      })
    await app.electron.evaluate(({ BrowserWindow, dialog }) => {
      const seen = { told: [] as string[], loads: 0 }
      Object.assign(globalThis, { seen })
      BrowserWindow.getAllWindows()[0]?.webContents.on('did-finish-load', () => (seen.loads += 1))
      // A real dialog would wait for somebody to press a button.
      dialog.showMessageBox = ((options: { message: string }) => {
        seen.told.push(options.message)
        return Promise.resolve({ response: 0, checkboxChecked: false })
      }) as typeof dialog.showMessageBox
    })
    const seen = () =>
      app.electron.evaluate(() => (globalThis as unknown as { seen: { told: string[]; loads: number } }).seen)
    const told = async () => (await seen()).told
    for (let time = 1; time <= 3; time += 1) {
      await crash()
      await expect.poll(async () => (await seen()).loads, { timeout: 20_000 }).toBe(time)
    }
    expect(await told()).toEqual([])
    await crash()
    await expect.poll(told).toEqual([expect.stringContaining('stopped working several times')])
    const log = await readFile(path.join(app.profile, 'logs', 'console.log'), 'utf8')
    expect(log.split('window.processGone')).toHaveLength(5)
  } finally {
    await app.close()
  }
})

test('--diagnose prints what support asks, without names, and ends', async () => {
  const profile = await mkdtemp(path.join(tmpdir(), 'console-diagnose-'))
  try {
    const runtime = await resolveElectron({ purpose: 'test', context: { say: () => {} } })
    const args = [...machineSwitches(() => {}), ROOT, `--user-data-dir=${profile}`, '--diagnose']
    const child = spawn(runtime.path, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      program: { platform: process.platform, keychain: 'available', profile: 'elsewhere' },
      proxy: 'DIRECT',
      settings: { policy: { sources: [], faults: [] }, locked: [] },
    })
    expect(output).not.toContain(profile)
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
