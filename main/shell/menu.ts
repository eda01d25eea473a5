import type { MenuItemConstructorOptions } from 'electron'
import type { Words } from './words'

export interface MenuActions {
  readonly quit: () => void
  readonly settings: () => void
}

/** A small menu: what the system expects, and accelerators for it. The window has the rest, with keys of its own. */
export function menuTemplate(
  words: Words,
  actions: MenuActions,
  options: { readonly mac: boolean; readonly devTools: boolean },
): MenuItemConstructorOptions[] {
  const { menu } = words
  return [
    ...(options.mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: menu.file,
      submenu: [
        { label: words.settings, accelerator: 'CmdOrCtrl+,', click: actions.settings },
        { type: 'separator' },
        { label: menu.close, role: 'close' },
        { label: words.quit, accelerator: 'CmdOrCtrl+Q', click: actions.quit },
      ],
    },
    { label: menu.edit, role: 'editMenu' },
    {
      label: menu.view,
      submenu: [
        { label: menu.zoomIn, role: 'zoomIn' },
        { label: menu.zoomOut, role: 'zoomOut' },
        { label: menu.actualSize, role: 'resetZoom' },
        { type: 'separator' },
        { label: menu.fullScreen, role: 'togglefullscreen' },
        ...(options.devTools
          ? [
              { label: menu.reload, role: 'reload' as const, accelerator: 'CmdOrCtrl+Shift+R' },
              { label: menu.tools, role: 'toggleDevTools' as const },
            ]
          : []),
      ],
    },
  ]
}
