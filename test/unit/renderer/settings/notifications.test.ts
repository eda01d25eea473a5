import { afterEach, describe, expect, it } from 'vitest'
import { DEFAULT_ALERT_RULES, MOST_ALERT_RULES, type AlertRule } from '../../../../preload/contract/alerts'
import type { Settings } from '../../../../preload/contract/settings'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import SettingsScreen from '../../../../renderer/settings/SettingsScreen.vue'
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge'
import { allByRole, byRole, press, settle, show, type, unmountAll } from '../../../support/screen'

async function open(
  settings: Partial<Settings> = {},
  locked: readonly (keyof Settings)[] = [],
): Promise<FakeBridge> {
  const fake = createFakeBridge({ settings, locked })
  await show(SettingsScreen, fake, { section: 'notifications' })
  await useSettingsStore().start()
  await settle()
  return fake
}
const saved = (fake: FakeBridge): readonly Partial<Settings>[] =>
  fake.calls
    .filter(({ channel }) => channel === 'settings/set')
    .map(({ request }) => request as Partial<Settings>)
const rulesSaved = (fake: FakeBridge): readonly AlertRule[] => saved(fake).at(-1)?.alertRules ?? []

afterEach(unmountAll)

describe('desktop notices', () => {
  it('are switched off as a whole, and the sound has nothing to say then', async () => {
    const fake = await open({ notifications: true, alertSound: false })
    await press('switch', 'With sound')
    await press('switch', 'Desktop notices for alerts')
    expect(saved(fake)).toEqual([{ alertSound: true }, { notifications: false }])
    expect(byRole<HTMLButtonElement>('switch', 'With sound').disabled).toBe(true)
  })

  it('are quiet between two times of day; a time that is none is not kept, and told', async () => {
    const fake = await open({ quietHours: null })
    await press('switch', 'Quiet hours')
    await type('textbox', 'From', '21:30')
    await type('textbox', 'Until', '25:00')
    expect(saved(fake)).toEqual([
      { quietHours: { from: '22:00', to: '07:00' } },
      { quietHours: { from: '21:30', to: '07:00' } },
    ])
    expect(allByRole('alert').map(({ textContent }) => textContent.trim())).toEqual([
      'Hours and minutes, like 22:00',
    ])
    await type('textbox', 'Until', '06:00')
    expect(allByRole('alert')).toEqual([])
    expect(saved(fake).at(-1)).toEqual({ quietHours: { from: '21:30', to: '06:00' } })
    await press('switch', 'Quiet hours')
    expect(saved(fake).at(-1)).toEqual({ quietHours: null })
  })
})

describe('alert rules', () => {
  it('can be added, renamed, changed, switched off and removed', async () => {
    const fake = await open({ alertRules: DEFAULT_ALERT_RULES })
    await press('button', 'Add a rule')
    expect(rulesSaved(fake)).toHaveLength(2)
    const [, added] = allByRole('textbox', 'Name') as HTMLInputElement[]
    if (added === undefined) throw new Error('There are two rules.')
    added.value = 'Offers'
    added.dispatchEvent(new Event('change', { bubbles: true }))
    await settle()
    await press('switch', 'Rule on: Offers')
    expect(rulesSaved(fake)[1]).toMatchObject({ name: 'Offers', view: 'pending', enabled: false })
    await press('button', 'Remove rule: Offers')
    expect(rulesSaved(fake)).toEqual(DEFAULT_ALERT_RULES)
  })

  it('are bounded in number', async () => {
    const [first] = DEFAULT_ALERT_RULES
    if (first === undefined) throw new Error('There is a rule to begin with.')
    await open({
      alertRules: Array.from({ length: MOST_ALERT_RULES }, (_, n) => ({ ...first, id: String(n) })),
    })
    expect(byRole<HTMLButtonElement>('button', 'Add a rule').disabled).toBe(true)
  })

  it('that an administrator has set cannot be changed', async () => {
    const fake = await open({}, ['alertRules', 'quietHours', 'notifications', 'alertSound'])
    expect(byRole<HTMLButtonElement>('button', 'Add a rule').disabled).toBe(true)
    await press('switch', 'Desktop notices for alerts')
    await press('switch', 'Quiet hours')
    expect(saved(fake)).toEqual([])
  })
})
