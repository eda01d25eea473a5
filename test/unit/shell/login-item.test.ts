import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inRoot } from '../../../build/lib/paths.mjs'
import { APP_ID } from '../../../main/shell/before-ready'
import { autostartEntry, LoginItem } from '../../../main/shell/login-item'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'console-login-'))
})
afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

function itemOn(platform: NodeJS.Platform, configHome = home) {
  const set: unknown[] = []
  const logged: unknown[] = []
  const item = new LoginItem({
    platform,
    app: { setLoginItemSettings: (settings) => set.push(settings) },
    executable: '/opt/Supervisor Console/console',
    configHome,
    name: 'Supervisor Console',
    log: (event) => logged.push(event),
  })
  return { item, set, logged }
}
const entry = () =>
  readFile(path.join(home, 'autostart', 'supervisor-console-taskrouter.desktop'), 'utf8').catch(() => null)

describe('start at sign-in', () => {
  it('is an autostart entry on Linux, written and taken away', async () => {
    const { item, set } = itemOn('linux')
    await item.apply({ startAtLogin: true, startHidden: true })
    expect((await entry())?.split('\n')).toContain('Exec="/opt/Supervisor Console/console" "--hidden"')
    await item.apply({ startAtLogin: true, startHidden: false })
    expect(await entry()).not.toContain('--hidden')
    await item.apply({ startAtLogin: false, startHidden: false })
    expect(await entry()).toBeNull()
    expect(set).toEqual([])
  })

  it('ends with the last choice, however fast they follow each other', async () => {
    const { item } = itemOn('linux')
    void item.apply({ startAtLogin: true, startHidden: true })
    void item.apply({ startAtLogin: false, startHidden: true })
    await item.apply({ startAtLogin: true, startHidden: false })
    expect(await entry()).not.toContain('--hidden')
  })

  it('is left to Electron on Windows and macOS', async () => {
    const windows = itemOn('win32')
    await windows.item.apply({ startAtLogin: true, startHidden: true })
    expect(windows.set).toEqual([{ openAtLogin: true, args: ['--hidden'] }])
    const mac = itemOn('darwin')
    await mac.item.apply({ startAtLogin: false, startHidden: true })
    expect(mac.set).toEqual([{ openAtLogin: false }])
  })

  it('is logged, not thrown, where it cannot be written', async () => {
    const { item, logged } = itemOn('linux', '/dev/null')
    await item.apply({ startAtLogin: true, startHidden: false })
    expect(logged).toEqual(['loginItem.failed'])
  })

  it('quotes what a desktop entry would take for something else', () => {
    expect(autostartEntry('x', '/a "b" $c%d\\e', [])).toContain(String.raw`Exec="/a \\"b\\" \\$c%%d\\\\e"`)
  })
})

it('has one application id for installer and notifications', async () => {
  expect(await readFile(inRoot('electron-builder.yml'), 'utf8')).toContain(`appId: ${APP_ID}`)
})
