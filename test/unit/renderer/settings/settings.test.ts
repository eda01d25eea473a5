import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fail } from '../../../../preload/contract/envelope'
import { useAppInfoStore } from '../../../../renderer/app/stores/app-info'
import { useConnectionStore } from '../../../../renderer/app/stores/connection'
import { useSettingsStore } from '../../../../renderer/app/stores/settings'
import { parseWholeNumber } from '../../../../renderer/settings/numbers'
import type { SettingsSection } from '../../../../renderer/settings/sections'
import SettingsScreen from '../../../../renderer/settings/SettingsScreen.vue'
import { createFakeBridge, HARBOUR, PRACTICE, problem, type FakeBridge } from '../../../support/fake-bridge'
import { allByRole, byRole, pageText, press, settle, show, type, unmountAll } from '../../../support/screen'

async function open(fake: FakeBridge, section: SettingsSection): Promise<void> {
  await show(SettingsScreen, fake, { section })
  await Promise.all([useSettingsStore().start(), useAppInfoStore().start(), useConnectionStore().start()])
  await settle()
}

const saved = (fake: FakeBridge): readonly unknown[] =>
  fake.calls.filter(({ channel }) => channel === 'settings/set').map(({ request }) => request)

afterEach(unmountAll)

describe('whole numbers typed by hand', () => {
  it.each([
    ['10', 10],
    [' 1,000 ', 1000],
    ['1.000', 1000],
    ['1 000', 1000],
  ])('%j is %d', (text, value) => {
    expect(parseWholeNumber(text, 1, 1000)).toEqual({ value, error: null })
  })

  it.each([
    ['', 'number'],
    ['ten', 'number'],
    ['1.5', 'number'],
    ['1e3', 'number'],
    ['0', 'range'],
    ['-3', 'range'],
    ['1001', 'range'],
  ])('%j is refused as %s', (text, error) => {
    expect(parseWholeNumber(text, 1, 1000)).toEqual({ value: null, error })
  })

  it('reads every number back as it is written in either language', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.constantFrom('en', 'es'), (value, locale) => {
        const text = new Intl.NumberFormat(locale).format(value)
        expect(parseWholeNumber(text, 1, 10_000_000).value).toBe(value)
      }),
    )
  })
})

describe('general', () => {
  it('saves each choice as it is made', async () => {
    const fake = createFakeBridge()
    await open(fake, 'general')
    byRole<HTMLInputElement>('radio', 'Dark').click()
    await settle()
    await press('switch', 'Start when I sign in to this computer')
    expect(saved(fake)).toEqual([{ theme: 'dark' }, { startAtLogin: true }])
    expect(byRole('switch', 'Start when I sign in to this computer').getAttribute('aria-checked')).toBe(
      'true',
    )
  })

  it('shows a lock on what an administrator has fixed, and refuses to change it', async () => {
    const fake = createFakeBridge({ locked: ['theme', 'closeToTray'] })
    await open(fake, 'general')
    expect(pageText()).toContain('Some settings are managed by your administrator.')
    expect(document.querySelectorAll('[aria-label="Set by your administrator"]')).toHaveLength(2)
    expect(allByRole('radio', 'Dark').map((radio) => (radio as HTMLInputElement).disabled)).toEqual([true])
    await press('switch', /^Keep running in the tray/)
    expect(saved(fake)).toEqual([])
  })
})

describe('what counts as stuck', () => {
  it('takes minutes and saves seconds', async () => {
    const fake = createFakeBridge()
    await open(fake, 'stuck')
    await type('textbox', 'Pending: stuck after', '8')
    expect(saved(fake)).toMatchObject([
      { thresholds: { pending: { watch: 120, stuck: 480 }, wrapping: { stuck: 300 } } },
    ])
  })

  it('saves nothing that is no number, out of range or in the wrong order, and says why', async () => {
    const fake = createFakeBridge()
    await open(fake, 'stuck')
    await type('textbox', 'Pending: watch after', '')
    expect(byRole('alert').textContent).toContain('A number, please')
    await type('textbox', 'Pending: watch after', '99999')
    expect(byRole('alert').textContent).toContain('Between 1 and 20,160')
    await type('textbox', 'Pending: watch after', '6')
    expect(byRole('alert').textContent).toContain('must not come later')
    expect(saved(fake)).toEqual([])
    await type('textbox', 'Pending: watch after', '4')
    expect(allByRole('alert')).toEqual([])
    expect(saved(fake)).toHaveLength(1)
  })

  it('saves both ages of a pair once they are in order, whichever of them was put right', async () => {
    const fake = createFakeBridge()
    await open(fake, 'stuck')
    await type('textbox', 'Pending: stuck after', '1')
    expect(saved(fake)).toEqual([])
    await type('textbox', 'Pending: watch after', '1')
    expect(allByRole('alert')).toEqual([])
    expect(saved(fake)).toMatchObject([{ thresholds: { pending: { watch: 60, stuck: 60 } } }])
  })

  it('forgets what was typed when other ages come from elsewhere', async () => {
    const fake = createFakeBridge()
    await open(fake, 'stuck')
    await type('textbox', 'Pending: watch after', '4')
    const store = useSettingsStore()
    const { thresholds } = store.settings
    await store.save({ thresholds: { ...thresholds, pending: { watch: 60, stuck: 120 } } })
    await settle()
    expect(byRole<HTMLInputElement>('textbox', 'Pending: watch after').value).toBe('1')
    expect(allByRole('alert')).toEqual([])
  })
})

