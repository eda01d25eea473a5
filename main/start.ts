import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  Menu,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session as electronSession,
  shell,
  Tray,
} from 'electron'
import { systemClock } from './board'
import {
  appHandlers,
  boardHandlers,
  bulkHandlers,
  connectionHandlers,
  historyHandlers,
  openBridge,
  Pusher,
  settingsHandlers,
} from './bridge'
import { BoardFeed } from './bridge/board-feed'
import { Connections } from './connections/connections'
import { clientOpener } from './connections/open-client'
import { sessionOpener } from './connections/open-session'
import { Secrets } from './connections/secrets'
import { startPracticeThread } from './practice'
import { linuxPolicyReader, NO_POLICY } from './settings/policy'
import { ElectronSettingsFile } from './settings/settings-file'
import { SettingsStore } from './settings/settings-store'
import { claimDeepLinks } from './shell/before-ready'
import { parseCommandLine, parseDeepLink, type CommandLine } from './shell/command-line'
import { historyPieces, outcomePieces } from './shell/exports'
import { addressOf, openExternal } from './shell/external'
import { lockNavigation, lockPermissions } from './shell/lockdown'
import { LogFile } from './shell/log'
import { MainWindow } from './shell/main-window'
import { menuTemplate } from './shell/menu'
import { Quit } from './shell/quit'
import { saveFile } from './shell/save-file'
import { APP_ORIGIN, APP_SCHEME, createAppHandler, readFileList } from './shell/scheme'
import { TrayIcon } from './shell/tray'
import { trayIconName } from './shell/tray-icons'
import { trayPicture } from './shell/tray-model'
import { createWindowOptions } from './shell/window-options'
import { placeWindow } from './shell/window-state'
import { wordsFor } from './shell/words'
import { KeytarVault } from './vault/keytar-vault'
import { MemoryVault } from './vault/memory-vault'

const DIST = join(__dirname, '..')
const RENDERER = join(DIST, 'renderer')

