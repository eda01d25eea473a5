import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { useBoardStatusStore } from '../../../../renderer/app/stores/board-status'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import { createConsole } from '../../../../renderer/board/console'
import CallCheckSwitch from '../../../../renderer/settings/CallCheckSwitch.vue'
import { toasts } from '../../../../renderer/ui/toasts'
import { boardStatus } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR, type FakeBridgeOptions } from '../../../support/fake-bridge'
import { pageText, settle, show, unmountAll } from '../../../support/screen'

const stops: (() => void)[] = []
afterEach(() => {
  unmountAll()
  for (const stop of stops.splice(0)) stop()
  toasts.value = []
})

async function open(options: FakeBridgeOptions = {}) {
  const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, ...options })
  await show(CallCheckSwitch, fake)
  stops.push(await useSettingsStore().start())
  stops.push(useBoardStatusStore().start())
  await settle()
  const field = document.querySelector<HTMLElement>('[role="switch"], input')
  return { fake, field }
}

describe('looking at calls', () => {
  it('is off, and switched on by one press', async () => {
    expect(DEFAULT_SETTINGS.callCheck).toBe(false)
    const { fake, field } = await open()
    field?.click()
    await settle()
    expect(fake.calls.find(({ channel }) => channel === 'settings/set')?.request).toEqual({ callCheck: true })
  })

  it('cannot be switched where an administrator has fixed it', async () => {
    const { fake, field } = await open({ locked: ['callCheck'] })
    field?.click()
    await settle()
    expect(fake.calls.some(({ channel }) => channel === 'settings/set')).toBe(false)
  })

  it('says for as long as it is so that the key may not', async () => {
    const { fake } = await open({ settings: { callCheck: true } })
    expect(pageText()).not.toContain('may not read calls')
    fake.push('board/status', boardStatus({ callCheck: 'notPermitted' }))
    await settle()
    expect(pageText()).toContain('This key may not read calls')
  })

  it('tells of the refusal once, in passing', async () => {
    const { fake } = await open({ settings: { callCheck: true } })
    const own = createConsole({
      bridge: fake.bridge,
      settings: () => ({ ...DEFAULT_SETTINGS, callCheck: true }),
      saveSettings: () => undefined,
    })
    stops.push(() => {
      own.stop()
    })
    await settle()
    for (const callCheck of ['on', 'on', 'notPermitted', 'notPermitted'] as const) {
      fake.push('board/status', boardStatus({ callCheck }))
      await settle()
    }
    expect(toasts.value).toHaveLength(1)
    expect(toasts.value[0]).toMatchObject({ tone: 'warning' })
  })
})
