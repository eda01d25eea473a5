import { existsSync } from 'node:fs'
import path from 'node:path'
import type { NativeImage } from 'electron'
import { describe, expect, it } from 'vitest'
import { Attention } from '../../../main/shell/attention'
import { REASON_WORDS } from '../../../main/shell/reason-words'
import { TrayIcon } from '../../../main/shell/tray'
import { overlayIconName, trayIconName } from '../../../main/shell/tray-icons'
import { trayPicture, type Mood, type TrayFacts } from '../../../main/shell/tray-model'
import { TrayPresence } from '../../../main/shell/tray-presence'
import { wordsFor } from '../../../main/shell/words'
import type { BoardStatus } from '../../../preload/contract/board'
import { parseFilter } from '../../../preload/contract/board-filter'
import type { ConnectionState, ConnectionSummary } from '../../../preload/contract/connection'
import { reasons as english } from '../../../renderer/i18n/messages/reasons.en'
import { reasons as spanish } from '../../../renderer/i18n/messages/reasons.es'
import { boardStatus } from '../../support/board-fixtures'
import { ACCOUNT, KEY, WORKSPACE } from '../../support/shell/requests'

const summary: ConnectionSummary = {
  id: 'c',
  accountSid: ACCOUNT,
  credentialKind: 'apiKey',
  keySid: KEY,
  region: 'us1',
  workspaceSid: WORKSPACE,
  workspaceName: 'Harbour',
  practice: false,
  keeping: 'keychain',
}
const connection: ConnectionState = { phase: 'connected', connection: summary }
const facts = (board: Partial<BoardStatus>, over: Partial<TrayFacts> = {}): TrayFacts => ({
  connection,
  board: boardStatus(board),
  reasons: [],
  busy: false,
  lock: 'none',
  ...over,
})
const inEnglish = wordsFor('en', 'en-GB')
const picture = (board: Partial<BoardStatus>, over: Partial<TrayFacts> = {}) =>
  trayPicture(facts(board, over), inEnglish)
const labels = ({ items }: ReturnType<typeof trayPicture>) =>
  items.flatMap((item) => (item === 'separator' ? [] : [item.label]))

describe('the tray says in words', () => {
  it.each([
    ['en', 'en-GB', 1, 1, 1, '1 pending, 1 stuck, 1 to watch'],
    ['en', 'en-GB', 1_234, 0, 0, '1,234 pending, 0 stuck'],
    ['es', 'es-ES', 1, 1, 0, '1 pendiente, 1 atascada'],
    ['es', 'es-ES', 12_345, 2, 3, '12.345 pendientes, 2 atascadas, 3 por vigilar'],
    ['es', 'es-MX', 12_345, 2, 0, '12,345 pendientes, 2 atascadas'],
    ['es', 'de-DE', 12_345, 0, 0, '12.345 pendientes, 0 atascadas'],
    ['en', 'nonsense', 12_345, 0, 0, '12,345 pending, 0 stuck'],
  ] as const)('in %s on a %s computer: %i, %i, %i', (language, locale, pending, stuck, watch, line) => {
    const words = wordsFor(language, locale)
    const { tooltip } = trayPicture(facts({ counts: { pending }, stuck, watch }), words)
    expect(tooltip.split('\n')[1]).toBe(line)
  })

  it('follows the computer’s language where none is chosen', () => {
    const words = wordsFor('system', 'es-AR')
    expect(trayPicture(facts({ counts: { pending: 1 } }), words).tooltip).toContain(
      '1 pendiente, 0 atascadas',
    )
  })

  it('calls reasons what the window calls them', () => {
    const titles = (catalogue: Readonly<Record<string, { readonly title: string }>>) =>
      Object.fromEntries(Object.entries(catalogue).map(([id, { title }]) => [id, title]))
    expect(REASON_WORDS.en).toEqual(titles(english.reason))
    expect(REASON_WORDS.es).toEqual(titles(spanish.reason))
  })
})

