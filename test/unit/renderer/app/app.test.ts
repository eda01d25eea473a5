import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { fail } from '../../../../preload/contract/envelope'
import App from '../../../../renderer/app/App.vue'
import { HOME, startAt } from '../../../../renderer/app/router'
import type { Screens } from '../../../../renderer/app/screens'
import { announcement } from '../../../../renderer/ui/announcer'
import { boardStatus, sidOf } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR, PRACTICE, problem, type FakeBridge } from '../../../support/fake-bridge'
import {
  allByRole,
  byRole,
  key,
  pageText,
  press,
  settle,
  show,
  type,
  unmountAll,
} from '../../../support/screen'

const screens: Screens = {
  routes: {
    board: { render: () => h('p', ['the board', h('b', { role: 'row', tabindex: 0 }, 'a row')]) },
    workers: { render: () => h('p', 'the workers') },
    jobs: { render: () => h('p', 'the jobs') },
  },
  railViews: null,
  drawer: null,
  bulkBar: null,
  overlays: null,
}
const targets = { openReservation: vi.fn(), searchAll: vi.fn() }
const connected = { phase: 'connected', connection: HARBOUR } as const

const open = (fake: FakeBridge) => show(App, fake, { screens, targets })

beforeEach(() => {
  startAt(HOME)
})
afterEach(() => {
  unmountAll()
  vi.clearAllMocks()
})

describe('start', () => {
  it('shows the first run while nothing is connected', async () => {
    await open(createFakeBridge())
    expect(byRole('button', 'Open the practice workspace')).toBeTruthy()
    expect(byRole('form', 'Connect your account')).toBeTruthy()
  })

  it('shows the board of a connected workspace, and says so', async () => {
    await open(createFakeBridge({ connection: connected }))
    expect(pageText()).toContain('the board')
    expect(byRole('button', 'Workspace Harbour Insurance, Connected')).toBeTruthy()
    expect(announcement.value).toContain('Connected to Harbour Insurance')
  })

  it('says that the program does not answer', async () => {
    const fake = createFakeBridge()
    fake.answer('connection/state', () => fail(problem('internal')))
    await open(fake)
    expect(byRole('heading', 'The console could not start')).toBeTruthy()
  })

  it('opens the practice workspace with one press', async () => {
    const fake = createFakeBridge()
    await open(fake)
    await press('button', 'Open the practice workspace')
    expect(pageText()).toContain('the board')
    expect(byRole('button', 'Workspace Practice helpdesk, Connected')).toBeTruthy()
  })

  it('ends every subscription with the window', async () => {
    const fake = createFakeBridge({ connection: connected })
    await open(fake)
    expect(fake.listeners('connection/changed')).toBeGreaterThan(0)
    unmountAll()
    for (const topic of ['connection/changed', 'settings/changed', 'board/status', 'app/show'] as const)
      expect(fake.listeners(topic), topic).toBe(0)
  })
})

