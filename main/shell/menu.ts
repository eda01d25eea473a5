import type { MenuItemConstructorOptions } from 'electron'
import { MENU_KEYS, type MenuCommand, type MenuGroup } from '../../preload/contract/keys'
import { acceleratorOf, hasModifier } from './accelerator'
import type { Words } from './words'

export interface MenuActions {
  readonly quit: () => void
  readonly settings: () => void
  /** Runs a command of the window. */
  readonly run: (command: string) => void
}

export interface MenuOptions {
  readonly mac: boolean
  readonly devTools: boolean
}

/**
 * The program's menu: what the system expects, and the window's commands by group. `view` and `workspace` join the menus that are
 * there anyway; every other group has a menu of its own.
 */
export function menuTemplate(
  words: Words,
  actions: MenuActions,
  groups: readonly MenuGroup[],
  options: MenuOptions,
): MenuItemConstructorOptions[] {
  const { menu } = words
  const items = (id: string): MenuItemConstructorOptions[] =>
    (groups.find((group) => group.id === id)?.commands ?? []).map((command) =>
      commandItem(command, actions, options),
    )
  const menuOf = (id: string): MenuItemConstructorOptions[] => {
    const label = groups.find((group) => group.id === id)?.label
    const submenu = items(id)
    return label === undefined || submenu.length === 0 ? [] : [{ id, label, submenu }]
  }
  return [
    ...(options.mac ? [{ role: 'appMenu' as const }] : []),
    {
      id: 'file',
      label: menu.file,
      submenu: [
        ...apart(items('workspace')),
        { label: words.settings, ...bound(MENU_KEYS.settings), click: actions.settings },
        { type: 'separator' },
        { label: menu.close, role: 'close' },
        { label: words.quit, ...bound(MENU_KEYS.quit), click: actions.quit },
      ],
    },
    { id: 'edit', label: menu.edit, submenu: editItems(menu) },
    ...['go', 'board', 'reservations'].flatMap(menuOf),
    {
      id: 'view',
      label: menu.view,
      submenu: [
        ...apart(items('view')),
        { label: menu.zoomIn, role: 'zoomIn' },
        { label: menu.zoomOut, role: 'zoomOut' },
        { label: menu.actualSize, role: 'resetZoom' },
        { type: 'separator' },
        { label: menu.fullScreen, role: 'togglefullscreen' },
        ...(options.devTools
          ? [
              { label: menu.reload, role: 'reload' as const, ...bound(MENU_KEYS.reload) },
              { label: menu.tools, role: 'toggleDevTools' as const },
            ]
          : []),
      ],
    },
    ...menuOf('help'),
  ]
}

/** Roles without labels would speak English in every language. */
function editItems(menu: Words['menu']): MenuItemConstructorOptions[] {
  return [
    { label: menu.undo, role: 'undo' },
    { label: menu.redo, role: 'redo' },
    { type: 'separator' },
    { label: menu.cut, role: 'cut' },
    { label: menu.copy, role: 'copy' },
    { label: menu.paste, role: 'paste' },
    // Its key is left to the page: in a field it selects text, on the board rows.
    { label: menu.selectAll, role: 'selectAll', registerAccelerator: false },
  ]
}

/**
 * Shows a command with its keys. The window listens for them itself, so the menu only shows them; where a system sends them to
 * the menu all the same, that press is not the menu's to answer.
 */
function commandItem(
  { id, label, keys, enabled }: MenuCommand,
  actions: MenuActions,
  { mac }: MenuOptions,
): MenuItemConstructorOptions {
  // A Mac's menu takes a plain letter away from the field that is typed into.
  const shown = keys !== null && (!mac || hasModifier(keys)) ? acceleratorOf(keys) : null
  return {
    id,
    label: label.replaceAll('&', '&&'),
    enabled,
    ...(shown === null ? {} : { accelerator: shown, registerAccelerator: false }),
    click: (_item, _window, event) => {
      if (event.triggeredByAccelerator !== true) actions.run(id)
    },
  }
}

const bound = (keys: string): { readonly accelerator?: string } => {
  const accelerator = acceleratorOf(keys)
  return accelerator === null ? {} : { accelerator }
}

const apart = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.length === 0 ? [] : [...items, { type: 'separator' }]