describe('rules that decide what is stuck', () => {
  const previews = (fake: FakeBridge) =>
    fake.calls.flatMap(({ channel, request }) => (channel === 'diagnosis/preview' ? [request] : []))

  it('shows how many rows each setting catches now, also for a number that is only typed', async () => {
    vi.useFakeTimers()
    try {
      const fake = createFakeBridge({ rows: 60, connection: { phase: 'connected', connection: PRACTICE } })
      await open(fake, 'stuck')
      await vi.advanceTimersByTimeAsync(300)
      expect(pageText()).toMatch(/With these settings \d+ of 60 rows are stuck/)
      const field = byRole<HTMLInputElement>('textbox', 'Pending: stuck after')
      field.value = '9'
      field.dispatchEvent(new Event('input'))
      await vi.advanceTimersByTimeAsync(250)
      expect(previews(fake).at(-1)).toMatchObject({ thresholds: { pending: { watch: 120, stuck: 540 } } })
      expect(saved(fake)).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('adds an exception for a queue or a channel and takes it away again', async () => {
    const fake = createFakeBridge({ rows: 20, connection: { phase: 'connected', connection: PRACTICE } })
    await open(fake, 'stuck')
    const channel = byRole<HTMLSelectElement>('combobox', 'Channel')
    const name = [...channel.options].map(({ value }) => value).find((value) => value !== '') ?? ''
    channel.value = name
    channel.dispatchEvent(new Event('change'))
    await settle()
    expect(byRole<HTMLButtonElement>('button', 'Add').disabled).toBe(false)
    await press('button', 'Add')
    expect(document.activeElement).toBe(byRole('textbox', `Pending, Every queue, ${name}: watch after`))
    const exception = { status: 'pending', queueSid: null, channel: name, watch: 120, stuck: 300 }
    expect(saved(fake)).toEqual([{ thresholdExceptions: [exception] }])
    await press('button', /^Remove: Pending, Every queue/)
    expect(saved(fake).at(-1)).toEqual({ thresholdExceptions: [] })
    expect(document.activeElement).toBe(allByRole('combobox', 'Status').at(-1))
  })

  it('says why there is no exception to add', async () => {
    const fake = createFakeBridge({ rows: 20, connection: { phase: 'connected', connection: PRACTICE } })
    await open(fake, 'stuck')
    const choose = async (): Promise<void> => {
      const channel = byRole<HTMLSelectElement>('combobox', 'Channel')
      channel.selectedIndex = 1
      channel.dispatchEvent(new Event('change'))
      await settle()
    }
    const add = () => byRole<HTMLButtonElement>('button', 'Add')
    expect(pageText()).toContain('Choose a queue, a channel or both to add one.')
    expect(add().disabled).toBe(true)
    await choose()
    expect(pageText()).not.toContain('to add one.')
    await press('button', 'Add')
    await choose()
    expect(pageText()).toContain('There is one for these already.')
    expect(add().disabled).toBe(true)
  })

  it('switches a rule off and on, and not where an administrator has fixed it', async () => {
    const fake = createFakeBridge()
    await open(fake, 'stuck')
    await press('switch', 'Wrap-up never ended')
    expect(saved(fake)).toEqual([{ disabledReasons: ['longWrapUp'] }])
    await press('switch', 'Wrap-up never ended')
    expect(saved(fake).at(-1)).toEqual({ disabledReasons: [] })
    unmountAll()
    const locked = createFakeBridge({ locked: ['disabledReasons'] })
    await open(locked, 'stuck')
    await press('switch', 'Wrap-up never ended')
    expect(saved(locked)).toEqual([])
  })
})

describe('bulk actions', () => {
  it('saves numbers and the name of the operator when the field is left', async () => {
    const fake = createFakeBridge()
    await open(fake, 'bulk')
    await type('textbox', /^Rejections after which/, '1,000')
    await type('textbox', 'Your name in the history', '  Ana Silva ')
    expect(saved(fake)).toEqual([{ rejectionLimit: 1000 }, { operator: 'Ana Silva' }])
  })

  it('goes back to what holds when main refuses', async () => {
    const fake = createFakeBridge()
    fake.answer('settings/set', () => fail(problem('storage')))
    await open(fake, 'bulk')
    await press('switch', 'Ask for a reason before every action')
    expect(byRole('switch', 'Ask for a reason before every action').getAttribute('aria-checked')).toBe(
      'false',
    )
  })
})

describe('connections', () => {
  it('lists them without secrets and signs out of one after asking', async () => {
    const fake = createFakeBridge({
      connection: { phase: 'connected', connection: PRACTICE },
      saved: [PRACTICE, HARBOUR],
    })
    await open(fake, 'connections')
    expect(pageText()).toContain('Harbour Insurance')
    expect(pageText()).toContain('In use')
    await press('button', 'Sign out: Harbour Insurance')
    expect(fake.calls.some(({ channel }) => channel === 'connection/signOut')).toBe(false)
    await press('button', 'Sign out')
    expect(pageText()).not.toContain('Harbour Insurance')
  })

  it('says when there are none', async () => {
    await open(createFakeBridge(), 'connections')
    expect(byRole('heading', 'No saved connections')).toBeTruthy()
  })
})

describe('about', () => {
  it('shows the versions and copies them for support', async () => {
    const fake = createFakeBridge()
    await open(fake, 'about')
    expect(pageText()).toContain('45.4.1')
    await press('button', 'Copy for support')
    const copied = fake.calls.find(({ channel }) => channel === 'app/copyText')?.request
    expect(JSON.stringify(copied)).toContain('Electron: 45.4.1')
  })
})
