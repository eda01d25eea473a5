// Builds main, preload and renderer into dist/.
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { digestInputs } from './lib/inputs.mjs'
import { withLock } from './lib/lock.mjs'
import { PlainError, runScript, say } from './lib/log.mjs'
import { inRoot, lockOf } from './lib/paths.mjs'
import { prepareModules } from './prepare.mjs'

const STAMP = inRoot('dist', '.build.json')

/**
 * @param {{dev?: boolean}} [mode] a development build has source maps, is not minified, and may lack entries
 */
export async function buildAll({ dev = false } = {}) {
  const { build } = await import('vite')
  const { mainConfig, missingEntries, pageConfig, practiceConfig, preloadConfig, rendererConfig } =
    await import('./lib/vite-configs.mjs')
  const { writeManifest } = await import('./lib/files-manifest.mjs')
  const missing = missingEntries()
  if (missing.length > 0 && !dev) throw new PlainError(`Cannot build without ${missing.join(', ')}.`)
  for (const entry of missing) say(`${entry} is not there yet: skipped.`)

  const digest = await digestInputs()
  await rm(STAMP, { force: true })
  await rm(inRoot('dist', 'main'), { recursive: true, force: true })
  const renderer = rendererConfig({ dev })
  const configs = [
    mainConfig({ dev }),
    practiceConfig({ dev }),
    pageConfig({ dev }),
    preloadConfig({ dev }),
    renderer,
  ]
  for (const config of configs) if (config) await build(config)
  if (renderer) await writeManifest(inRoot('dist', 'renderer'))
  // Packages hold dist/ alone, so what main shows in tray and taskbar has to be in it.
  await cp(inRoot('build', 'icons', 'out', 'tray'), inRoot('dist', 'icons', 'tray'), { recursive: true })
  await cp(inRoot('build', 'icons', 'out', 'icon.png'), inRoot('dist', 'icons', 'icon.png'))
  if (missing.length === 0) await writeFile(STAMP, JSON.stringify({ digest, dev }))
}

/**
 * Builds unless dist/ already holds this very build.
 * @param {{dev?: boolean}} [mode]
 */
export async function ensureBuilt({ dev = false } = {}) {
  await withLock(lockOf('dist'), async () => {
    const stamp = await readFile(STAMP, 'utf8').then(JSON.parse, () => null)
    if (stamp?.dev === dev && stamp.digest === (await digestInputs())) return
    say('Building …')
    await buildAll({ dev })
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  void runScript(async () => {
    await prepareModules()
    await withLock(lockOf('dist'), () => buildAll({ dev: process.argv.includes('--dev') }))
    say('Built into dist/.')
  })
}