describe('the tray menu', () => {
  const many = [
    'longWrapUp',
    'rejectLoop',
    'overdueOffer',
    'silentWorker',
    'longOffer',
    'multiOffer',
    'fresh',
  ].map((reason, index) => ({ reason, rows: 20 - index * 3 }))

  it('names the commonest reasons with their number, and each opens the stuck view narrowed to it', () => {
    const shown = picture({ stuck: 50 }, { reasons: many })
    expect(labels(shown)).toEqual([
      'Open the console',
      'Connected to Harbour',
      '0 pending, 50 stuck',
      'Wrap-up never ended: 20 reservations',
      'Reject loop: 17 reservations',
      'Past its time-out: 14 reservations',
      'Worker does not answer: 11 reservations',
      'Waiting long for an answer: 8 reservations',
      'and 2 more reasons',
      'Settings',
      'Quit',
    ])
    const item = shown.items.find((each) => each !== 'separator' && each.id === 'reason-rejectLoop')
    if (item === undefined || item === 'separator' || item.action === null || typeof item.action === 'string')
      throw new Error('It opens something.')
    expect(item.action.show).toMatchObject({ target: 'filtered', view: 'stuck' })
    const filter = item.action.show?.target === 'filtered' ? item.action.show.filter : ''
    expect(parseFilter(filter).lists).toEqual({ reason: ['rejectLoop'], level: ['stuck'] })
  })

  it('offers to lock where a PIN is set, and while locked tells numbers and no reasons', () => {
    const reasons = [{ reason: 'rejectLoop', rows: 3 }]
    expect(labels(picture({ stuck: 3 }, { reasons }))).not.toContain('Lock now')
    const open = picture({ stuck: 3 }, { reasons, lock: 'open' })
    expect(labels(open)).toContain('Reject loop: 3 reservations')
    expect(open.items).toContainEqual({ id: 'lock', label: 'Lock now', action: 'lock' })
    const locked = picture({ stuck: 3, counts: { pending: 9 } }, { reasons, lock: 'locked' })
    expect(locked).toMatchObject({ stuck: 3, count: 9 })
    expect(labels(locked)).toEqual([
      'Open the console',
      'Connected to Harbour',
      '9 pending, 3 stuck',
      'Locked',
      'Quit',
    ])
  })

  it('counts one reservation as one, keeps the id of a reason it does not know, and says nothing of none', () => {
    expect(labels(picture({ stuck: 1 }, { reasons: [{ reason: 'rejectLoop', rows: 1 }] }))).toContain(
      'Reject loop: 1 reservation',
    )
    expect(labels(picture({ stuck: 2 }, { reasons: [{ reason: 'newReason', rows: 2 }] }))).toContain(
      'newReason: 2 reservations',
    )
    expect(labels(picture({}))).toHaveLength(5)
  })

  it('shows no number of a workspace that is not connected', () => {
    const failed: ConnectionState = {
      phase: 'failed',
      connection: summary,
      problem: { code: 'network', message: '' },
    }
    const shown = picture({ stuck: 3, counts: { pending: 5 } }, { connection: failed, reasons: many })
    expect(shown).toMatchObject({ mood: 'offline', count: 0, stuck: 0 })
    expect(labels(shown)).not.toContain('Reject loop: 17 reservations')
  })
})

