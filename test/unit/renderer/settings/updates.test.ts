import { afterEach, describe, expect, it } from 'vitest'
import type { UpdateState } from '../../../../preload/contract/updates'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import UpdateStatus from '../../../../renderer/settings/UpdateStatus.vue'
import { succeed } from '../../../../preload/contract/envelope'
import { createFakeBridge } from '../../../support/fake-bridge'
import { allByRole, byRole, press, settle, show, unmountAll } from '../../../support/screen'

afterEach(unmountAll)

const IDLE: UpdateState = {
  phase: 'idle',
  version: null,
  percent: null,
  checkedAt: null,
  installable: true,
  problem: null,
}
const said = () => byRole('status', /.*/)?.textContent?.trim()

describe('updates in Settings › About', () => {
  it('are looked for, fetched and installed by three presses', async () => {
    const fake = createFakeBridge({ updates: IDLE })
    const found: UpdateState = { ...IDLE, phase: 'available', version: '2.0.0' }
    fake.answer('updates/check', () => succeed(found))
    fake.answer('updates/download', () => succeed({ ...found, phase: 'ready' }))
    await show(UpdateStatus, fake)
    await settle()
    await press('button', 'Check now')
    expect(said()).toBe('Version 2.0.0 is available.')
    await press('button', 'Download 2.0.0')
    await press('button', 'Restart and install 2.0.0')
    expect(fake.calls.map(({ channel }) => channel)).toEqual(
      expect.arrayContaining(['updates/check', 'updates/download', 'updates/install']),
    )
  })

  it('of somebody else’s are only told', async () => {
    await show(
      UpdateStatus,
      createFakeBridge({ updates: { ...IDLE, phase: 'available', version: '2.0.0', installable: false } }),
    )
    await settle()
    expect(said()).toContain('Whoever manages this computer installs it.')
    expect(allByRole('button')).toEqual([])
  })

  it('follow what main tells, and say when something was refused', async () => {
    const fake = createFakeBridge({ updates: IDLE })
    await show(UpdateStatus, fake)
    await settle()
    fake.push('updates/changed', { ...IDLE, phase: 'downloading', version: '2.0.0', percent: 41 })
    await settle()
    expect(said()).toBe('Downloading version 2.0.0: 41 %')
    expect(byRole('progressbar', 'Progress of the download').getAttribute('aria-valuenow')).toBe('41')
    fake.push('updates/changed', { ...IDLE, phase: 'failed', problem: 'refused' })
    await settle()
    expect(said()).toContain('thrown away')
  })

  it('fixed by an administrator show a lock', async () => {
    await show(UpdateStatus, createFakeBridge({ settings: { updates: 'off' }, locked: ['updates'] }))
    await useSettingsStore().start()
    await settle()
    expect(allByRole('radio').map((radio) => (radio as HTMLInputElement).disabled)).toEqual([
      true,
      true,
      true,
    ])
  })
})
