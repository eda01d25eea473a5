// Starts the real app, each time in a profile of its own, and keeps what it says.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { resolveElectron } from '../../../build/electron.mjs'
import { ROOT } from '../../../build/lib/paths.mjs'
import { endWithChildren } from './processes'

export interface LaunchOptions {
  /** Profile folder to use again, e.g. after a restart. Default: a new one, removed when the app is closed. */
  readonly profile?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Further command line arguments for the app. */
  readonly args?: readonly string[]
  /** Offers the first-run tour, as to a newcomer. Default: this profile has seen it. */
  readonly tour?: boolean
  /** The app's folder. Default: the project, so its built `dist/`. */
  readonly app?: string
}

export interface LaunchedApp {
  readonly electron: ElectronApplication
  readonly profile: string
  /** The first window, once there is one. */
  window(): Promise<Page>
  /** What the pages said that they should not have: console errors and uncaught exceptions. */
  readonly complaints: readonly string[]
  /** Everything main wrote to its console so far. */
  output(): string
  /** A picture of the first window in `test-results/`, or at `file`. */
  screenshot(name: string): Promise<string>
  /** Ends the app, politely first, and removes its profile if it was made here. */
  close(): Promise<void>
}

/** A desktop without a keychain, for the `env` of a launch: no message bus leads to one. */
export const NO_KEYCHAIN = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' } as const

const HOLD_READY = path.join(ROOT, 'test', 'support', 'e2e', 'hold-ready.cjs')

/** Long enough for a cold start on a busy machine of two cores. */
const WINDOW_MS = 30_000
const CLOSE_MS = 5_000

/** @throws when Electron cannot be found or the app does not come up */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const runtime = await resolveElectron({ purpose: 'test', context: { say: () => {} } })
  const profile = options.profile ?? (await mkdtemp(path.join(tmpdir(), 'console-profile-')))
  if (options.profile === undefined && options.tour !== true)
    await writeFile(
      path.join(profile, 'settings.json'),
      '{"version":1,"settings":{"tourSeen":true,"noTrayHintSeen":true}}',
    )
  const electron = await _electron.launch({
    executablePath: runtime.path,
    args: ['-r', HOLD_READY, options.app ?? ROOT, `--user-data-dir=${profile}`, ...(options.args ?? [])],
    env: definedOnly({ ...process.env, ...options.env, ELECTRON_RUN_AS_NODE: undefined }),
    timeout: WINDOW_MS,
  })
  const main = electron.process()
  const complaints: string[] = []
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  main.stdout?.on('data', keep)
  main.stderr?.on('data', keep)
  const listen = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
  }
  electron.on('window', listen)
  electron.windows().forEach(listen)

  return {
    electron,
    profile,
    complaints,
    output: () => output,
    window: () => electron.firstWindow({ timeout: WINDOW_MS }),
    async screenshot(name) {
      const file = path.isAbsolute(name) ? name : path.join(ROOT, 'test-results', `${name}.png`)
      const page = await electron.firstWindow({ timeout: WINDOW_MS })
      await page.screenshot({ path: file, animations: 'disabled' })
      return file
    },
    async close() {
      const { pid } = main
      // Closing the window hides it to the tray, so the app is asked to quit; one that hangs is ended.
      const politely = electron
        .evaluate(({ app }) => {
          app.quit()
        })
        .catch(() => {})
      const gone = new Promise<void>((resolve) => {
        if (main.exitCode !== null || main.signalCode !== null) resolve()
        else
          main.once('exit', () => {
            resolve()
          })
      })
      await Promise.race([politely.then(() => gone), timeout(CLOSE_MS)])
      if (pid !== undefined) await endWithChildren(pid)
      await electron.close().catch(() => {})
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

function timeout(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
