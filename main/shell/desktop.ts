import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  screen,
  Tray,
  type BrowserWindow as Window,
} from 'electron'
import type { MenuGroup } from '../../preload/contract/keys'
import type { AlertEntry } from '../../preload/contract/alerts'
import type { ShowTarget } from '../../preload/contract/channels'
import type { Settings } from '../../preload/contract/settings'
import { Attention } from './attention'
import type { Log } from './log'
import { MainWindow } from './main-window'
import { menuTemplate } from './menu'
import { Quit } from './quit'
import { TrayIcon } from './tray'
import { trayIconName } from './tray-icons'
import { trayPicture, type TrayAction, type TrayFacts } from './tray-model'
import { TrayPresence } from './tray-presence'
import { createWindowOptions } from './window-options'
import { systemTheme } from './theme'
import { placeWindow, type WindowState } from './window-state'
import { wordsFor } from './words'

export interface DesktopOptions {
  /** The built program: main, preload, renderer, icons. */
  readonly dist: string
  readonly settings: () => Settings
  readonly windowState: () => WindowState | null
  readonly saveWindowState: (state: WindowState) => void
  readonly closeNoticeShown: () => void
  readonly facts: () => TrayFacts
  readonly onVisible: (visible: boolean) => void
  /** Whether somebody can see the tray icon has changed. */
  readonly onTray: (shown: boolean) => void
  /** The page is being loaded, for the first time or again. */
  readonly onLoading: (window: Window) => void
  /** Tells the page to show something. */
  readonly tell: (target: ShowTarget) => void
  /** Tells the page to run one of its commands. */
  readonly run: (command: string) => void
  readonly lock: () => void
  /** Lets go of everything before the program ends. */
  readonly close: () => Promise<void>
  readonly log: Log
}

const CLOSING_PATIENCE_MS = 5000

/** What the program is on the desktop: window, tray, menu and the way out. */
export class Desktop {
  readonly window: MainWindow
  readonly tray: TrayIcon
  readonly presence: TrayPresence
  readonly quit: Quit
  readonly #options: DesktopOptions
  readonly #attention: Attention
  readonly #notices = new Set<Notification>()
  #commands: readonly MenuGroup[] = []
  #menuShown = ''

