import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'
import {
  app,
  clipboard,
  dialog,
  net,
  powerMonitor,
  protocol,
  session as electronSession,
  shell,
} from 'electron'
import { AlertDesk } from './alerts/desk'
import { AlertStore } from './alerts/store'
import { diskFiles } from './history/files'
import { systemClock } from './board'
import { allHandlers, BoardFeed, openBridge, Pusher, targetOf } from './bridge'
import { PRESET_FILE_MAX_BYTES } from './bulk/presets'
import { Connections } from './connections/connections'
import { Network } from './connections/network'
import { NetworkDesk } from './connections/network-desk'
import { clientOpener, connectionChecker, wayChecker } from './connections/open-client'
import { sessionOpener } from './connections/open-session'
import { ProxyPassword } from './connections/proxy-password'
import { Secrets } from './connections/secrets'
import { startPracticeThread } from './practice/start-thread'
import { readPolicy } from './settings/policy'
import { ElectronSettingsFile } from './settings/settings-file'
import { SettingsStore } from './settings/settings-store'
import { readViewFile, VIEW_FILE_BYTES, writeViewFile } from './settings/view-file'
import { appInfo } from './shell/app-info'
import { prepareElectron } from './shell/before-ready'
import { browserProxy } from './shell/browser-proxy'
import { followChildProcesses } from './shell/child-processes'
import { parseCommandLine, type CommandLine } from './shell/command-line'
import { openCover } from './shell/cover'
import { Desktop } from './shell/desktop'
import { historyPieces, outcomePieces } from './shell/exports'
import { rowPieces } from './shell/row-export'
import { openPage } from './shell/external'
import { Lock, mayAsk, openPins } from './lock'
import { lockNavigation, lockPermissions } from './shell/lockdown'
import { LogFile, logCrashes } from './shell/log'
import { followArrivals } from './shell/arrivals'
import { LoginItem } from './shell/login-item'
import { timeOrderedId } from './shell/ids'
import { chooseCertificateFile } from './shell/open-file'
import { openText } from './shell/open-text'
import { saveFile } from './shell/save-file'
import { rotated, SupportDesk } from './shell/support/desk'
import { boardFacts, connectionFacts, settingFacts } from './shell/support/facts'
import { programFacts, proxyKind } from './shell/support/program'
import { openSessionBus, TrayHost } from './shell/tray-host'
import { APP_ORIGIN, APP_SCHEME, createAppHandler, readFileList } from './shell/scheme'
import { systemClock as timers } from './taskrouter/clock'
import { startPageWorker } from './taskrouter/pages/page-thread'
import type { FetchLike } from './taskrouter/transport/fetch-transport'
import { openUpdateDesk, UPDATE_PARTITION } from './updates'
import { KeytarVault } from './vault/keytar-vault'
import { loadKeytar } from './vault/load-keytar'
import { MemoryVault } from './vault/memory-vault'

const DIST = join(__dirname, '..')
const RENDERER = join(DIST, 'renderer')
const JSON_FILES = [{ name: 'JSON', extensions: ['json'] }]

