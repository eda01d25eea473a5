import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { CrashCounter } from './crash-counter'
import { START_URL } from './scheme'
import type { WindowState } from './window-state'

export interface MainWindowParts {
  readonly create: (options: BrowserWindowConstructorOptions) => BrowserWindow
  /** Asked each time a window is made: the displays may have changed. */
  readonly options: () => { readonly window: BrowserWindowConstructorOptions; readonly maximized: boolean }
  /** Whether closing only hides. */
  readonly hidesOnClose: () => boolean
  readonly onHidden: () => void
  readonly onVisible: (visible: boolean) => void
  readonly onPlaced: (state: WindowState) => void
  /** The page is being loaded (again): it has not asked for anything yet. */
  readonly onLoading: (window: BrowserWindow) => void
  readonly onGaveUp: () => void
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void
  readonly now: () => number
}

/** The one window: made when first wanted, hidden rather than closed, reloaded when its process dies. */
export class MainWindow {
  readonly #parts: MainWindowParts
  readonly #crashes: CrashCounter
  #window: BrowserWindow | null = null

  constructor(parts: MainWindowParts) {
    this.#parts = parts
    this.#crashes = new CrashCounter(parts.now)
  }

  webContentsId(): number | null {
    return this.#alive()?.webContents.id ?? null
  }

  browserWindow(): BrowserWindow | null {
    return this.#alive()
  }

  /** Brings the window to the front, making it if need be. */
  show(): void {
    const window = this.#alive()
    if (window === null) {
      this.prepare(true)
      return
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  /** Makes the window and loads the page; it appears when there is something to see, or stays hidden. */
  prepare(visible: boolean): void {
    const { window: options, maximized } = this.#parts.options()
    // Otherwise the page of a window that starts hidden believes that it is seen, and goes on painting for nobody.
    const window = this.#parts.create({ ...options, paintWhenInitiallyHidden: visible })
    this.#window = window
    this.#follow(window)
    if (visible)
      window.once('ready-to-show', () => {
        if (maximized) window.maximize()
        window.show()
      })
    this.#parts.onLoading(window)
    this.#load(window)
  }

  /** Loads the page anew, so that nothing is left of what it held. */
  reload(): void {
    const window = this.#alive()
    if (window !== null) this.#load(window)
  }

  #load(window: BrowserWindow): void {
    window.loadURL(START_URL).catch((error: unknown) => {
      this.#parts.log('window.loadFailed', { error: error instanceof Error ? error.message : String(error) })
    })
  }

  #follow(window: BrowserWindow): void {
    window.on('close', (event) => {
      this.#remember(window)
      if (!this.#parts.hidesOnClose()) return
      event.preventDefault()
      window.hide()
      this.#parts.onHidden()
    })
    window.on('closed', () => {
      this.#window = null
      this.#parts.onVisible(false)
    })
    for (const event of ['show', 'restore'] as const)
      window.on(event as 'show', () => {
        this.#parts.onVisible(true)
      })
    for (const event of ['hide', 'minimize'] as const)
      window.on(event as 'hide', () => {
        this.#parts.onVisible(false)
      })
    for (const event of ['resized', 'moved', 'maximize', 'unmaximize'] as const)
      window.on(event as 'resized', () => {
        this.#remember(window)
      })
    // The page's own title would replace ours for a moment while it loads.
    window.on('page-title-updated', (event) => {
      event.preventDefault()
    })
    const { webContents } = window
    webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#parts.onLoading(window)
    })
    webContents.on('render-process-gone', (_event, details) => {
      this.#recover(window, details.reason)
    })
    webContents.on('unresponsive', () => {
      this.#parts.log('window.unresponsive', {})
    })
  }

  #recover(window: BrowserWindow, reason: string): void {
    this.#parts.log('window.processGone', { reason })
    if (reason === 'clean-exit' || window.isDestroyed()) return
    this.#parts.onLoading(window)
    if (!this.#crashes.mayReload()) {
      this.#parts.onGaveUp()
      return
    }
    // Within the event the dead process is still attached: a page loaded then never comes.
    setImmediate(() => {
      if (!window.isDestroyed()) this.#load(window)
    })
  }

  #remember(window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    const { x, y, width, height } = window.getNormalBounds()
    this.#parts.onPlaced({ bounds: { x, y, width, height }, maximized: window.isMaximized() })
  }

  #alive(): BrowserWindow | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window
  }
}
