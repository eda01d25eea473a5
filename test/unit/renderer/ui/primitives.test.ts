import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, nextTick, ref, type FunctionalComponent } from 'vue'
import {
  announce,
  dismissToast,
  SidText,
  showToast,
  StatusPill,
  TimeText,
  UiButton,
  UiDialog,
  UiField,
  UiInput,
  UiMenu,
  UiProgress,
  UiScreen,
  UiToastHost,
  UiTooltipHost,
} from '../../../../renderer/ui'
import { announcement } from '../../../../renderer/ui/announcer'
import { setClockOffset } from '../../../../renderer/ui/clock'
import { toasts } from '../../../../renderer/ui/toasts'
import { translate } from '../../../../renderer/i18n'
import { createFakeBridge, problem } from '../../../support/fake-bridge'
import { fail } from '../../../../preload/contract/envelope'
import {
  allByRole,
  byRole,
  key,
  nameOf,
  pageText,
  press,
  settle,
  show,
  unmountAll,
} from '../../../support/screen'

const SID = `WR${'0'.repeat(26)}abcdef`

afterEach(() => {
  unmountAll()
  for (const { id } of toasts.value) dismissToast(id)
  vi.useRealTimers()
  setClockOffset(0)
})

describe('UiButton', () => {
  it('presses once, and not at all while it is busy, though it keeps the focus', async () => {
    const pressed = vi.fn()
    const loading = ref(false)
    await show(
      () => h(UiButton, { loading: loading.value, onClick: pressed }, () => 'Reject'),
      createFakeBridge(),
    )
    byRole('button', 'Reject').focus()
    await press('button', 'Reject')
    expect(pressed).toHaveBeenCalledTimes(1)
    loading.value = true
    await settle()
    await press('button', 'Reject')
    expect(pressed).toHaveBeenCalledTimes(1)
    expect(document.activeElement).toBe(byRole('button', 'Reject'))
    expect(byRole('button', 'Reject').getAttribute('aria-busy')).toBe('true')
  })
})

describe('StatusPill', () => {
  it('says a known status in words, and an unknown one as the server sent it', async () => {
    await show(
      () => [h(StatusPill, { status: 'pending' }), h(StatusPill, { status: 'teleported' })],
      createFakeBridge(),
    )
    expect(pageText()).toContain('Pending')
    expect(pageText()).toContain('teleported')
  })
})

describe('TimeText', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2031, 1, 3, 12) })
  })

  it('ticks by the server’s clock', async () => {
    setClockOffset(30_000)
    await show(() => h(TimeText, { at: Date.now() }), createFakeBridge())
    expect(pageText()).toBe('30s')
    await vi.advanceTimersByTimeAsync(31_000)
    expect(pageText()).toBe('1m 1s')
  })

  it('says when a time is not known', async () => {
    await show(() => h(TimeText, { at: null }), createFakeBridge())
    expect(pageText()).toBe('not known')
  })

  it('leaves no timer behind', async () => {
    await show(() => h(TimeText, { at: Date.now() }), createFakeBridge())
    expect(vi.getTimerCount()).toBe(1)
    unmountAll()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('SidText', () => {
  it('shows the short form and copies the whole', async () => {
    const fake = createFakeBridge()
    await show(() => h(SidText, { sid: SID }), fake)
    expect(pageText()).toBe('WR…abcdef')
    await press('button', `Copy ${SID}`)
    expect(fake.calls).toEqual([{ channel: 'app/copyText', request: { text: SID } }])
    expect(announcement.value).toContain(SID)
  })

  it('does not claim to have copied when it could not', async () => {
    const fake = createFakeBridge()
    fake.answer('app/copyText', () => fail(problem('internal')))
    announce('before')
    await show(() => h(SidText, { sid: SID }), fake)
    await press('button', `Copy ${SID}`)
    expect(announcement.value).toContain('before')
  })
})

describe('UiDialog', () => {
  it('puts the focus on the marked button, names itself, and closes on Escape', async () => {
    const open = ref(true)
    await show(
      () =>
        h(
          UiDialog,
          {
            open: open.value,
            title: 'Reject 14 reservations',
            'onUpdate:open': (next: boolean) => (open.value = next),
          },
          {
            default: () => 'What will happen',
            actions: () => [
              h(UiButton, null, () => 'Reject'),
              h(UiButton, { 'data-autofocus': '' }, () => 'Cancel'),
            ],
          },
        ),
      createFakeBridge(),
    )
    expect(nameOf(byRole('dialog'))).toBe('Reject 14 reservations')
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(byRole('button', 'Cancel'))
    })
    await key('Escape')
    expect(open.value).toBe(false)
  })

  it('ignores Escape when it must be answered', async () => {
    const open = ref(true)
    await show(
      () =>
        h(UiDialog, {
          open: open.value,
          title: 'Decide',
          dismissible: false,
          'onUpdate:open': (next: boolean) => (open.value = next),
        }),
      createFakeBridge(),
    )
    await key('Escape')
    expect(open.value).toBe(true)
    expect(allByRole('button', 'Close')).toEqual([])
  })
})