describe('the tray icon', () => {
  const MOODS: readonly [Mood, Partial<BoardStatus>][] = [
    ['ok', {}],
    ['watch', { watch: 1 }],
    ['stuck', { watch: 1, stuck: 1 }],
    ['stale', { phase: 'stale', stuck: 1 }],
    ['offline', { phase: 'offline', stuck: 1 }],
    ['offline', { phase: 'blocked' }],
  ]

  it.each(MOODS)('is %s when the board is %j', (mood, board) => {
    expect(picture(board).mood).toBe(mood)
  })

  it('has a drawing for whatever can be shown, on every system', () => {
    const folder = path.join(import.meta.dirname, '..', '..', '..', 'build', 'icons', 'out', 'tray')
    for (const [, board] of MOODS)
      for (const pending of [0, 1, 9, 10, 99, 100, 5_000])
        for (const platform of ['linux', 'win32', 'darwin'] as const) {
          const shown = picture({ ...board, counts: { pending } })
          expect(existsSync(path.join(folder, trayIconName(shown, platform)))).toBe(true)
          const overlay = overlayIconName({ stuck: pending })
          if (overlay !== null) expect(existsSync(path.join(folder, overlay))).toBe(true)
        }
  })

  it('carries the number in the shape of its state, and no number that may be wrong', () => {
    const counts = { pending: 12 }
    expect(trayIconName(picture({ counts }), 'linux')).toBe('count-ok-9plus-24.png')
    expect(trayIconName(picture({ counts, stuck: 1 }), 'win32')).toBe('count-stuck-9plus-16.png')
    expect(trayIconName(picture({ counts, phase: 'stale' }), 'linux')).toBe('stale-24.png')
    expect(trayIconName(picture({ counts, stuck: 1 }), 'darwin')).toBe('stuckTemplate.png')
  })

  it('is made anew for a panel that came later, showing what it showed', () => {
    const made: string[] = []
    const set: string[] = []
    const tray = new TrayIcon({
      createTray: (icon) => {
        made.push(String(icon))
        return {
          setImage: () => undefined,
          setToolTip: (text: string) => set.push(text),
          setContextMenu: (menu: unknown) => set.push(JSON.stringify(menu)),
          on: () => undefined,
          destroy: () => made.push('gone'),
        } as never
      },
      buildMenu: (template) => template.map(({ label }) => label) as never,
      iconName: ({ mood }) => mood,
      icon: (name) => name as never,
      onAction: () => undefined,
    })
    tray.start(picture({ stuck: 2 }))
    const before = [...set]
    tray.renew()
    expect(made).toEqual(['stuck', 'gone', 'stuck'])
    expect(set).toEqual([...before, ...before])
    expect(tray.exists()).toBe(true)
  })
})

describe('the number on dock and taskbar', () => {
  function attention(platform: NodeJS.Platform) {
    const calls: unknown[] = []
    const shown = new Attention({
      platform,
      setBadgeCount: (count) => calls.push(['badge', count]),
      setOverlay: (icon, words) => calls.push(['overlay', icon, words]),
      icon: (name) => name as unknown as NativeImage,
    })
    return { calls, shown }
  }

  it.each(['darwin', 'linux'] as const)('is the badge on %s, set only when it changes', (platform) => {
    const { calls, shown } = attention(platform)
    for (const stuck of [3, 3, 0]) shown.show(picture({ stuck }))
    expect(calls).toEqual([
      ['badge', 3],
      ['badge', 0],
    ])
  })

  it('is an overlay with words on Windows, taken away when nothing is stuck, and set again on a new window', () => {
    const { calls, shown } = attention('win32')
    shown.show(picture({ stuck: 3 }))
    shown.again()
    shown.show(picture({ stuck: 3 }))
    shown.show(picture({ stuck: 0 }))
    expect(calls).toEqual([
      ['overlay', 'count-stuck-3-16.png', '3 stuck'],
      ['overlay', 'count-stuck-3-16.png', '3 stuck'],
      ['overlay', null, ''],
    ])
  })
})

describe('where nobody can see the tray', () => {
  function presence(exists = true) {
    const calls: unknown[] = []
    let waiting: (() => void) | null = null
    const tray = new TrayPresence({
      exists: () => exists,
      renew: () => calls.push('renew'),
      reveal: () => calls.push('reveal'),
      changed: (shown) => calls.push(shown),
      setTimeout: (run) => {
        waiting = run
        return run
      },
      clearTimeout: () => {
        waiting = null
      },
    })
    const wait = () => {
      waiting?.()
      waiting = null
    }
    return { calls, tray, wait }
  }

  it('the window is shown, after a moment in which a panel may still come', () => {
    const { calls, tray, wait } = presence()
    expect(tray.shown()).toBe(true)
    tray.told(false)
    expect(tray.shown()).toBe(false)
    expect(calls).toEqual([false])
    wait()
    expect(calls).toEqual([false, 'reveal'])
  })

  it('a panel that comes is offered the icon, and the window may hide again', () => {
    const { calls, tray, wait } = presence()
    tray.told(false)
    tray.told(true)
    wait()
    expect(calls).toEqual([false, 'renew', true])
    expect(tray.shown()).toBe(true)
  })

  it('where it cannot be told, what the system says counts', () => {
    const { calls, tray } = presence()
    tray.told(null)
    expect(tray.shown()).toBe(true)
    expect(calls).toEqual([])
    expect(presence(false).tray.shown()).toBe(false)
  })
})
