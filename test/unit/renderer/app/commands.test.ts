import { afterEach, describe, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import { KEYS_PATTERN, type MenuGroup } from '../../../../preload/contract/keys'
import {
  commands,
  chooseKeys,
  keysFor,
  keysOf,
  registerCommands,
  runCommand,
  type Command,
} from '../../../../renderer/app/commands'
import { frameCommands } from '../../../../renderer/app/frame-commands'
import { collide, ownerOf, reserved } from '../../../../renderer/app/key-conflicts'
import { pressOf } from '../../../../renderer/app/key-press'
import { feedMenu } from '../../../../renderer/app/menu-feed'
import { bindKeys } from '../../../../renderer/app/key-bindings'
import { bestMatches, matchScore } from '../../../../renderer/app/palette-match'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { createFakeBridge } from '../../../support/fake-bridge'
import { key } from '../../../support/screen'

const command = (id: string, over: Partial<Command> = {}): Command => ({
  id,
  group: 'go',
  title: 'command.goBoard',
  run: () => undefined,
  ...over,
})

const frame = frameCommands({
  bridge: createFakeBridge().bridge,
  connected: () => true,
  settings: () => DEFAULT_SETTINGS,
  save: () => undefined,
  openPractice: () => undefined,
  lock: () => undefined,
  canLock: () => true,
  focusSearch: () => undefined,
  togglePalette: () => undefined,
  showKeys: () => undefined,
  toggleRail: () => undefined,
  openTour: () => undefined,
})

let undo: (() => void)[] = []
const keep = (stop: () => void): void => {
  undo.push(stop)
}
afterEach(() => {
  for (const stop of undo) stop()
  undo = []
  chooseKeys({})
  document.body.innerHTML = ''
})

describe('registry', () => {
  it('refuses an id that is taken, and forgets commands with their owner', () => {
    const stop = registerCommands([command('a.one')])
    expect(() => registerCommands([command('a.one')])).toThrow('a.one')
    stop()
    expect(commands.value).toEqual([])
  })

  it('runs only what makes sense now', () => {
    const run = vi.fn()
    let enabled = false
    keep(registerCommands([command('a.one', { run, when: () => enabled })]))
    expect(runCommand('a.one')).toBe(false)
    enabled = true
    expect(runCommand('a.one')).toBe(true)
    expect(runCommand('a.two')).toBe(false)
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe('keys', () => {
  it('of the frame do not conflict', () => {
    const bound = frame.filter((one) => keysOf(one) !== undefined)
    expect(bound.length).toBeGreaterThan(5)
    expect(bound.filter((one) => ownerOf(frame, keysOf(one) ?? '', one.id) !== undefined)).toEqual([])
  })

  it('conflict when two commands claim them, however they are written, or one begins a sequence of the other', () => {
    expect(collide('$mod+K', '$mod+k')).toBe(true)
    expect(collide('g', 'g b')).toBe(true)
    expect(collide('g w', 'g b')).toBe(false)
  })

  it('run commands, sequences too, once for each press, but not while typing or in a dialog', async () => {
    const [plain, sequence, anywhere] = [vi.fn(), vi.fn(), vi.fn()]
    keep(
      registerCommands([
        command('a', { keys: 'x', run: plain }),
        command('b', { keys: 'g b', run: sequence }),
        command('c', { keys: 'Control+k', run: anywhere, everywhere: true }),
      ]),
    )
    keep(bindKeys(window))
    await key('x')
    await key('x', { repeat: true })
    await key('g')
    await key('b')
    expect([plain, sequence].map(({ mock }) => mock.calls.length)).toEqual([1, 1])

    document.body.innerHTML = '<input type="text" />'
    document.querySelector('input')?.focus()
    await key('x')
    await key('k', { ctrlKey: true })
    document.body.innerHTML = '<div role="dialog"></div>'
    await key('x')
    expect([plain, anywhere].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('go to the command that is enabled where two share them', async () => {
    const [first, second] = [vi.fn(), vi.fn()]
    keep(
      registerCommands([
        command('a', { keys: 'x', run: first, when: () => false }),
        command('b', { keys: 'x', run: second }),
      ]),
    )
    keep(bindKeys(window))
    await key('x')
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  })

  it('of a sequence are its own: its second press does not run the command that has this key alone', async () => {
    const [single, sequence] = [vi.fn(), vi.fn()]
    keep(
      registerCommands([
        command('a', { keys: 'w', run: single }),
        command('b', { keys: 'g w', run: sequence }),
      ]),
    )
    keep(bindKeys(window))
    await key('g')
    await key('w')
    expect([single, sequence].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
    await key('w')
    expect([single, sequence].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
  })

  it('that are characters are heard with Shift and without, as keyboards differ', async () => {
    const [search, help] = [vi.fn(), vi.fn()]
    keep(
      registerCommands([
        command('a', { keys: '/', run: search }),
        command('b', { keys: 'Shift+?', run: help }),
      ]),
    )
    keep(bindKeys(window))
    await key('/')
    await key('/', { shiftKey: true })
    await key('?')
    await key('?', { shiftKey: true })
    expect([search, help].map(({ mock }) => mock.calls.length)).toEqual([2, 2])
  })

  it('are those that the supervisor has chosen', async () => {
    const run = vi.fn()
    keep(registerCommands([command('a', { keys: 'x', run })]))
    keep(bindKeys(window))
    chooseKeys({ a: '$mod+j' })
    expect(keysFor('a')).toBe('$mod+j')
    await key('x')
    expect(run).not.toHaveBeenCalled()
    await key('j', { ctrlKey: true })
    expect(run).toHaveBeenCalledTimes(1)
    chooseKeys({ a: '' })
    expect(keysFor('a')).toBeUndefined()
    await key('x')
    await key('j', { ctrlKey: true })
    expect(run).toHaveBeenCalledTimes(1)
  })

  it('have an owner, and some belong to nobody', () => {
    const list = [command('a', { keys: 'g b' }), command('b', { keys: '?' })]
    expect(ownerOf(list, 'g', 'c')?.id).toBe('a')
    expect(ownerOf(list, 'Shift+?', 'c')?.id).toBe('b')
    expect(ownerOf(list, 'g b', 'a')).toBeUndefined()
    expect(['Enter', 'Shift+ArrowDown', '$mod+C', '$mod+,', 'F11', 'g Tab'].map(reserved)).toEqual([
      'navigation',
      'navigation',
      'editing',
      'menu',
      'menu',
      'navigation',
    ])
    expect(['x', '$mod+k', 'Alt+ArrowDown', 'g b', 'Shift+R'].map(reserved)).toEqual(Array(5).fill(null))
  })

  it.each([
    [{ key: 'k', ctrlKey: true }, '$mod+k', 'Control+k'],
    [{ key: 'K', shiftKey: true }, 'Shift+k', 'Shift+k'],
    [{ key: '?', shiftKey: true }, '?', '?'],
    [{ key: '˚', code: 'KeyK', altKey: true }, 'Alt+KeyK', 'Alt+KeyK'],
    [{ key: 'k', metaKey: true }, 'Meta+k', '$mod+k'],
    [{ key: 'F7' }, 'F7', 'F7'],
    [{ key: 'Shift', shiftKey: true }, null, null],
    [{ key: 'Dead' }, null, null],
  ])('pressed as %j are written %s, on a Mac %s', (init, other, mac) => {
    // The page of the tests takes every Alt for an AltGr.
    const event = Object.assign(new KeyboardEvent('keydown', init), { getModifierState: () => false })
    expect([pressOf(event, false), pressOf(event, true)]).toEqual([other, mac])
    for (const keys of [other, mac]) if (keys !== null) expect(keys).toMatch(KEYS_PATTERN)
  })

  it('of a command that is gone do nothing', async () => {
    const run = vi.fn()
    keep(bindKeys(window))
    const stop = registerCommands([command('a', { keys: 'x', run })])
    await key('x')
    stop()
    await key('x')
    expect(run).toHaveBeenCalledTimes(1)
  })
})

describe('menu', () => {
  it('hears of every command with its keys, and again only when something differs', async () => {
    vi.useFakeTimers()
    const count = shallowRef(0)
    const sent: (readonly MenuGroup[])[] = []
    keep(
      registerCommands([
        command('a', { keys: 'x', when: () => count.value > 0 }),
        command('b', { group: 'help', menu: false }),
      ]),
    )
    keep(feedMenu((groups) => sent.push(groups)))
    const shown = { id: 'a', label: 'Go to the board', keys: 'x', enabled: false }
    expect(sent).toEqual([[{ id: 'go', label: 'Go to', commands: [shown] }]])
    for (const next of [1, 2, 3]) {
      count.value = next
      await vi.advanceTimersByTimeAsync(400)
    }
    expect(sent).toHaveLength(2)
    chooseKeys({ a: 'q' })
    await vi.advanceTimersByTimeAsync(400)
    expect(sent[2]?.[0]?.commands).toEqual([{ ...shown, keys: 'q', enabled: true }])
    vi.useRealTimers()
  })
})

describe('palette', () => {
  it('finds words in any order, without case and accents', () => {
    expect(matchScore('Volver atrás', 'ATRAS')).not.toBeNull()
    expect(matchScore('Go to the board', 'board go')).not.toBeNull()
    expect(matchScore('Go to the board', 'workers')).toBeNull()
  })

  it('puts what begins with the query first and keeps the order of equals', () => {
    const titles = ['Open the board', 'Board settings', 'Aboard', 'Go to board']
    expect(bestMatches(titles, 'board', (title) => title)).toEqual([
      'Board settings',
      'Open the board',
      'Go to board',
      'Aboard',
    ])
    expect(bestMatches(titles, '', (title) => title)).toEqual(titles)
  })
})
