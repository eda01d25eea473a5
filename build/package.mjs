// npm run package: the installers of this system. `-- --dir` only lays out the app, to check the packaging.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildAll } from './build.mjs'
import { withLock } from './lib/lock.mjs'
import { runScript, say } from './lib/log.mjs'
import { inRoot, lockOf } from './lib/paths.mjs'
import { runTool } from './lib/run.mjs'
import { prepare } from './prepare.mjs'

await runScript(async () => {
  const args = process.argv.slice(2)
  const checkOnly = args.includes('--dir')
  // For a release the old carried runtime is refused here, before anything is built.
  const runtime = await prepare(checkOnly ? 'start' : 'package')
  await withLock(lockOf('dist'), () => buildAll())

  const own = []
  const elsewhere = runtime.source === 'override' || runtime.source === 'carried'
  if (elsewhere || process.env.SUPERVISOR_CONSOLE_UPDATE_URL) own.push('--config', await configFor(runtime))
  if (runtime.source === 'carried') {
    say(
      `Laid out around the old Electron ${runtime.version}: to check the packaging, not for anybody's desk.`,
    )
  }
  const { code } = await runTool('electron-builder/cli.js', ['--publish', 'never', ...own, ...args])
  return code
})

/**
 * The project's configuration with what only this run knows: an Electron that is here already, instead of one that the
 * packager downloads, and the publisher's address for updates (without it, builds look for none).
 * @param {import('./electron.mjs').Runtime} runtime
 * @returns {Promise<string>} path of the file
 */
async function configFor({ dist, version, source }) {
  const packager = createRequire(inRoot('node_modules', 'app-builder-lib', 'package.json'))
  const config = packager('js-yaml').load(await readFile(inRoot('electron-builder.yml'), 'utf8'))
  // This one fuse is younger than the old runtime, whose packaging would stop at it.
  if (source === 'carried') delete config.electronFuses.grantFileProtocolExtraPrivileges
  const file = inRoot('node_modules', '.cache', 'electron-builder.json')
  await mkdir(path.dirname(file), { recursive: true })
  const url = process.env.SUPERVISOR_CONSOLE_UPDATE_URL
  if (url) config.publish = { provider: 'generic', url }
  const local = source === 'override' || source === 'carried'
  const own = local ? { electronDist: dist, electronVersion: version } : {}
  await writeFile(file, JSON.stringify({ ...config, ...own }))
  return file
}
