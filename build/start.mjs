// npm start: builds what has changed and opens the program.
import { ensureBuilt } from './build.mjs'
import { exitOf, spawnApp } from './lib/electron-run.mjs'
import { openDisplay } from './lib/display.mjs'
import { runScript } from './lib/log.mjs'
import { prepare } from './prepare.mjs'

await runScript(async () => {
  const runtime = await prepare('start')
  await ensureBuilt()
  const desktop = await openDisplay()
  try {
    const child = spawnApp(runtime, { args: process.argv.slice(2), env: desktop?.env ?? process.env })
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal))
    }
    return await exitOf(child)
  } finally {
    await desktop?.close()
  }
})
