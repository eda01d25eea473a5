// Makes sure, from a fresh clone, of everything that a command needs. Only Node's own modules may be imported here
// before node_modules is there.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { withLock } from './lib/lock.mjs'
import { PlainError, runScript, say } from './lib/log.mjs'
import { checkModules } from './lib/modules.mjs'
import { nodeComplaint } from './lib/node-version.mjs'
import { lockOf, ROOT } from './lib/paths.mjs'
import { runNpm } from './lib/run.mjs'
import { ensureSystemLibraries, missingSharedLibraries } from './lib/system-libraries.mjs'

/** @typedef {import('./electron.mjs').Runtime} Runtime */

/**
 * @param {import('./electron.mjs').Purpose} purpose
 * @returns {Promise<Runtime>} the Electron to use
 * @throws {PlainError} saying what to install, when it cannot be done from here
 */
export async function prepare(purpose) {
  await prepareModules()
  await ensureSystemLibraries(purpose)
  const { resolveElectron } = await import('./electron.mjs')
  const runtime = await resolveElectron({ purpose })
  if (process.platform === 'linux' && purpose !== 'package') await checkLinker(runtime)
  return runtime
}

/** Node and node_modules only: enough for what runs without a window. */
export async function prepareModules() {
  const complaint = nodeComplaint(process.versions.node)
  if (complaint !== null) throw new PlainError(complaint)
  await withLock(lockOf('node_modules'), async () => {
    const missing = await checkModules(ROOT)
    if (missing === null) return
    say(`Installing packages (${missing}) …`)
    const { code } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { output: 'stderr' })
    if (code !== 0) throw new PlainError('npm ci failed; its message is above.')
  })
}

/** @param {Runtime} runtime */
async function checkLinker(runtime) {
  const missing = await missingSharedLibraries(runtime.path)
  if (missing.length === 0) return
  const hint = existsSync('/usr/bin/dnf')
    ? `sudo dnf install ${missing.map((name) => `'${name}()(64bit)'`).join(' ')}`
    : 'your package manager; on most systems GTK 3, NSS, ALSA and libgbm bring them'
  throw new PlainError(
    `Electron needs shared libraries that are not installed here:\n  ${missing.join(' ')}\nInstall them with ${hint}.`,
  )
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  void runScript(async () => {
    const purpose = process.argv[2] ?? 'start'
    if (purpose !== 'start' && purpose !== 'test' && purpose !== 'package') {
      throw new PlainError(`Prepare for what? start, test or package, not "${purpose}".`)
    }
    const runtime = await prepare(purpose)
    say(`Ready: Electron ${runtime.version} (${runtime.source}).`)
  })
}