describe('UiField', () => {
  it('ties label, control and error together', async () => {
    await show(
      () =>
        h(
          UiField,
          { label: 'Account SID', error: 'Needed' },
          {
            default: ({ id, describedBy, invalid }: { id: string; describedBy?: string; invalid: boolean }) =>
              h(UiInput, { modelValue: '', id, invalid, 'aria-describedby': describedBy }),
          },
        ),
      createFakeBridge(),
    )
    const input = byRole('textbox', 'Account SID')
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'Needed',
    )
  })
})

describe('UiMenu', () => {
  it('opens by keyboard and runs what is chosen', async () => {
    const run = vi.fn()
    await show(
      () =>
        h(UiMenu, { entries: [{ kind: 'item', id: 'one', label: 'Sign out', run }] }, () =>
          h(UiButton, null, () => 'More'),
        ),
      createFakeBridge(),
    )
    byRole('button', 'More').focus()
    await key('Enter')
    byRole('menuitem', 'Sign out').click()
    await settle()
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe('UiProgress', () => {
  it('tells how far it is, or that nobody knows', async () => {
    const value = ref<number | null>(120)
    await show(() => h(UiProgress, { label: 'Reading', value: value.value, max: 400 }), createFakeBridge())
    expect(byRole('progressbar', 'Reading').getAttribute('aria-valuenow')).toBe('120')
    value.value = null
    await nextTick()
    expect(byRole('progressbar', 'Reading').hasAttribute('aria-valuenow')).toBe(false)
  })
})

describe('toasts', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })

  it('lets good news go by itself, keeps errors, and holds while they are read', async () => {
    await show(UiToastHost, createFakeBridge())
    showToast('success', 'Saved')
    showToast('danger', 'Failed')
    await settle()
    const host = document.querySelector('[aria-label="Messages from the console"]')
    expect(host).not.toBeNull()
    host?.dispatchEvent(new MouseEvent('mouseenter'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(toasts.value.map(({ text }) => text)).toEqual(['Saved', 'Failed'])
    host?.dispatchEvent(new MouseEvent('mouseleave'))
    await vi.advanceTimersByTimeAsync(20_000)
    expect(toasts.value.map(({ text }) => text)).toEqual(['Failed'])
    await press('button', 'Dismiss')
    expect(toasts.value).toEqual([])
  })

  it('shows the same message once', () => {
    for (let failures = 0; failures < 10; failures += 1) showToast('danger', 'TaskRouter cannot be reached')
    expect(toasts.value).toHaveLength(1)
  })
})

describe('tooltips', () => {
  it('come to whoever tabs, and go on Escape', async () => {
    await show(() => [h('button', { 'data-tip': 'Read again' }, 'x'), h(UiTooltipHost)], createFakeBridge())
    const button = byRole('button', 'x')
    await key('Tab')
    vi.spyOn(button, 'matches').mockReturnValue(true)
    button.focus()
    await settle()
    const tip = byRole('tooltip')
    expect(tip.textContent).toContain('Read again')
    expect(tip.style.display).toBe('')
    await key('Escape')
    expect(tip.style.display).toBe('none')
  })
})

describe('UiScreen', () => {
  const state = ref<'ready' | 'empty' | 'loading'>('ready')
  const screen: FunctionalComponent = () =>
    h(
      UiScreen,
      { title: 'Jobs', state: state.value },
      {
        notices: () => 'What must be known',
        default: () => 'The body',
        empty: () => 'Nothing here',
        aside: () => 'A panel',
        foot: () => 'A bar',
      },
    )

  it('is a region with a heading of its own name', async () => {
    state.value = 'ready'
    await show(screen, createFakeBridge())
    const region = document.querySelector('section[aria-label="Jobs"]')
    expect(byRole('heading', 'Jobs').closest('section')).toBe(region)
    expect(region?.getAttribute('aria-busy')).toBe('false')
  })

  it('shows one of body, emptiness and waiting; what is around it stays', async () => {
    await show(screen, createFakeBridge())
    const shown = { ready: 'The body', empty: 'Nothing here', loading: translate('common.loading') }
    for (const now of ['ready', 'empty', 'loading'] as const) {
      state.value = now
      await settle()
      expect(Object.values(shown).filter((text) => pageText().includes(text))).toEqual([shown[now]])
      for (const around of ['What must be known', 'A panel', 'A bar']) expect(pageText()).toContain(around)
    }
    expect(document.querySelector('section')?.getAttribute('aria-busy')).toBe('true')
  })
})
