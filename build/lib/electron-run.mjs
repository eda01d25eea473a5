import { spawn } from 'node:child_process'
import { say } from './log.mjs'
import { ROOT } from './paths.mjs'

/**
 * Switches that this machine needs, with a word about each.
 * @param {(text: string) => void} [tell]
 * @returns {string[]}
 */
export function machineSwitches(tell = say) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  tell(
    'Running as root: Chromium refuses its sandbox there, so it is off (--no-sandbox). Use an ordinary account for real work.',
  )
  return ['--no-sandbox']
}

/**
 * Starts the built app.
 * @param {import('../electron.mjs').Runtime} runtime
 * @param {{args?: readonly string[], env?: NodeJS.ProcessEnv}} [options]
 */
export function spawnApp(runtime, { args = [], env = process.env } = {}) {
  const own = { ...env }
  // Editors built on Electron leave this in their terminals; with it Electron would be plain Node.
  delete own.ELECTRON_RUN_AS_NODE
  return spawn(runtime.path, [...machineSwitches(), ROOT, ...args], { env: own, stdio: 'inherit' })
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} exit code */
export function exitOf(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