/** Builds the parts in the order in which they need each other, and starts them. */
async function start(commandLine: CommandLine): Promise<void> {
  const profile = app.getPath('userData')
  const baseUrl = process.env['TASKROUTER_BASE_URL'] ?? null
  const logFile = join(profile, 'logs', 'console.log')
  const requestFile = join(profile, 'logs', 'requests.log')
  const log = new LogFile({ path: logFile })
  // A file of its own, so that thousands of requests never push out what matters.
  const requests = new LogFile({ path: requestFile, keep: 2 })
  logCrashes(process, log.write)
  lockNavigation(app)
  const files = readFileList(RENDERER)

  const accountName = userInfo().username
  const [policy] = await Promise.all([
    readPolicy({
      platform: process.platform,
      environment: process.env,
      userName: accountName,
      trialFile: app.isPackaged ? null : (process.env['SUPERVISOR_CONSOLE_POLICY'] ?? null),
      log: log.write,
    }),
    app.whenReady(),
  ])
  const window = electronSession.defaultSession
  lockPermissions(window)
  protocol.handle(APP_SCHEME, createAppHandler(RENDERER, files))
  const settings = await SettingsStore.open({
    file: new ElectronSettingsFile(profile),
    policy,
    log: log.write,
  })

  const keychain = new KeytarVault({ load: loadKeytar })
  const secrets = new Secrets({
    keychain,
    memory: new MemoryVault(),
    log: log.write,
  })
  const password = new ProxyPassword(secrets)
  const network = new Network({
    settings: () => settings.state().settings,
    password,
    systemProxy: (url) => window.resolveProxy(url),
    fetch: (url: string, init: Parameters<FetchLike>[1]) => net.fetch(url, init),
    tellBrowser: async (proxy) => {
      const updating = electronSession.fromPartition(UPDATE_PARTITION, { cache: false })
      await Promise.all([window, updating].map((each) => each.setProxy(browserProxy(proxy))))
    },
    readFile,
    log: log.write,
  })
  const way = {
    baseUrl,
    userAgent: `taskrouter-supervisor-console/${app.getVersion()}`,
    network,
    startPageWorker: () => startPageWorker(join(__dirname, 'page-thread.cjs'), log.write),
    log: log.write,
    logRequest: requests.write,
  }
  if (commandLine.diagnose) {
    const proxy = proxyKind(await window.resolveProxy('https://taskrouter.twilio.com'))
    const report = {
      program: await programFacts(app, secrets, null),
      proxy,
      settings: settingFacts(settings.state()),
    }
    process.stdout.write(`${JSON.stringify(report, null, 1)}\n`, () => {
      app.exit(0)
    })
    return
  }
  const openClient = clientOpener(way)
  const checkWay = wayChecker(way)
  const connections = new Connections({
    saved: settings,
    permission: () => {
      const { settings: chosen, policy: read } = settings.state()
      return { ...chosen, policyBroken: read.faults.length > 0 }
    },
    secrets,
    openClient,
    openSession: sessionOpener({
      folder: profile,
      clock: systemClock,
      baseUrl,
      newId: timeOrderedId,
      accountName,
      settings: () => settings.state().settings,
      log: log.write,
    }),
    startPractice: () =>
      startPracticeThread({}, join(__dirname, 'practice-thread.cjs'), (message) => {
        log.write('practice.crashed', { message })
      }),
    check: connectionChecker(openClient, way, () => settings.state().settings.callCheck),
    clearWindowData: () => window.clearStorageData(),
    newId: randomUUID,
    timers: { set: setTimeout, clear: clearTimeout },
    log: log.write,
  })

  const pusher = new Pusher()
  const feed = new BoardFeed({ pusher, clock: systemClock, newStreamId: randomUUID })
  const desktop = new Desktop({
    dist: DIST,
    settings: () => settings.state().settings,
    windowState: () => settings.windowState(),
    saveWindowState: (state) => {
      settings.setWindowState(state)
    },
    closeNoticeShown: () => {
      settings.set({ closeNoticeShown: true })
    },
    facts: () => ({
      connection: connections.state(),
      board: connections.session()?.board.status() ?? null,
      reasons: connections.session()?.board.stuckReasons() ?? [],
      busy: connections.session()?.bulk.busy() ?? false,
      lock: !unlocked() ? 'locked' : lock.pinSet() ? 'open' : 'none',
    }),
    onVisible: (visible) => {
      feed.setVisible(visible)
    },
    onTray: (shown) => {
      pusher.push('app/trayChanged', { shown })
    },
    onLoading: (made) => {
      pusher.attach(targetOf(made))
      feed.pageGone()
    },
    tell: (target) => {
      pusher.push('app/show', target)
    },
    run: (command) => {
      pusher.push('app/command', { id: command })
    },
    lock: () => {
      lock.lock()
    },
    close: async () => {
      trayHost?.close()
      await alerts.close()
      updates.close()
      cover.close()
      await connections.close()
      settings.flush()
      await Promise.all([log.flush(), requests.flush()])
    },
    log: log.write,
  })

  const lock = new Lock({
    keychain,
    pins: openPins(),
    clock: timers,
    memory: settings,
    settings: () => settings.state().settings,
    locale: () => app.getLocale(),
    jobs: () => (connections.session()?.bulk.jobs() ?? []).filter(({ state }) => state === 'running').length,
    onLock: () => {
      pusher.silence()
      feed.pageGone()
      // A fresh page holds no row of the old one, and asks for everything again when it is unlocked.
      desktop.window.reload()
    },
    changed: (state) => {
      pusher.push('lock/changed', state)
      desktop.refresh()
    },
    forgetConnections: () => connections.signOutOfAll(),
    log: log.write,
  })

  // Elsewhere every desktop shows tray icons.
  const trayHost =
    process.platform === 'linux'
      ? new TrayHost({
          connect: () => openSessionBus(process.env),
          told: (shown) => {
            desktop.presence.told(shown)
          },
        })
      : null

  const unlocked = () => lock.phase() === 'open'
  const save = (name: string, pieces: Parameters<typeof saveFile>[3]) =>
    saveFile(dialog, desktop.window.browserWindow(), name, pieces, unlocked)
  const open = (mostBytes: number) =>
    openText(dialog, desktop.window.browserWindow(), JSON_FILES, mostBytes, unlocked)
  const support = new SupportDesk({
    logs: rotated(logFile, 3),
    requests: rotated(requestFile, 2),
    facts: async () => ({
      program: await programFacts(app, secrets, desktop.presence.shown()),
      proxy: proxyKind(await window.resolveProxy('https://taskrouter.twilio.com')),
      settings: settingFacts(settings.state()),
      connection: connectionFacts(connections.state()),
      board: boardFacts(connections.session()?.board.status() ?? null),
    }),
    flush: () => Promise.all([log.flush(), requests.flush()]),
    save: (text) => save('supervisor-console-support.json', [text]),
    now: Date.now,
  })

  const alerts = new AlertDesk({
    clock: systemClock,
    settings: () => settings.state().settings,
    newId: randomUUID,
    localMinutes: () => {
      const now = new Date()
      return now.getHours() * 60 + now.getMinutes() + now.getSeconds() / 60
    },
    store: new AlertStore({ folder: join(profile, 'alerts'), files: diskFiles, log: log.write }),
    notify: (entries) => {
      desktop.notify(entries)
    },
    changed: (state) => {
      pusher.push('alerts/changed', state)
    },
  })

  const updates = await openUpdateDesk(app, process, {
    clock: timers,
    mode: () => settings.state().settings.updates,
    busy: () => connections.session()?.bulk.busy() ?? false,
    changed: (state) => {
      pusher.push('updates/changed', state)
    },
    log: log.write,
  })

  openBridge({
    handlers: allHandlers({
      app: {
        support,
        info: () => appInfo(app, secrets, desktop.presence.shown()),
        openPage: (page) => openPage(page, connections.session()?.connection.workspaceSid ?? null, shell),
        // Electron answers with what went wrong, and with nothing when it went well.
        openFolder: async () => (await shell.openPath(profile)) === '',
        copy: (text) => {
          clipboard.writeText(text)
        },
        showCommands: (groups) => {
          desktop.showCommands(groups)
        },
        quit: () => {
          desktop.quit.request()
        },
      },
      connections,
      lock,
      network: new NetworkDesk({
        settings,
        network,
        password,
        chooseFile: () => chooseCertificateFile(dialog, desktop.window.browserWindow(), unlocked),
        readFile,
        check: () => checkWay(connections.region()),
      }),
      settings,
      pusher,
      feed,
      alerts,
      updates,
      exportOutcomes: (job, outcomes, options) =>
        save(`outcomes.${options.format}`, outcomePieces(job, outcomes, options)),
      views: {
        exportViews: (ids) => save('views.json', [writeViewFile(settings.state().settings, ids)]),
        importViews: async () => {
          const text = await open(VIEW_FILE_BYTES)
          return text === null ? null : readViewFile(text)
        },
      },
      savePresets: (text) => save('presets.json', [text]),
      openPresets: () => open(PRESET_FILE_MAX_BYTES),
      now: Date.now,
      exportRows: (rows, options) => save(`reservations.${options.format}`, rowPieces(rows, options)),
      exportHistory: (entries, options) => save(`history.${options.format}`, historyPieces(entries, options)),
    }),
    trusted: { webContentsId: () => desktop.window.webContentsId(), origin: APP_ORIGIN },
    gate: (channel) => mayAsk(lock.phase(), channel),
    now: () => performance.now(),
    log: log.write,
  })

  connections.onState((state) => {
    pusher.push('connection/changed', state)
    desktop.refresh()
  })
  connections.onSession((session) => {
    feed.follow(session)
    const { workspaceSid = null, practice = true } = session?.connection ?? {}
    alerts.follow(session?.board ?? null, practice ? null : workspaceSid)
    session?.board.onStatus(() => {
      desktop.refresh()
    })
    session?.bulk.onJob(() => {
      lock.jobsChanged()
      desktop.refresh()
    })
    session?.bulk.onRecords((records) => {
      pusher.push('bulk/recordsChanged', records)
    })
  })
  const loginItem = new LoginItem({
    platform: process.platform,
    app,
    executable: process.env['APPIMAGE'] ?? process.execPath,
    configHome: process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
    name: app.getName(),
    log: log.write,
  })
  // Only an installed program is entered; a checkout would start some other program's runtime.
  const applyLoginItem = () => {
    if (app.isPackaged) void loginItem.apply(settings.state().settings)
  }
  applyLoginItem()
  settings.onChange((state) => {
    applyLoginItem()
    network.settingsChanged()
    pusher.push('settings/changed', state)
    const board = connections.session()?.board
    board?.setRules(state.settings)
    board?.setCallCheck(state.settings.callCheck)
    board?.setRejectionLimit(state.settings.rejectionLimit)
    const history = connections.session()?.history
    history?.applyRetention().catch((error: unknown) => {
      log.write('history.retentionFailed', { error: error instanceof Error ? error.message : String(error) })
    })
    alerts.settingsChanged()
    updates.settingsChanged()
    desktop.settingsChanged()
  })
  const cover = openCover(powerMonitor, {
    clock: timers,
    settings: () => settings.state().settings,
    tell: () => {
      if (!lock.lock() && unlocked()) pusher.push('app/cover', null)
    },
  })
  followChildProcesses(app, () => desktop.window.browserWindow()?.webContents.invalidate(), log.write)
  powerMonitor.on('suspend', () => connections.session()?.board.suspend())
  powerMonitor.on('resume', () => connections.session()?.board.resume())
  followArrivals(app, commandLine.show, desktop.window, pusher)

  log.write('start', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  })
  desktop.start(commandLine.hidden || settings.state().settings.startHidden)
  void trayHost?.start()
  await lock.start()
  await connections.resume()
}

const commandLine = parseCommandLine(process.argv)
if (commandLine.version) {
  process.stdout.write(`${app.getVersion()}\n`)
  app.exit(0)
} else {
  prepareElectron(app, protocol)
  // A second start hands its command line to the first one and ends.
  // A diagnosis looks on beside a running program and changes nothing.
  if (commandLine.diagnose || app.requestSingleInstanceLock()) void start(commandLine)
  else app.exit(0)
}
