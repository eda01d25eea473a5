import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  commands,
  keyConflicts,
  registerCommands,
  runCommand,
  type Command,
} from '../../../../renderer/app/commands'
import { frameCommands } from '../../../../renderer/app/frame-commands'
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
  focusSearch: () => undefined,
  togglePalette: () => undefined,
  showKeys: () => undefined,
  toggleRail: () => undefined,
})

let undo: (() => void)[] = []
const keep = (stop: () => void): void => {
  undo.push(stop)
}
afterEach(() => {
  for (const stop of undo) stop()
  undo = []
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
    expect(keyConflicts(frame)).toEqual([])
  })

  it('conflict when two commands claim them, however they are written, or one begins a sequence of the other', () => {
    expect(keyConflicts([command('a', { keys: '$mod+K' }), command('b', { keys: 'k+$mod' })])).toHaveLength(1)
    expect(keyConflicts([command('a', { keys: 'g' }), command('b', { keys: 'g b' })])).toHaveLength(1)
    expect(keyConflicts([command('a', { keys: 'g w' }), command('b', { keys: 'g b' })])).toEqual([])
    const guarded = { keys: 'x', when: () => true }
    expect(keyConflicts([command('a', guarded), command('b', guarded)])).toEqual([])
  })

  it('run commands, sequences too, but not while typing or in a dialog', async () => {
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
