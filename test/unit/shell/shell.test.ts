import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCommandLine, parseDeepLink } from '../../../main/shell/command-line'
import { CrashCounter } from '../../../main/shell/crash-counter'
import { csvLine, maskNumbers } from '../../../main/shell/csv'
import { addressOf, openExternal } from '../../../main/shell/external'
import { LogFile } from '../../../main/shell/log'
import { createAppHandler, SECURITY_HEADERS } from '../../../main/shell/scheme'
import { createWindowOptions } from '../../../main/shell/window-options'
import { placeWindow } from '../../../main/shell/window-state'
import { RESERVATION, SECRET, WORKSPACE } from '../../support/shell/requests'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-shell-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('deep links', () => {
  it('select what they name', () => {
    expect(parseDeepLink(`taskrouter-console://reservation/${RESERVATION}`)).toEqual({
      target: 'reservation',
      sid: RESERVATION,
    })
    expect(parseDeepLink('taskrouter-console://board')).toEqual({ target: 'board', view: null })
  })

  it.each([
    'taskrouter-console://reservation/WR1',
    `taskrouter-console://reject/${RESERVATION}`,
    `taskrouter-console://reservation/${RESERVATION}/../../settings`,
    `taskrouter-console://reservation/${RESERVATION}?then=reject`,
    `https://reservation/${RESERVATION}`,
    'taskrouter-console://constructor',
    'taskrouter-console://user@reservation/x',
  ])('ignore %s', (link) => {
    expect(parseDeepLink(link)).toBeNull()
  })

  it('are found on a command line among switches that are not ours', () => {
    const argv = ['app', '--no-sandbox', '--hidden', `taskrouter-console://reservation/${RESERVATION}`]
    expect(parseCommandLine(argv)).toEqual({
      hidden: true,
      version: false,
      diagnose: false,
      show: { target: 'reservation', sid: RESERVATION },
    })
  })
})

describe('the app scheme', () => {
  const handler = () =>
    createAppHandler(folder, Promise.resolve({ '/index.html': 'text/html', '/lost.js': 'text/javascript' }))
  beforeAll(async () => {
    await writeFile(path.join(folder, 'index.html'), '<h1>page</h1>')
    await writeFile(path.join(folder, 'secret.txt'), SECRET)
  })

  it('serves listed files with the policy', async () => {
    for (const url of ['app://console/', 'app://console/index.html?x=1#y']) {
      const answer = await handler()({ method: 'GET', url })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe('<h1>page</h1>')
      for (const [name, value] of Object.entries(SECURITY_HEADERS))
        expect(answer.headers.get(name)).toBe(value)
    }
    const head = await handler()({ method: 'HEAD', url: 'app://console/index.html' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it.each([
    ['POST', 'app://console/index.html', 405],
    ['GET', 'app://console/secret.txt', 404],
    ['GET', 'app://console/../secret.txt', 404],
    ['GET', 'app://console/%2e%2e/secret.txt', 404],
    ['GET', 'app://console/constructor', 404],
    ['GET', 'app://console/lost.js', 404],
    ['GET', 'app://console.evil/index.html', 403],
    ['GET', 'file:///etc/passwd', 403],
  ])('refuses %s %s', async (method, url, status) => {
    const answer = await handler()({ method, url })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  })

  it('has exactly this content security policy', () => {
    expect(SECURITY_HEADERS['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types vue",
    )
  })
})

it('gives the window exactly these powers', () => {
  const { webPreferences } = createWindowOptions({
    preload: '/p.cjs',
    icon: null,
    title: 'Console',
    background: '#fff',
    devTools: false,
    placement: { bounds: { width: 1, height: 1 }, maximized: false },
  })
  expect(webPreferences).toEqual({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    safeDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
    devTools: false,
    backgroundThrottling: true,
  })
})

describe('placeWindow', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 }
  it('opens where it was', () => {
    const bounds = { x: 100, y: 50, width: 900, height: 700 }
    expect(placeWindow({ bounds, maximized: true }, [screen])).toEqual({ bounds, maximized: true })
  })
  it('comes back when its screen is gone, no larger than the one that is left', () => {
    const lost = { x: 4000, y: 50, width: 2500, height: 700 }
    expect(placeWindow({ bounds: lost, maximized: false }, [screen]).bounds).toEqual({
      width: 1920,
      height: 700,
    })
  })
  it('does not hide its title bar above the screen', () => {
    const above = { x: 100, y: -400, width: 900, height: 700 }
    expect(placeWindow({ bounds: above, maximized: false }, [screen]).bounds).not.toHaveProperty('y')
  })
})

describe('openExternal', () => {
  it.each([
    'http://www.twilio.com/',
    'https://www.twilio.com.evil.example/',
    'https://evil.example/',
    'https://user:x@www.twilio.com/',
    'https://www.twilio.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
  ])('refuses %s', async (address) => {
    const opened: string[] = []
    const result = await openExternal(address, (url) => Promise.resolve(void opened.push(url)))
    expect([result, opened]).toEqual(['refused', []])
  })

  it('opens every page that the contract names', async () => {
    for (const page of [
      { page: 'apiKeys' },
      { page: 'reservationDocs' },
      { page: 'consoleTask', sid: 'WT1' },
    ] as const) {
      const opened: string[] = []
      await openExternal(addressOf(page, WORKSPACE) ?? '', (url) => Promise.resolve(void opened.push(url)))
      expect(opened).toEqual([expect.stringMatching(/^https:\/\/(www|console)\.twilio\.com\//)])
    }
    expect(addressOf({ page: 'consoleTask', sid: 'WT1' }, null)).toBeNull()
  })
})

describe('LogFile', () => {
  it('writes redacted lines, rotates and keeps a few old files', async () => {
    const file = path.join(folder, 'logs', 'console.log')
    const log = new LogFile({ path: file, maxBytes: 400, keep: 2, now: () => 0 })
    for (let line = 0; line < 20; line += 1) {
      log.write('request', { text: `secret=${SECRET}`, line })
      await log.flush()
    }
    const names = (await readdir(path.dirname(file))).sort()
    expect(names).toEqual(['console.log', 'console.log.1', 'console.log.2'])
    const texts = await Promise.all(
      names.map((name) => readFile(path.join(path.dirname(file), name), 'utf8')),
    )
    expect(texts.join('')).not.toContain(SECRET)
    expect(
      texts[0]
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)
        .at(-1),
    ).toMatchObject({
      event: 'request',
      line: 19,
    })
  })

  it('never throws, even where it cannot write', async () => {
    const log = new LogFile({ path: path.join(folder, 'index.html', 'no-folder', 'x.log') })
    log.write('lost')
    await expect(log.flush()).resolves.toBeUndefined()
  })
})

it('reloads a page that dies now and then, but not one that dies at once each time', () => {
  let now = 0
  const crashes = new CrashCounter(() => now)
  expect([1, 2, 3, 4].map(() => crashes.mayReload())).toEqual([true, true, true, false])
  now += 61_000
  expect(crashes.mayReload()).toBe(true)
})

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,"b"', '"a,""b"""'],
    ['=1+1', "'=1+1"],
    ['  @x', "'  @x"],
    ['two\nlines', '"two\nlines"'],
  ])('writes %s as %s', (cell, written) => {
    expect(csvLine([cell])).toBe(`${written}\r\n`)
  })
  it('masks numbers', () => {
    expect(maskNumbers('from +34600123456')).toBe('from +…56')
  })
})
