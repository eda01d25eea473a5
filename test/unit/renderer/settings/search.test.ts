import { afterEach, describe, expect, it } from 'vitest'
import { route } from '../../../../renderer/app/router'
import { useAppInfoStore } from '../../../../renderer/app/stores/app-info'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import { translate } from '../../../../renderer/i18n'
import { findSettings, SEARCHED } from '../../../../renderer/settings/search'
import { SETTINGS_SECTIONS, type SettingsSection } from '../../../../renderer/settings/sections'
import SettingsScreen from '../../../../renderer/settings/SettingsScreen.vue'
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge'
import { byRole, pageText, press, settle, show, type, unmountAll } from '../../../support/screen'

const find = (query: string) => findSettings(query, SETTINGS_SECTIONS, (key) => translate(key))

async function open(section: SettingsSection): Promise<FakeBridge> {
  const fake = createFakeBridge()
  await show(SettingsScreen, fake, { section })
  await Promise.all([useSettingsStore().start(), useAppInfoStore().start()])
  await settle()
  return fake
}

afterEach(unmountAll)

describe('the search of the settings', () => {
  it('finds by label, by hint and by section, whatever the case and the order of the words', () => {
    expect(find('THEME')).toEqual([{ section: 'general', label: 'Theme' }])
    expect(find('hours quiet').map(({ section }) => section)).toEqual(['notifications'])
    expect(find('comfortable').map(({ label }) => label)).toEqual(['Row height'])
    expect(find('network').length).toBeGreaterThan(1)
  })

  it('finds nothing for nothing, nor for what is nowhere', () => {
    expect(find('  ')).toEqual([])
    expect(find('theme nowhere')).toEqual([])
  })

  it.each(SETTINGS_SECTIONS)('knows only settings that are shown in %s', async (section) => {
    await open(section)
    const named = [...document.querySelectorAll('[aria-label]')].map((part) =>
      part.getAttribute('aria-label'),
    )
    const shown = [pageText(), ...named].join('\n')
    for (const [label] of SEARCHED[section]) expect(shown).toContain(translate(label))
  })

  it('goes to the section of what was chosen, and says how many there are', async () => {
    await open('about')
    await type('textbox', 'Find a setting', 'quiet')
    expect(pageText()).toContain('1 setting found')
    await press('button', /^Quiet hours/)
    expect(route.value).toEqual({ name: 'settings', section: 'notifications' })
    expect(pageText()).not.toContain('setting found')
  })

  it('puts the focus on the setting when it is already on screen', async () => {
    await open('bulk')
    await type('textbox', 'Find a setting', 'your name')
    await press('button', /^Your name in the history/)
    await settle()
    expect(document.activeElement).toBe(byRole('textbox', 'Your name in the history'))
  })
})

describe('Settings › Data', () => {
  it('says what is kept and what never is, and opens the folder', async () => {
    const fake = await open('data')
    expect(pageText()).toContain('In the keychain of this computer')
    expect(pageText()).toContain('Attributes, phone numbers and names of customers')
    await press('button', 'Open the folder of these files')
    expect(fake.calls.some(({ channel }) => channel === 'app/openFolder')).toBe(true)
  })

  it('keeps the history for as long as was chosen', async () => {
    const fake = await open('data')
    const choice = byRole<HTMLSelectElement>('combobox', 'Keep the history for')
    choice.value = '6'
    choice.dispatchEvent(new Event('change'))
    await settle()
    expect(
      fake.calls.filter(({ channel }) => channel === 'settings/set').map(({ request }) => request),
    ).toEqual([{ keepMonths: 6 }])
  })
})
