// The page in the real app: what it must not be able to do, tried from inside.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'

let app: LaunchedApp
test.beforeAll(async () => {
  app = await launchApp()
  await (await app.window()).waitForLoadState()
})
test.afterAll(async () => {
  await app.close()
})

test('has no Node and no Electron, and a bridge that cannot be changed', async () => {
  const page = await app.window()
  expect(await page.evaluate('[typeof require, typeof process, typeof module, typeof Buffer]')).toEqual(
    Array(4).fill('undefined'),
  )
  expect(
    await page.evaluate(
      `(() => { try { 'use strict'; window.bridge.app.quit = 1 } catch {} return typeof window.bridge.app.quit })()`,
    ),
  ).toBe('function')
})

test('reaches no network and evaluates no text', async () => {
  // A real server that welcomes everybody: only the page's own policy can keep it away.
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response
      .writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' })
      .end('0')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const url = `http://127.0.0.1:${port}`
    expect((await fetch(url)).status).toBe(200)
    asked.length = 0
    const page = await app.window()
    const tried = await page.evaluate(`Promise.all([
      fetch('${url}/fetch').then(() => 'reached', () => 'blocked'),
      new Promise((done) => { const image = new Image(); image.onload = () => done('reached'); image.onerror = () => done('blocked'); image.src = '${url}/image' }),
      new Promise((done) => { const s = document.createElement('script'); try { s.src = '${url}/script'; document.head.append(s); s.onload = () => done('reached'); s.onerror = () => done('blocked') } catch { done('blocked') } }),
      Promise.resolve().then(() => { try { document.body.innerHTML = '<b>x</b>'; return 'reached' } catch { return 'blocked' } }),
    ])`)
    expect(tried).toEqual(Array(4).fill('blocked'))
    expect(asked).toEqual([])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})

test('stays where it is and opens nothing', async () => {
  const page = await app.window()
  await page.evaluate(
    `(() => { location.href = 'https://evil.example/'; window.open('https://evil.example/') })()`,
  )
  await page.evaluate(`(() => { location.href = 'app://console/files.json' })()`)
  // An answer over the bridge takes the same way as a navigation would, so it comes after it.
  expect(await page.evaluate('window.bridge.connection.state()')).toMatchObject({ ok: true })
  expect(page.url()).toMatch(/^app:\/\/console\/(index\.html)?(#.*)?$/)
  const windows = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  expect(windows).toBe(1)
})

test('gets no permission', async () => {
  const page = await app.window()
  const states =
    await page.evaluate(`Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read']
    .map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'denied')))`)
  expect(states).toEqual(Array(5).fill('denied'))
})
