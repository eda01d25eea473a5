import type { Menu, MenuItemConstructorOptions, NativeImage, Tray } from 'electron'
import type { TrayAction, TrayItem, TrayPicture } from './tray-model'

export interface TrayParts {
  /** Electron's constructors, handed in so that a test can stand in for the desktop. */
  readonly createTray: (
    icon: NativeImage,
  ) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu
  /** Name of the image that a picture wants, and the image itself. */
  readonly iconName: (picture: TrayPicture) => string
  readonly icon: (name: string) => NativeImage
  readonly onAction: (action: TrayAction) => void
}

/**
 * The icon in the tray. Every change ends in the one `#render`, which sets only what differs; the menu is set again as a
 * whole, because Linux ignores changes to a menu that was set before.
 */
export class TrayIcon {
  readonly #parts: TrayParts
  #tray: ReturnType<TrayParts['createTray']> | null = null
  #shown: TrayPicture | null = null

  constructor(parts: TrayParts) {
    this.#parts = parts
  }

  /** Puts the icon into the tray. False where the desktop has none. */
  start(picture: TrayPicture): boolean {
    try {
      this.#tray = this.#parts.createTray(this.#parts.icon(this.#parts.iconName(picture)))
    } catch {
      return false
    }
    // Only some desktops send clicks; the menu has the same as its first item.
    this.#tray.on('click', () => {
      this.#parts.onAction({ show: null })
    })
    this.#render(picture)
    return true
  }

  exists(): boolean {
    return this.#tray !== null
  }

  show(picture: TrayPicture): void {
    this.#render(picture)
  }

  /** Makes the icon anew, as it is: a panel that came later has not been offered it. */
  renew(): void {
    const picture = this.#shown
    if (this.#tray === null || picture === null) return
    this.destroy()
    this.#shown = null
    this.start(picture)
  }

  destroy(): void {
    this.#tray?.destroy()
    this.#tray = null
  }

  #render(picture: TrayPicture): void {
    const tray = this.#tray
    if (tray === null) return
    const before = this.#shown
    this.#shown = picture
    const { iconName } = this.#parts
    const name = iconName(picture)
    if (before === null || iconName(before) !== name) tray.setImage(this.#parts.icon(name))
    if (before?.tooltip !== picture.tooltip) tray.setToolTip(picture.tooltip)
    if (before === null || !sameItems(before.items, picture.items))
      tray.setContextMenu(this.#parts.buildMenu(picture.items.map((item) => this.#menuItem(item))))
  }

  #menuItem(item: TrayItem | 'separator'): MenuItemConstructorOptions {
    if (item === 'separator') return { type: 'separator' }
    const { id, label, action } = item
    if (action === null) return { id, label, enabled: false }
    return {
      id,
      label,
      click: () => {
        this.#parts.onAction(action)
      },
    }
  }
}

function sameItems(before: TrayPicture['items'], after: TrayPicture['items']): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