describe('frame', () => {
  it('takes the focus when it comes, and the first arrow leads from nowhere into the list', async () => {
    await open(createFakeBridge({ connection: connected }))
    const row = byRole('row', 'a row')
    expect(document.activeElement).toBe(row)
    row.blur()
    expect(document.activeElement).toBe(document.body)
    await key('ArrowDown')
    expect(document.activeElement).toBe(row)
    byRole('button', 'Workers').focus()
    await key('ArrowDown')
    expect(document.activeElement).toBe(byRole('button', 'Workers'))
  })

  it('goes to other screens by rail, by keys and by what main asks for', async () => {
    const fake = createFakeBridge({ connection: connected })
    await open(fake)
    await press('button', 'Workers')
    expect(pageText()).toContain('the workers')
    expect(byRole('button', 'Workers').getAttribute('aria-current')).toBe('page')
    await key('g')
    await key('b')
    expect(pageText()).toContain('the board')
    fake.push('app/show', { target: 'job', jobId: 'job-1' })
    await settle()
    expect(pageText()).toContain('the jobs')
    fake.push('app/show', { target: 'reservation', sid: sidOf('WR', 1) })
    await settle()
    expect(pageText()).toContain('the board')
    expect(targets.openReservation).toHaveBeenCalledWith(sidOf('WR', 1))
  })

  it('opens a reservation whose SID is put into the search, and searches for text on Enter', async () => {
    await open(createFakeBridge({ connection: connected }))
    const name = 'Search all reservations or paste a SID'
    await type('textbox', name, ` ${sidOf('WR', 9)} `)
    expect(targets.openReservation).toHaveBeenCalledWith(sidOf('WR', 9))
    expect(byRole<HTMLInputElement>('textbox', name).value).toBe('')
    await type('textbox', name, 'billing')
    expect(targets.searchAll).not.toHaveBeenCalled()
    byRole('textbox', name).focus()
    await key('Enter')
    expect(targets.searchAll).toHaveBeenCalledWith('billing')
  })

  it('shows how fresh the board is and what the server allows', async () => {
    const fake = createFakeBridge({ connection: connected })
    await open(fake)
    fake.push('board/status', boardStatus({ phase: 'reading', progress: { done: 1, about: 9 } }))
    await settle()
    expect(byRole('button', 'How fresh the board is: Reading 1 of about 9')).toBeTruthy()
    expect(byRole('button', 'Request budget: 30/s')).toBeTruthy()
  })

  it('runs a command from the palette, and lists the keys', async () => {
    await open(createFakeBridge({ connection: connected }))
    await key('k', { ctrlKey: true })
    await type('combobox', 'Command palette', 'workers')
    expect(allByRole('option').map(({ textContent }) => textContent?.trim())).toHaveLength(1)
    byRole('combobox', 'Command palette').focus()
    await key('Enter')
    expect(pageText()).toContain('the workers')
    await key('?', { shiftKey: true })
    expect(byRole('dialog', 'Keyboard shortcuts').textContent).toContain('Go to the board')
  })

  it('says plainly that the secret is not kept, but not for practice', async () => {
    const sessionOnly = { ...HARBOUR, keeping: 'sessionOnly' } as const
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: sessionOnly } })
    await open(fake)
    expect(pageText()).toContain('Signed in for this session only')
    fake.push('connection/changed', { phase: 'connected', connection: PRACTICE })
    await settle()
    expect(pageText()).not.toContain('Signed in for this session only')
  })

  it('signs out only after asking, with the focus on Cancel', async () => {
    const fake = createFakeBridge({ connection: connected, saved: [HARBOUR] })
    await open(fake)
    byRole('button', /^Workspace/).focus()
    await key('Enter')
    await press('menuitem', 'Sign out of Harbour Insurance…')
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(byRole('button', 'Cancel'))
    })
    expect(fake.calls.some(({ channel }) => channel === 'connection/signOut')).toBe(false)
    await press('button', 'Sign out')
    expect(fake.calls.at(-1)?.channel).toBe('connection/list')
    expect(byRole('form', 'Connect your account')).toBeTruthy()
  })
})

describe('settings of the window', () => {
  it('apply at once when main says that they changed', async () => {
    const fake = createFakeBridge({ connection: connected, settings: { theme: 'light' } })
    await open(fake)
    expect(document.documentElement.dataset['theme']).toBe('light')
    await fake.bridge.settings.set({ theme: 'contrast', density: 'comfortable', language: 'es' })
    await settle()
    expect(document.documentElement.dataset).toMatchObject({ theme: 'contrast', density: 'comfortable' })
    expect(byRole('button', 'Agentes')).toBeTruthy()
    await fake.bridge.settings.set({ language: 'en' })
    await settle()
  })

  it('are taken back when main refuses them', async () => {
    const fake = createFakeBridge({ connection: connected, settings: { theme: 'light' } })
    fake.answer('settings/set', () => fail(problem('policy')))
    await open(fake)
    await key('k', { ctrlKey: true })
    await type('combobox', 'Command palette', 'switch theme')
    byRole('combobox', 'Command palette').focus()
    await key('Enter')
    expect(document.documentElement.dataset['theme']).toBe('light')
    expect(pageText()).toContain('Your administrator does not allow this')
  })
})
