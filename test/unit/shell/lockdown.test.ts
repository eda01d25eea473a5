import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { prepareElectron } from '../../../main/shell/before-ready'
import { lockContents } from '../../../main/shell/lockdown'

/** Electron's web contents as far as navigation goes: listeners and the decision about new windows. */
class FakeContents extends EventEmitter {
  opens: (() => { action: string }) | null = null

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.opens = handler
  }

  /** Whether the event was prevented. */
  fires(name: string, facts: object = {}, ...rest: unknown[]): boolean {
    let prevented = false
    const event = { ...facts, preventDefault: () => (prevented = true) }
    this.emit(name, event, ...rest)
    return prevented
  }
}

describe('lockContents', () => {
  it('prevents navigation, redirects, webviews and new windows', () => {
    const contents = new FakeContents()
    lockContents(contents as unknown as Parameters<typeof lockContents>[0])
    const elsewhere = 'https://elsewhere.example/'
    expect(contents.fires('will-navigate', {}, elsewhere)).toBe(true)
    expect(contents.fires('will-frame-navigate', { isMainFrame: true, url: elsewhere })).toBe(true)
    expect(contents.fires('will-redirect', {}, elsewhere)).toBe(true)
    expect(contents.fires('will-attach-webview')).toBe(true)
    expect(contents.opens?.()).toEqual({ action: 'deny' })
  })
})

describe('prepareElectron', () => {
  const protocol = { registerSchemesAsPrivileged: () => {} }
  const prepared = (switches: readonly string[]) => {
    let sandboxed = false
    const app = {
      enableSandbox: () => (sandboxed = true),
      setPath: () => {},
      setAppUserModelId: () => {},
      commandLine: { hasSwitch: (name: string) => switches.includes(name), getSwitchValue: () => '' },
    }
    prepareElectron(app as unknown as Parameters<typeof prepareElectron>[0], protocol)
    return sandboxed
  }

  it('sandboxes every process', () => {
    expect(prepared([])).toBe(true)
  })

  it('overrules --no-sandbox for everybody but root on Linux, where there is no sandbox to be had', () => {
    const root = process.platform === 'linux' && process.getuid?.() === 0
    expect(prepared(['no-sandbox'])).toBe(!root)
  })
})
