import { afterEach, describe, expect, it } from 'vitest'
import type { AlertEntry, AlertsState } from '../../../../preload/contract/alerts'
import AlertsScreen from '../../../../renderer/alerts/AlertsScreen.vue'
import { navigate, route } from '../../../../renderer/app/router'
import { useAlertsStore } from '../../../../renderer/app/stores/alerts'
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge'
import { byRole, pageText, press, settle, show, unmountAll } from '../../../support/screen'

const entry = (over: Partial<AlertEntry>): AlertEntry => ({
  id: 'a',
  ruleId: 'r',
  name: 'Offers that wait',
  view: 'pending',
  at: Date.now() - 60_000,
  count: 6,
  endedAt: null,
  read: false,
  ...over,
})
const inbox = (entries: readonly AlertEntry[]): AlertsState => ({
  entries,
  unread: entries.filter(({ read }) => !read).length,
  snoozedRules: {},
  snoozedRows: {},
})

async function open(entries: readonly AlertEntry[]): Promise<FakeBridge> {
  const fake = createFakeBridge({ alerts: inbox(entries) })
  await show(AlertsScreen, fake)
  await useAlertsStore().start()
  await settle()
  return fake
}
const asked = (fake: FakeBridge, channel: string): readonly unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)

afterEach(() => {
  unmountAll()
  navigate({ name: 'board', view: null })
})

describe('the alert inbox', () => {
  it('says what lasts, what is new, and how many rows it was', async () => {
    await open([entry({}), entry({ id: 'b', name: 'Wrap-ups', count: 1, endedAt: Date.now(), read: true })])
    const [first = '', second = ''] = [...document.querySelectorAll('.entry')].map((each) => each.textContent)
    expect(first).toContain('Now')
    expect(first).toContain('New')
    expect(first).toContain('6 rows')
    expect(second).not.toContain('Now')
    expect(second).not.toContain('New')
    expect(second).toContain('1 row')
  })

  it('opens the view of an alert, marks it as read and asks for no action', async () => {
    const fake = await open([entry({}), entry({ id: 'b' })])
    await press('button', 'Show the rows')
    expect(route.value).toMatchObject({ name: 'board', view: 'pending' })
    expect(asked(fake, 'alerts/markRead')).toEqual([{ id: 'a' }])
    expect(useAlertsStore().state.unread).toBe(1)
    expect(fake.calls.filter(({ channel }) => channel.startsWith('bulk/'))).toEqual([])
  })

  it('marks all as read, and cannot twice', async () => {
    await open([entry({}), entry({ id: 'b' })])
    await press('button', 'Mark all as read')
    expect(useAlertsStore().state.unread).toBe(0)
    expect(byRole<HTMLButtonElement>('button', 'Mark all as read').disabled).toBe(true)
  })

  it('removes only what is over', async () => {
    await open([entry({}), entry({ id: 'b', endedAt: Date.now() })])
    await press('button', 'Remove ended ones')
    expect(useAlertsStore().state.entries.map(({ id }) => id)).toEqual(['a'])
    expect(byRole<HTMLButtonElement>('button', 'Remove ended ones').disabled).toBe(true)
  })

  it('keeps a rule quiet for a quarter of an hour, once', async () => {
    const fake = await open([entry({})])
    await press('button', 'Quiet for 15 minutes: Offers that wait')
    expect(asked(fake, 'alerts/snooze')).toEqual([{ target: { ruleId: 'r' }, minutes: 15 }])
    expect(byRole<HTMLButtonElement>('button', /^Quiet for 15 minutes/).disabled).toBe(true)
  })

  it('says so when there is nothing, and leads to the rules', async () => {
    await open([])
    expect(pageText()).toContain('No alerts')
    await press('button', 'Alert rules')
    expect(route.value).toMatchObject({ name: 'settings', section: 'notifications' })
  })
})
