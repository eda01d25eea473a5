import { afterEach, describe, expect, it } from 'vitest'
import { fail, succeed } from '../../../../preload/contract/envelope'
import { instructionOf } from '../../../../preload/contract/instructions'
import type { Preset } from '../../../../preload/contract/presets'
import PresetsSection from '../../../../renderer/settings/PresetsSection.vue'
import { createFakeBridge, HARBOUR, problem, type FakeBridge } from '../../../support/fake-bridge'
import {
  allByRole,
  byRole,
  openMenu,
  pageText,
  press,
  settle,
  showConsole,
  type,
  unmountAll,
} from '../../../support/screen'

const VOICEMAIL: Preset = {
  id: 'voicemail',
  name: 'Voicemail',
  instruction: instructionOf('redirect', { RedirectUrl: 'https://example.com/voicemail' }),
  isDefault: false,
}
const AWAY: Preset = {
  id: 'away',
  name: 'Away',
  instruction: instructionOf('reject', { WorkerActivitySid: '{{worker.activity_sid}}' }),
  isDefault: true,
}

async function open(presets: readonly Preset[] = [VOICEMAIL, AWAY]): Promise<FakeBridge> {
  const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, presets })
  await showConsole(PresetsSection, fake)
  await settle()
  return fake
}

const asked = (fake: FakeBridge, channel: string): readonly unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)
const names = (): readonly string[] =>
  [...document.querySelectorAll('[data-preset]')].map(
    (line) => line.querySelector('.name .truncate')?.textContent ?? '',
  )

afterEach(unmountAll)

describe('settings › presets', () => {
  it('lists them by action, with what they send and which is used by default', async () => {
    await open()
    expect(names()).toEqual(['Away', 'Voicemail'])
    const [away, voicemail] = [...document.querySelectorAll('[data-preset]')].map((line) => line.textContent)
    expect(away).toMatch(/Reject.*Default.*WorkerActivitySid \{\{worker\.activity_sid\}\}/s)
    expect(voicemail).toMatch(/Redirect.*RedirectUrl https:\/\/example\.com\/voicemail/s)
    expect(voicemail).not.toContain('Default')
  })

  it('changes the name and keeps the rest', async () => {
    const fake = await open()
    await press('button', 'Edit preset Voicemail')
    await type('textbox', /^Name/, '  Night voicemail ')
    await press('button', 'Save')
    expect(asked(fake, 'presets/save')).toEqual([{ ...VOICEMAIL, name: 'Night voicemail' }])
    expect(names()).toContain('Night voicemail')
  })

  it('does not save one without a name', async () => {
    const fake = await open([])
    expect(pageText()).toContain('No presets yet')
    await press('button', 'Add preset')
    expect(byRole<HTMLButtonElement>('button', 'Save').disabled).toBe(true)
    expect(asked(fake, 'presets/save')).toEqual([])
  })

  it('makes one the default, and a copy of one under another name that is none', async () => {
    const fake = await open()
    await openMenu('Actions for Voicemail')
    await press('menuitem', 'Use by default')
    await openMenu('Actions for Away')
    await press('menuitem', 'Duplicate')
    expect(asked(fake, 'presets/save')).toMatchObject([
      { id: 'voicemail', isDefault: true },
      { name: 'Away (copy)', isDefault: false, instruction: AWAY.instruction },
    ])
    expect(new Set(names()).size).toBe(3)
  })

  it('deletes only after asking, by name', async () => {
    const fake = await open()
    await openMenu('Actions for Voicemail')
    await press('menuitem', 'Delete')
    expect(byRole('dialog').textContent).toContain('Delete preset Voicemail?')
    expect(asked(fake, 'presets/remove')).toEqual([])
    await press('button', 'Delete')
    expect(asked(fake, 'presets/remove')).toEqual([{ id: 'voicemail' }])
    expect(names()).toEqual(['Away'])
  })

  it('takes presets from a file and says which could not be used; writes them into one', async () => {
    const fake = await open([AWAY])
    fake.answer('presets/import', () =>
      succeed({
        list: { presets: [AWAY, VOICEMAIL], recovered: false },
        taken: 1,
        refused: ['Other'],
      }),
    )
    await press('button', 'Import…')
    expect(names()).toEqual(['Away', 'Voicemail'])
    await press('button', 'Export…')
    expect(asked(fake, 'presets/export')).toHaveLength(1)
  })

  it('says that they belong to a workspace, and why they cannot be read', async () => {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
    fake.answer('presets/list', () => fail(problem('noConnection')))
    await showConsole(PresetsSection, fake)
    expect(pageText()).toContain('Presets belong to a workspace')
    unmountAll()
    const broken = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
    broken.answer('presets/list', () => fail(problem('storage')))
    await showConsole(PresetsSection, broken)
    expect(allByRole('alert')).toHaveLength(1)
    expect(allByRole('button', 'Add preset')).toEqual([])
  })

  it('says when a damaged file was put aside', async () => {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
    fake.answer('presets/list', () => succeed({ presets: [AWAY], recovered: true }))
    await showConsole(PresetsSection, fake)
    expect(pageText()).toContain('The file of presets was damaged')
    expect(names()).toEqual(['Away'])
  })
})
