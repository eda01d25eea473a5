// The program as it is laid out for its users. Its fuses forbid the inspector by which Playwright drives other builds, so its
// window is reached as any Chromium is: by a debugging port on loopback that only this start opens.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { machineSwitches } from '../../../build/lib/electron-run.mjs'
import { ROOT } from '../../../build/lib/paths.mjs'
import { endWithChildren } from './processes'

const NAME = 'Supervisor Console for TaskRouter'
const PLACES: Partial<Record<NodeJS.Platform, { readonly executable: string; readonly resources: string }>> =
  {
    linux: { executable: 'linux-unpacked/supervisor-console', resources: 'linux-unpacked/resources' },
    win32: { executable: `win-unpacked/${NAME}.exe`, resources: 'win-unpacked/resources' },
    darwin: {
      executable: `mac-universal/${NAME}.app/Contents/MacOS/${NAME}`,
      resources: `mac-universal/${NAME}.app/Contents/Resources`,
    },
  }

/** Where `npm run package -- --dir` puts the program of this platform. */
export function packagedProgram(): { readonly executable: string; readonly resources: string } {
  const place = PLACES[process.platform]
  if (place === undefined) throw new Error(`Nothing is packaged for ${process.platform}.`)
  const { executable, resources } = place
  return {
    executable: path.join(ROOT, 'release', executable),
    resources: path.join(ROOT, 'release', resources),
  }
}

/** Runs the program to its end; what it wrote. */
export async function runPackaged(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(packagedProgram().executable, [...machineSwitches(() => {}), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await once(child, 'close')
  return output
}

export interface PackagedApp {
  readonly page: Page
  /** What the program wrote into its log so far. */
  log(): Promise<string>
  close(): Promise<void>
}

/** Starts the packaged program in a profile of its own that has seen the tour. */
export async function startPackaged(env: Readonly<Record<string, string>>): Promise<PackagedApp> {
  const profile = await mkdtemp(path.join(tmpdir(), 'console-packaged-'))
  await writeFile(path.join(profile, 'settings.json'), '{"version":1,"settings":{"tourSeen":true}}')
  const args = [...machineSwitches(() => {}), `--user-data-dir=${profile}`, '--remote-debugging-port=0']
  const child = spawn(packagedProgram().executable, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => {
      reject(new Error(`The packaged program ended with code ${code}: ${said}`))
    })
  })
  const browser = await chromium.connectOverCDP(address, { noDefaults: true })
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('The packaged program has no window.')
  const page = context.pages()[0] ?? (await context.waitForEvent('page'))
  return {
    page,
    log: () => readFile(path.join(profile, 'logs', 'console.log'), 'utf8').catch(() => ''),
    async close() {
      const gone = child.exitCode === null ? once(child, 'exit') : Promise.resolve()
      await page.evaluate('void window.bridge.app.quit()').catch(() => undefined)
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5_000).unref())])
      if (child.pid !== undefined) await endWithChildren(child.pid)
      await browser.close().catch(() => undefined)
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