/** Builds the parts in the order in which they need each other, and starts them. */
export async function start(commandLine: CommandLine): Promise<void> {
  const profile = app.getPath('userData')
  const log = new LogFile({ path: join(profile, 'logs', 'console.log') })
  const files = readFileList(RENDERER)
  const policy =
    process.platform === 'linux'
      ? linuxPolicyReader((problem) => {
          log.write('policy.problem', { problem })
        })
      : () => Promise.resolve(NO_POLICY)
  lockNavigation(app)

  const [, fixed] = await Promise.all([app.whenReady(), policy()])
  log.write('start', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  })
  const settings = await SettingsStore.open({
    file: new ElectronSettingsFile(profile),
    policy: fixed,
    log: log.write,
  })
  const words = () => wordsFor(settings.state().settings.language, app.getLocale())
  lockPermissions(electronSession.defaultSession)
  protocol.handle(APP_SCHEME, createAppHandler(RENDERER, files))

  const secrets = new Secrets({
    keychain: new KeytarVault({ load: () => import('keytar') }),
    memory: new MemoryVault(),
    log: log.write,
  })
  const connections = new Connections({
    saved: settings,
    secrets,
    openClient: clientOpener({
      baseUrl: process.env['TASKROUTER_BASE_URL'] ?? null,
      userAgent: `taskrouter-supervisor-console/${app.getVersion()}`,
      resolveProxy: (url) => electronSession.defaultSession.resolveProxy(url),
      fetch: (url, init) => net.fetch(url, init),
      log: log.write,
    }),
    openSession: sessionOpener({
      folder: profile,
      clock: systemClock,
      settings: () => settings.state().settings,
      log: log.write,
    }),
    startPractice: () => startPracticeThread({}, join(__dirname, 'practice-thread.cjs')),
    check: () => Promise.resolve([]),
    clearWindowData: () => electronSession.defaultSession.clearStorageData(),
    newId: randomUUID,
    timers: {
      set: setTimeout,
      clear: (timer) => {
        clearTimeout(timer as NodeJS.Timeout)
      },
    },
    log: log.write,
  })

  const pusher = new Pusher()
  const feed = new BoardFeed({ pusher, clock: systemClock, newStreamId: randomUUID })
  const tray = new TrayIcon({
    createTray: (icon) => new Tray(icon),
    buildMenu: (template) => Menu.buildFromTemplate(template),
    iconName: (picture) => trayIconName(picture, process.platform),
    icon: (name) => nativeImage.createFromPath(join(DIST, 'icons', 'tray', name)),
    onAction: (action) => {
      if (action === 'quit') quit.request()
      else window.show()
      if (action === 'settings') pusher.push('app/show', { target: 'settings' })
    },
  })
  const window = new MainWindow({
    create: (options) => new BrowserWindow(options),
    options: () => {
      const placement = placeWindow(
        settings.windowState(),
        screen.getAllDisplays().map(({ workArea }) => workArea),
      )
      return {
        window: createWindowOptions({
          preload: join(DIST, 'preload', 'index.cjs'),
          icon: process.platform === 'linux' ? join(DIST, 'icons', 'icon.png') : null,
          title: app.getName(),
          background: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
          devTools: !app.isPackaged,
          placement,
        }),
        maximized: placement.maximized,
      }
    },
    hidesOnClose: () => !quit.underWay() && tray.exists() && settings.state().settings.closeToTray,
    onHidden: () => {
      if (settings.state().settings.closeNoticeShown) return
      settings.set({ closeNoticeShown: true })
      if (Notification.isSupported()) new Notification(words().stillRunning).show()
    },
    onVisible: (visible) => {
      feed.setVisible(visible)
    },
    onPlaced: (state) => {
      settings.setWindowState(state)
    },
    onLoading: (made) => {
      pusher.attach(targetOf(made))
      feed.pageGone()
    },
    onGaveUp: () => {
      void dialog.showMessageBox({ type: 'error', ...words().crashed })
    },
    log: log.write,
    now: () => performance.now(),
  })
  const quit = new Quit({
    app,
    busy: () => connections.session()?.bulk.busy() ?? false,
    confirm: async () => {
      const { message, detail, stay, quit: leave } = words().quitWhileBusy
      const answer = await dialog.showMessageBox({
        type: 'question',
        message,
        detail,
        buttons: [stay, leave],
        defaultId: 0,
        cancelId: 0,
      })
      return answer.response === 1
    },
    close: async () => {
      await connections.close()
      tray.destroy()
      settings.flush()
      await log.flush()
    },
    patienceMs: 5000,
  })

  openBridge({
    handlers: {
      ...appHandlers({
        info: async () => ({
          name: app.getName(),
          version: app.getVersion(),
          platform: process.platform,
          electron: process.versions.electron,
          chrome: process.versions.chrome,
          node: process.versions.node,
          locale: app.getLocale(),
          keychain: await secrets.probe(),
          tray: tray.exists(),
        }),
        openPage: async (page) => {
          const address = addressOf(page, connections.session()?.connection.workspaceSid ?? null)
          return (
            address !== null && (await openExternal(address, (url) => shell.openExternal(url))) === 'opened'
          )
        },
        copy: (text) => {
          clipboard.writeText(text)
        },
        quit: () => {
          quit.request()
        },
      }),
      ...connectionHandlers(connections, () => {
        pusher.pageListens()
      }),
      ...boardHandlers({
        session: () => connections.requireSession(),
        stream: () => {
          feed.subscribe()
        },
      }),
      ...bulkHandlers({
        session: () => connections.requireSession(),
        onPlanProgress: (progress) => {
          pusher.push('bulk/planProgress', progress)
        },
        exportOutcomes: (job, outcomes, options) =>
          saveFile(
            dialog,
            window.browserWindow(),
            `outcomes.${options.format}`,
            outcomePieces(job, outcomes, options),
          ),
      }),
      ...historyHandlers({
        session: () => connections.requireSession(),
        exportHistory: (entries, format) =>
          saveFile(dialog, window.browserWindow(), `history.${format}`, historyPieces(entries, format)),
      }),
      ...settingsHandlers(settings),
    },
    trusted: { webContentsId: () => window.webContentsId(), origin: APP_ORIGIN },
    now: () => performance.now(),
    log: log.write,
  })

  const picture = () =>
    trayPicture(
      {
        connection: connections.state(),
        board: connections.session()?.board.status() ?? null,
        busy: connections.session()?.bulk.busy() ?? false,
      },
      words(),
    )
  const refreshTray = () => {
    tray.show(picture())
  }
  tray.start(picture())
  connections.onState((state) => {
    pusher.push('connection/changed', state)
    refreshTray()
  })
  connections.onSession((session) => {
    feed.follow(session)
    if (session !== null) session.board.onStatus(refreshTray)
  })
  settings.onChange((state) => {
    pusher.push('settings/changed', state)
    connections.session()?.board.setThresholds(state.settings.thresholds)
    refreshTray()
  })
  powerMonitor.on('suspend', () => {
    connections.session()?.board.suspend()
  })
  powerMonitor.on('resume', () => {
    connections.session()?.board.resume()
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(
        words(),
        {
          quit: () => {
            quit.request()
          },
          settings: () => {
            window.show()
            pusher.push('app/show', { target: 'settings' })
          },
        },
        { mac: process.platform === 'darwin', devTools: !app.isPackaged },
      ),
    ),
  )

  const arrive = ({ show }: Pick<CommandLine, 'show'>) => {
    window.show()
    if (show !== null) pusher.push('app/show', show)
  }
  app.on('second-instance', (_event, argv) => {
    arrive(parseCommandLine(argv))
  })
  app.on('open-url', (event, url) => {
    event.preventDefault()
    arrive({ show: parseDeepLink(url) })
  })
  app.on('activate', () => {
    window.show()
  })
  app.on('window-all-closed', () => {
    // Without a tray nothing would be left to see of the program.
    if (!tray.exists() || !settings.state().settings.closeToTray) quit.request()
  })
  claimDeepLinks(app)

  window.prepare(!(commandLine.hidden || settings.state().settings.startHidden) || !tray.exists())
  if (commandLine.show !== null) pusher.push('app/show', commandLine.show)
  await connections.resume()
}

const targetOf = (window: BrowserWindow) => ({
  isDestroyed: () => window.isDestroyed() || window.webContents.isDestroyed(),
  send: (wire: string, payload: unknown) => {
    window.webContents.send(wire, payload)
  },
})