  constructor(options: DesktopOptions) {
    this.#options = options
    this.quit = new Quit({
      app,
      busy: () => options.facts().busy,
      confirm: () => this.#confirmQuit(),
      close: async () => {
        this.presence.close()
        await options.close()
        this.tray.destroy()
      },
      patienceMs: CLOSING_PATIENCE_MS,
    })
    this.tray = new TrayIcon({
      createTray: (icon) => new Tray(icon),
      buildMenu: (template) => Menu.buildFromTemplate(template),
      iconName: (picture) => trayIconName(picture, process.platform),
      icon: (name) => this.#icon(name),
      onAction: (action) => {
        this.#act(action)
      },
    })
    this.presence = new TrayPresence({
      exists: () => this.tray.exists(),
      renew: () => {
        this.tray.renew()
      },
      reveal: () => {
        if (this.window.browserWindow()?.isVisible() !== true) this.window.show()
      },
      changed: options.onTray,
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => {
        clearTimeout(timer as NodeJS.Timeout)
      },
    })
    this.#attention = new Attention({
      platform: process.platform,
      setBadgeCount: (count) => app.setBadgeCount(count),
      setOverlay: (icon, words) => this.window.browserWindow()?.setOverlayIcon(icon, words),
      icon: (name) => this.#icon(name),
    })
    this.window = new MainWindow({
      create: (made) => new BrowserWindow(made),
      options: () => this.#windowOptions(),
      hidesOnClose: () => !this.quit.underWay() && this.presence.shown() && options.settings().closeToTray,
      onHidden: () => {
        this.#noticeHidden()
      },
      onVisible: options.onVisible,
      onPlaced: options.saveWindowState,
      onLoading: (made) => {
        // A page that is gone has no commands; the next one says which it has.
        this.showCommands([])
        this.#attention.again()
        options.onLoading(made)
      },
      onGaveUp: () => {
        void dialog.showMessageBox({ type: 'error', ...this.#words().crashed })
      },
      log: options.log,
      now: () => performance.now(),
    })
  }

  /** Puts tray and menu in place and opens the window, unless it shall stay hidden and there is a tray to find it by. */
  start(hidden: boolean): void {
    this.#followTheme()
    this.tray.start(this.#picture())
    this.#setMenu()
    this.window.prepare(!hidden || !this.presence.shown())
    app.on('activate', () => {
      this.window.show()
    })
    app.on('window-all-closed', () => {
      // Without a tray nothing would be left to see of the program.
      if (!this.presence.shown() || !this.#options.settings().closeToTray) this.quit.request()
    })
  }

  /** Something that the tray shows has changed. */
  refresh(): void {
    const picture = this.#picture()
    this.tray.show(picture)
    this.#attention.show(picture)
  }

  /** The language or the theme may have changed. */
  settingsChanged(): void {
    this.#followTheme()
    this.#setMenu()
    this.refresh()
  }

  /** The window's commands, or their keys, names or state, have changed. */
  showCommands(groups: readonly MenuGroup[]): void {
    this.#commands = groups
    this.#setMenu()
  }

  /** One notice for alerts that began together. A click shows their view; it never acts. While locked it only counts them. */
  notify(entries: readonly AlertEntry[]): void {
    const [first] = entries
    if (first === undefined || !Notification.isSupported()) return
    const { alerts, tray, locked } = this.#words()
    const lines = entries.map(({ name, count }) => tray.alert(name, count))
    const told =
      this.#options.facts().lock === 'locked'
        ? { title: tray.alerts(entries.length), body: locked }
        : entries.length === 1
          ? { title: tray.alert(first.name, first.count), body: alerts.open }
          : { title: tray.alerts(entries.length), body: lines.join('\n') }
    const notice = new Notification({ ...told, silent: !this.#options.settings().alertSound })
    notice.on('click', () => {
      this.window.show()
      this.#options.tell(entries.length === 1 ? { target: 'board', view: first.view } : { target: 'alerts' })
    })
    // Kept until it is gone: a notice that is collected as garbage loses its click.
    this.#notices.add(notice)
    for (const end of ['close', 'click', 'failed'] as const)
      notice.once(end as 'close', () => this.#notices.delete(notice))
    notice.show()
  }

  #act(action: TrayAction): void {
    if (action === 'quit' || action === 'lock') {
      if (action === 'quit') this.quit.request()
      else this.#options.lock()
      return
    }
    this.window.show()
    if (action.show !== null) this.#options.tell(action.show)
  }

  #followTheme(): void {
    nativeTheme.themeSource = systemTheme(this.#options.settings().theme)
  }

  #icon(name: string) {
    return nativeImage.createFromPath(join(this.#options.dist, 'icons', 'tray', name))
  }

  #words() {
    return wordsFor(this.#options.settings().language, app.getLocale())
  }

  #picture() {
    return trayPicture(this.#options.facts(), this.#words())
  }

  #setMenu(): void {
    const actions = {
      quit: () => {
        this.#act('quit')
      },
      settings: () => {
        this.#act({ show: { target: 'settings' } })
      },
      run: (command: string) => {
        this.window.show()
        this.#options.run(command)
      },
    }
    const template = menuTemplate(this.#words(), actions, this.#commands, {
      mac: process.platform === 'darwin',
      devTools: !app.isPackaged,
    })
    // Setting a menu anew closes it under the pointer, so it is done only when there is something new to show.
    const shown = JSON.stringify(template)
    if (shown === this.#menuShown) return
    this.#menuShown = shown
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  #windowOptions() {
    const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea)
    const placement = placeWindow(this.#options.windowState(), workAreas)
    const window = createWindowOptions({
      preload: join(this.#options.dist, 'preload', 'index.cjs'),
      icon: process.platform === 'linux' ? join(this.#options.dist, 'icons', 'icon.png') : null,
      title: app.getName(),
      background: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
      devTools: !app.isPackaged,
      placement,
    })
    return { window, maximized: placement.maximized }
  }

  #noticeHidden(): void {
    if (this.#options.settings().closeNoticeShown) return
    this.#options.closeNoticeShown()
    if (Notification.isSupported()) new Notification(this.#words().stillRunning).show()
  }

  async #confirmQuit(): Promise<boolean> {
    const { message, detail, stay, quit } = this.#words().quitWhileBusy
    const question = {
      type: 'question' as const,
      message,
      detail,
      buttons: [stay, quit],
      defaultId: 0,
      cancelId: 0,
    }
    const { response } = await dialog.showMessageBox(question)
    return response === 1
  }
}
