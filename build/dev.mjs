// npm run dev: builds on every change and starts the program again.
import { once } from 'node:events'
import { openDisplay } from './lib/display.mjs'
import { runScript, say } from './lib/log.mjs'
import { exitOf, spawnApp } from './lib/electron-run.mjs'
import { inRoot } from './lib/paths.mjs'
import { prepare } from './prepare.mjs'
import { buildAll } from './build.mjs'

/** Saving in an editor touches several files within moments: one restart for all of them. */
const QUIET_MS = 200

await runScript(async () => {
  const runtime = await prepare('start')
  const { build } = await import('vite')
  const { mainConfig, pageConfig, practiceConfig, preloadConfig, rendererConfig } =
    await import('./lib/vite-configs.mjs')
  const { writeManifest } = await import('./lib/files-manifest.mjs')
  await buildAll({ dev: true })

  const args = process.argv.slice(2)
  const desktop = await openDisplay()
  const env = desktop?.env ?? process.env
  let app = spawnApp(runtime, { args, env })
  let restarting = false
  const session = new AbortController()
  const finish = () => session.abort()
  // Quitting the program from its menu ends the session; a restart of ours does not.
  const follow = () => void exitOf(app).then(() => restarting || finish())
  follow()

  const restart = async () => {
    restarting = true
    const gone = exitOf(app)
    if (app.kill('SIGTERM')) await gone
    await writeManifest(inRoot('dist', 'renderer'))
    app = spawnApp(runtime, { args, env })
    restarting = false
    follow()
  }
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const watchers = []
  for (const config of [
    mainConfig({ dev: true }),
    practiceConfig({ dev: true }),
    pageConfig({ dev: true }),
    preloadConfig({ dev: true }),
    rendererConfig({ dev: true }),
  ]) {
    if (config === null) continue
    const watcher = await build({ ...config, build: { ...config.build, watch: {} } })
    if (!('on' in watcher)) continue
    watchers.push(watcher)
    let first = true
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') say(event.error.message)
      if (event.code !== 'END') return
      // The first round only repeats what was just built.
      if (!first) {
        clearTimeout(timer)
        timer = setTimeout(() => void restart(), QUIET_MS)
      }
      first = false
    })
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => finish())
  say('Watching main, preload and renderer. Ctrl-C ends it.')
  if (!session.signal.aborted) await once(session.signal, 'abort')
  for (const watcher of watchers) await watcher.close()
  app.kill('SIGTERM')
  await desktop?.close()
})
