import { spawn } from 'node:child_process'
import { inRoot } from './paths.mjs'

/**
 * @typedef {object} RunResult
 * @property {number} code exit code; 128 + n when ended by signal n, 127 when the program could not be started
 * @property {string} stdout empty unless captured
 * @property {string} stderr empty unless captured
 *
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the repository's folder
 * @property {NodeJS.ProcessEnv} [env] default: this process's environment
 * @property {'inherit' | 'capture' | 'stderr'} [output] `stderr` sends both streams to our stderr. Default `inherit`
 * @property {AbortSignal} [signal] ends the program when aborted
 */

/**
 * Runs a program to its end. Never throws for a failing program: look at `code`.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = inRoot(), env = process.env, output = 'inherit', signal } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      ...(signal ? { signal } : {}),
      stdio:
        output === 'inherit'
          ? 'inherit'
          : ['ignore', output === 'stderr' ? 2 : 'pipe', output === 'stderr' ? 2 : 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text))
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: `${stderr}${error.message}` }))
    child.on('close', (code, endedBy) =>
      resolve({ code: code ?? 128 + (SIGNALS[endedBy ?? ''] ?? 0), stdout, stderr }),
    )
  })
}

/** @type {Record<string, number>} */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }

/**
 * Runs npm itself, wherever it is installed.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return run(process.execPath, [script, ...args], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options)
}

/** The runner of a package's command-line script: node plus its entry, so that no shell is needed on any platform.
 * @param {string} script below node_modules, e.g. `vitest/vitest.mjs`
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runTool(script, args, options) {
  return run(process.execPath, [inRoot('node_modules', script), ...args], options)
}

/** Whether a process is still there.
 * @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
