// npm start: builds what has changed and opens the program.
import { ensureBuilt } from './build.mjs'
import { exitOf, spawnApp } from './lib/electron-run.mjs'
import { PlainError, runScript, say } from './lib/log.mjs'
import { openVirtualDesktop } from './lib/virtual-desktop.mjs'
import { prepare } from './prepare.mjs'

await runScript(async () => {
  const runtime = await prepare('start')
  await ensureBuilt()
  const desktop = needsDisplay() ? await virtualDisplay() : null
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

function needsDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
}

async function virtualDisplay() {
  const desktop = await openVirtualDesktop().catch((error) => {
    throw new PlainError(`There is no display to open a window on (DISPLAY is not set). ${error.message}`)
  })
  const { DISPLAY } = desktop.env
  say(
    `No display here, so the window opens on a virtual one, ${DISPLAY}.\n` +
      `  To see it:    x11vnc -display ${DISPLAY} -localhost   and connect a VNC viewer to port 5900\n` +
      '  On your own:  set DISPLAY (for example by ssh -X) and start again\n' +
      '  Only looking: npm run demo leaves screenshots in output/demo\n' +
      'Ctrl-C ends it.',
  )
  return desktop
}
