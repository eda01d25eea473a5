import type { KeyboardEvent as MenuEvent, MenuItem, MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import type { MenuGroup } from '../../../preload/contract/keys'
import { acceleratorOf } from '../../../main/shell/accelerator'
import { menuTemplate } from '../../../main/shell/menu'
import { wordsFor } from '../../../main/shell/words'

const GROUPS: readonly MenuGroup[] = [
  {
    id: 'board',
    label: 'Board',
    commands: [
      { id: 'board.selectAll', label: 'Select R&D', keys: '$mod+a', enabled: true },
      { id: 'bulk.reject', label: 'Reject', keys: 'x', enabled: false },
      { id: 'go.board', label: 'Go', keys: 'g b', enabled: true },
    ],
  },
  { id: 'view', label: 'View', commands: [{ id: 'view.theme', label: 'Theme', keys: null, enabled: true }] },
]

const open = (language: 'en' | 'es', mac = false) => {
  const run = vi.fn()
  const template = menuTemplate(wordsFor(language, 'en'), { quit: vi.fn(), settings: vi.fn(), run }, GROUPS, {
    mac,
    devTools: false,
  })
  return { run, template, items: everyItem(template) }
}

const everyItem = (items: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? everyItem(item.submenu) : [])])

const press = (item: MenuItemConstructorOptions | undefined, event: MenuEvent): void => {
  item?.click?.({} as MenuItem, undefined, event)
}

describe('the menu of the program', () => {
  it('shows the window’s commands with their keys, without listening for them', () => {
    const { items, run } = open('en')
    const selectAll = items.find(({ id }) => id === 'board.selectAll')
    expect(selectAll).toMatchObject({
      label: 'Select R&&D',
      accelerator: 'CmdOrCtrl+A',
      registerAccelerator: false,
      enabled: true,
    })
    expect(items.find(({ id }) => id === 'bulk.reject')).toMatchObject({ accelerator: 'X', enabled: false })
    expect(items.find(({ id }) => id === 'go.board')?.accelerator).toBeUndefined()
    press(selectAll, { triggeredByAccelerator: false })
    expect(run).toHaveBeenCalledWith('board.selectAll')
  })

  it('leaves a press of keys to the window, so that nothing is done twice', () => {
    const { items, run } = open('en', true)
    press(
      items.find(({ id }) => id === 'board.selectAll'),
      { triggeredByAccelerator: true },
    )
    expect(run).not.toHaveBeenCalled()
    // On a Mac a plain letter in the menu would be taken from the field that is typed into.
    expect(items.find(({ id }) => id === 'bulk.reject')?.accelerator).toBeUndefined()
  })

  it('speaks one language: no role is left to Electron’s English', () => {
    const labels = (language: 'en' | 'es') =>
      open(language).items.flatMap(({ type, label, id }) =>
        type === 'separator' || GROUPS.some((group) => group.id === id) || id?.includes('.') ? [] : [label],
      )
    const [english, spanish] = [labels('en'), labels('es')]
    expect(spanish).not.toContain(undefined)
    expect(spanish.filter((label) => english.includes(label))).toEqual([])
  })
})

describe('accelerators', () => {
  it.each([
    ['$mod+k', 'CmdOrCtrl+K'],
    ['$mod++', 'CmdOrCtrl+Plus'],
    ['Control+Shift+ArrowUp', 'Ctrl+Shift+Up'],
    ['Alt+KeyK', 'Alt+K'],
    ['F11', 'F11'],
    ['?', '?'],
    ['g b', null],
    ['ñ', null],
    ['MediaPlayPause', null],
  ])('%s is %s', (keys, accelerator) => {
    expect(acceleratorOf(keys)).toBe(accelerator)
  })
})
