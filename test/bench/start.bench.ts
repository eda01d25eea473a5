import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { resolveElectron } from '../../build/electron.mjs'
import { machineSwitches } from '../../build/lib/electron-run.mjs'
import { ROOT } from '../../build/lib/paths.mjs'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { DevTools } from '../support/bench/devtools'
import { memoryMb, processorPercent } from '../support/bench/process-cost'
import { median, rounded } from '../support/bench/statistics'
import { Panel } from '../support/dbus/panel'
import { signIn } from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp } from '../support/e2e/launch'
import { endWithChildren } from '../support/e2e/processes'

const ROUNDS = Number(process.env['ROUNDS'] ?? '3')
const START_MS = 120_000
const SETTLE_MS = 10_000
const IDLE_MS = 20_000

/** The moment (ms since the epoch) at which the page first showed something. */
const CONTENT = `new Promise((done) => {
  const look = () => {
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    if (paint) done(performance.timeOrigin + paint.startTime)
    else setTimeout(look, 10)
  }
  look()
})`
/** The moment at which an element was there. */
const momentOf = (selector: string) => `new Promise((done) => {
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)})) done(performance.timeOrigin + performance.now())
    else requestAnimationFrame(look)
  }
  look()
})`
const SCREEN = momentOf('#app main')
const ROWS = momentOf('[role="grid"] [data-sid]')

interface Started {
  readonly pid: number
  readonly page: DevTools
  /** ms since the epoch */
  readonly at: number
  close(): Promise<void>
}

/** The smallest program with a window: what Electron itself costs on this machine at this moment. */
async function emptyProgram(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'empty-program-'))
  await writeFile(path.join(folder, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.js"}')
  await writeFile(
    path.join(folder, 'main.js'),
    `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => {
  require('fs').writeFileSync(app.getPath('userData') + '/ready', String(Date.now()))
  new BrowserWindow().loadURL('data:text/html,<p>Empty</p>')
})`,
  )
  return folder
}

async function launch(
  program: string,
  profile: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<ChildProcess & { readonly pid: number }> {
  const runtime = await resolveElectron({ purpose: 'test', context: { say: () => {} } })
  const child = spawn(
    runtime.path,
    [
      ...machineSwitches(() => {}),
      program,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      ...args,
    ],
    { env, stdio: 'ignore' },
  )
  if (child.pid === undefined) throw new Error('The program could not be started.')
  return child as ChildProcess & { readonly pid: number }
}

async function start(
  program: string,
  profile: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Started> {
  await rm(path.join(profile, 'DevToolsActivePort'), { force: true })
  const at = Date.now()
  const { pid } = await launch(program, profile, env)
  const page = await DevTools.of(profile, START_MS)
  const close = async (): Promise<void> => {
    page.close()
    await endWithChildren(pid)
  }
  return { pid, page, at, close }
}

/** ms from the start of a program until its page shows something, and until Electron was ready, where the program wrote that down. */
async function contentMs(program: string): Promise<{ content: number; ready: number; screen: number }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'bench-profile-'))
  const started = await start(program, profile)
  try {
    const content = (await started.page.evaluate<number>(CONTENT)) - started.at
    const screen = program === ROOT ? (await started.page.evaluate<number>(SCREEN)) - started.at : Number.NaN
    const ready = await readFile(path.join(profile, 'ready'), 'utf8').catch(() => '')
    return { content, screen, ready: ready === '' ? Number.NaN : Number(ready) - started.at }
  } finally {
    await started.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A profile that has a connection to the practice server, its secret in the keychain. */
async function signedIn(practice: PracticeServer): Promise<string> {
  const profile = await mkdtemp(path.join(tmpdir(), 'bench-profile-'))
  const app = await launchApp({ profile, env: { TASKROUTER_BASE_URL: practice.url } })
  try {
    await signIn(await app.window(), practice)
  } finally {
    await app.close()
  }
  return profile
}

async function folderMb(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size
  return bytes / 2 ** 20
}

/** Size of the packaged program as it lies on disk, if it was packaged here (`npm run package -- --dir`). */
async function packageMb(): Promise<number | null> {
  const release = path.join(ROOT, 'release')
  const laidOut = (await readdir(release).catch(() => [])).find((name) => name.endsWith('unpacked'))
  return laidOut === undefined ? null : folderMb(path.join(release, laidOut))
}

async function withConnection(practice: PracticeServer, panel: Panel): Promise<Record<string, number>> {
  const profile = await signedIn(practice)
  const env = { ...process.env, TASKROUTER_BASE_URL: practice.url }
  try {
    const rows: number[] = []
    let memory = Number.NaN
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = await start(ROOT, profile, env)
      try {
        rows.push((await started.page.evaluate<number>(ROWS)) - started.at)
        if (round < ROUNDS - 1) continue
        await delay(SETTLE_MS)
        memory = await memoryMb(started.pid)
      } finally {
        await started.close()
      }
    }
    const at = Date.now()
    const hidden = await launch(ROOT, profile, env, ['--hidden'])
    try {
      await delay(SETTLE_MS)
      const idle = await processorPercent(hidden.pid, IDLE_MS)
      return {
        firstRowsMs: median(rows),
        memoryMb: memory,
        tray: panel.item.since - at,
        idleHiddenPercent: idle,
      }
    } finally {
      await endWithChildren(hidden.pid)
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Cold start beside an empty Electron window in the same run: until something is on screen (ours: the mark of the opening),
 * until the first screen is there (`screenMs`), until the first rows of a saved connection (helpdesk of about 170
 * reservations); memory of all processes, processor of the hidden program, package size.
 * `trayMs`: until the icon is in the tray, from the moment at which Electron was ready in the empty program.
 */
export async function run(): Promise<Record<string, number>> {
  await mkdir(path.join(ROOT, 'test-results'), { recursive: true })
  await forgetSecrets(KEYCHAIN_SERVICE)
  const empty = await emptyProgram()
  const practice = await startPracticeServer({ scenario: 'helpdesk', seed: 7, speed: 0 })
  // Without a panel that shows tray icons the program would not hide.
  const panel = await Panel.open()
  try {
    const ours: number[] = []
    const peers: number[] = []
    const readies: number[] = []
    const screens: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const { content, ready } = await contentMs(empty)
      peers.push(content)
      readies.push(ready)
      const own = await contentMs(ROOT)
      ours.push(own.content)
      screens.push(own.screen)
    }
    const size = await packageMb()
    const { tray, ...connected } = await withConnection(practice, panel)
    const metrics = {
      contentMs: median(ours),
      emptyContentMs: median(peers),
      contentShare: median(ours) / median(peers),
      screenMs: median(screens),
      trayMs: (tray ?? Number.NaN) - median(readies),
      ...connected,
      ...(size === null ? {} : { packageMb: size }),
    }
    return Object.fromEntries(Object.entries(metrics).map(([key, value]) => [key, rounded(value, 2)]))
  } finally {
    panel.close()
    await practice.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
    await rm(empty, { recursive: true, force: true })
  }
}
