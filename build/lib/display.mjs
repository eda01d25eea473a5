import { PlainError, say } from './log.mjs'
import { openVirtualDesktop } from './virtual-desktop.mjs'

/** @typedef {import('./virtual-desktop.mjs').Desktop} Desktop */

/**
 * A virtual display where there is none, saying so and how to see it.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Desktop | null>} null: there is a display already
 * @throws {PlainError} when there is none and none can be made
 */
export async function openDisplay(env = process.env) {
  if (process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return null
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
