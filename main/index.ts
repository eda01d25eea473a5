import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { app, clipboard, powerMonitor, protocol, session as electronSession, shell } from 'electron'
import { AlertDesk } from './alerts/desk'
import { AlertStore } from './alerts/store'
import { diskFiles } from './history/files'
import { systemClock } from './board'
import { allHandlers, BoardFeed, openBridge, Pusher, targetOf } from './bridge'
import { Connections } from './connections/connections'
import { NetworkDesk } from './connections/network-desk'
import { clientOpener, connectionChecker, wayChecker } from './connections/open-client'
import { sessionOpener } from './connections/open-session'
import { Secrets } from './connections/secrets'
import { startPracticeThread } from './practice/start-thread'
import { openFileDesk } from './start/file-desk'
import { followConnections, followSettings } from './start/follow'
import { openLoginItem } from './start/login-item'
import { openRecords } from './start/records'
import { openWays } from './start/ways'
import { readPolicy } from './settings/policy'
import { ElectronSettingsFile } from './settings/settings-file'
import { SettingsStore } from './settings/settings-store'
import { appInfo } from './shell/app-info'
import { prepareElectron } from './shell/before-ready'
import { followChildProcesses } from './shell/child-processes'
import { parseCommandLine, type CommandLine } from './shell/command-line'
import { openCover } from './shell/cover'
import { Desktop } from './shell/desktop'
import { openPage } from './shell/external'
import { Lock, mayAsk, openPins } from './lock'
import { lockNavigation, lockPermissions } from './shell/lockdown'
import { followArrivals } from './shell/arrivals'
import { timeOrderedId } from './shell/ids'
import { SupportDesk } from './shell/support/desk'
import { boardFacts, connectionFacts, settingFacts } from './shell/support/facts'
import { programFacts, proxyKind } from './shell/support/program'
import { openSessionBus, TrayHost } from './shell/tray-host'
import { APP_ORIGIN, APP_SCHEME, createAppHandler, readFileList } from './shell/scheme'
import { systemClock as timers } from './taskrouter/clock'
import { openUpdateDesk } from './updates'
import { KeytarVault } from './vault/keytar-vault'
import { loadKeytar } from './vault/load-keytar'
import { MemoryVault } from './vault/memory-vault'

const DIST = join(__dirname, '..')
const RENDERER = join(DIST, 'renderer')

/** Builds the parts in the order in which they need each other, and starts them. */
async function start(commandLine: CommandLine): Promise<void> {
  const profile = app.getPath('userData')
  const baseUrl = process.env['TASKROUTER_BASE_URL'] ?? null
  const records = openRecords(profile)
  const { log } = records
  lockNavigation(app)
  const served = readFileList(RENDERER)

  const accountName = userInfo().username
  // Both read files only, so that they are done by the time at which Electron is ready.
  const [settings] = await Promise.all([
    readPolicy({
      platform: process.platform,
      environment: process.env,
      userName: accountName,
      trialFile: app.isPackaged ? null : (process.env['SUPERVISOR_CONSOLE_POLICY'] ?? null),
      log,
    }).then((policy) => SettingsStore.open({ file: new ElectronSettingsFile(profile), policy, log })),
    app.whenReady(),
  ])
  const window = electronSession.defaultSession
  lockPermissions(window)
  protocol.handle(APP_SCHEME, createAppHandler(RENDERER, served))

  const keychain = new KeytarVault({ load: loadKeytar })
  const secrets = new Secrets({
    keychain,
    memory: new MemoryVault(),
    log,
  })
  const { network, password, way } = openWays({
    settings,
    secrets,
    window,
    folder: __dirname,
    baseUrl,
    log,
    logRequest: records.logRequest,
  })
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
      log,
    }),
    startPractice: () =>
      startPracticeThread({}, join(__dirname, 'practice-thread.cjs'), (message) => {
        log('practice.crashed', { message })
      }),
    check: connectionChecker(openClient, way, () => settings.state().settings.callCheck),
    clearWindowData: () => window.clearStorageData(),
    newId: randomUUID,
    timers: { set: setTimeout, clear: clearTimeout },
    log,
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
      await records.flush()
    },
    log,
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
    log,
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
  const files = openFileDesk({ desktop, settings, unlocked })
  const support = new SupportDesk({
    logs: records.logs,
    requests: records.requests,
    facts: async () => ({
      program: await programFacts(app, secrets, desktop.presence.shown()),
      proxy: proxyKind(await window.resolveProxy('https://taskrouter.twilio.com')),
      settings: settingFacts(settings.state()),
      connection: connectionFacts(connections.state()),
      board: boardFacts(connections.session()?.board.status() ?? null),
    }),
    flush: records.flush,
    save: (text) => files.saveText('supervisor-console-support.json', text),
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
    store: new AlertStore({ folder: join(profile, 'alerts'), files: diskFiles, log }),
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
    log,
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
        chooseFile: files.chooseCertificate,
        readFile,
        check: () => checkWay(connections.region()),
      }),
      settings,
      pusher,
      feed,
      alerts,
      updates,
      ...files.handlers,
      now: Date.now,
    }),
    trusted: { webContentsId: () => desktop.window.webContentsId(), origin: APP_ORIGIN },
    gate: (channel) => mayAsk(lock.phase(), channel),
    now: () => performance.now(),
    log,
  })

  followConnections({ connections, pusher, feed, alerts, desktop, lock })
  const applyLoginItem = openLoginItem(settings, log)
  followSettings({ settings, connections, network, pusher, alerts, updates, desktop, applyLoginItem, log })
  const cover = openCover(powerMonitor, {
    clock: timers,
    settings: () => settings.state().settings,
    tell: () => {
      if (!lock.lock() && unlocked()) pusher.push('app/cover', null)
    },
  })
  followChildProcesses(app, () => desktop.window.browserWindow()?.webContents.invalidate(), log)
  powerMonitor.on('suspend', () => connections.session()?.board.suspend())
  powerMonitor.on('resume', () => connections.session()?.board.resume())
  followArrivals(app, commandLine.show, desktop.window, pusher)

  log('start', {
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
