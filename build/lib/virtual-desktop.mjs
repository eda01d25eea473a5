// A private display, message bus and keychain for programs that need a desktop where there is none. Everything is
// ended by its process id when the work is over.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PlainError } from './log.mjs'
import { cacheFolder } from './paths.mjs'
import { isAlive, run } from './run.mjs'

const START_MS = 15_000
const SETPRIV = '/usr/bin/setpriv'

/**
 * @typedef {object} Desktop
 * @property {NodeJS.ProcessEnv} env environment for programs that are to live on this desktop
 * @property {() => Promise<void>} close ends the desktop and removes its home
 *
 * @typedef {import('node:child_process').ChildProcess} ChildProcess
 */

/**
 * @param {object} [options]
 * @param {boolean} [options.keychain] a message bus with an unlocked Secret Service, in a home of its own
 * @param {NodeJS.ProcessEnv} [options.env] the environment to start from
 * @param {string} [options.screen] width x height x depth
 * @returns {Promise<Desktop>}
 */
export async function openVirtualDesktop({
  keychain = false,
  env = process.env,
  screen = '1920x1200x24',
} = {}) {
  /** @type {ChildProcess[]} */
  const children = []
  /** @type {string | null} */
  let home = null
  const close = async () => {
    for (const child of children.reverse()) await end(child)
    if (home !== null) await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    /** @type {NodeJS.ProcessEnv} */
    const own = { ...env }
    delete own.WAYLAND_DISPLAY
    own.DISPLAY = await startXvfb(children, screen)
    if (keychain) {
      home = await mkdtemp(path.join(tmpdir(), 'supervisor-console-'))
      // The home is new, the Electron runtime in the old one's cache need not be.
      const cache = { SUPERVISOR_CONSOLE_CACHE: cacheFolder(env) }
      Object.assign(own, await makeHome(home), cache)
      own.DBUS_SESSION_BUS_ADDRESS = await startBus(children, own)
      await startKeyring(children, own)
    }
    return { env: own, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @param {ChildProcess[]} children @param {string} screen */
async function startXvfb(children, screen) {
  // The server picks a free display number itself and tells it on descriptor 3.
  const child = start(children, 'Xvfb', ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  return `:${(await firstLine(child, 3, 'Xvfb')).trim()}`
}

/** @param {string} home */
async function makeHome(home) {
  const folders = {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_RUNTIME_DIR: path.join(home, 'run'),
  }
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 })
  return folders
}

/** @param {ChildProcess[]} children @param {NodeJS.ProcessEnv} env */
async function startBus(children, env) {
  const child = start(
    children,
    'dbus-daemon',
    ['--session', '--nofork', '--nopidfile', '--print-address=3'],
    {
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  )
  return (await firstLine(child, 3, 'dbus-daemon')).trim()
}

/** @param {ChildProcess[]} children @param {NodeJS.ProcessEnv} env */
async function startKeyring(children, env) {
  const child = start(
    children,
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  child.stdin?.end('practice\n')
  // It says nothing when it is ready: being asked for by name on the bus is the sign.
  const deadline = Date.now() + START_MS
  while (!(await hasOwner('org.freedesktop.secrets', env))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new PlainError('gnome-keyring-daemon did not come up.')
    await delay(50)
  }
}

/** @param {string} name on the message bus @param {NodeJS.ProcessEnv} env */
async function hasOwner(name, env) {
  const call = ['--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', `string:${name}`]
  const { stdout } = await run('dbus-send', ['--session', '--print-reply', ...call], {
    env,
    output: 'capture',
  })
  return stdout.includes('boolean true')
}

/**
 * @param {ChildProcess[]} children
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
function start(children, command, args, options) {
  // Its own process group, so that Ctrl-C reaches us first and we end things in order.
  // Where the system can, it is also ended by the kernel if we are killed before we can do so.
  const [program, full] = existsSync(SETPRIV)
    ? [SETPRIV, ['--pdeathsig', 'TERM', '--', command, ...args]]
    : [command, args]
  const child = spawn(program, full, { ...options, detached: true })
  children.push(child)
  return child
}

/**
 * @param {ChildProcess} child
 * @param {number} descriptor
 * @param {string} name
 * @returns {Promise<string>}
 */
function firstLine(child, descriptor, name) {
  return new Promise((resolve, reject) => {
    let text = ''
    let complaint = ''
    const timer = setTimeout(
      () => reject(new PlainError(`${name} did not come up in time. ${complaint}`)),
      START_MS,
    )
    child.stderr?.on('data', (chunk) => (complaint += chunk))
    const stream = /** @type {import('node:stream').Readable} */ (child.stdio[descriptor])
    stream.on('data', (chunk) => {
      text += chunk
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.slice(0, text.indexOf('\n')))
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new PlainError(`${name} could not be started: ${error.message}`))
    })
    child.on('exit', () => {
      clearTimeout(timer)
      reject(new PlainError(`${name} ended at once. ${complaint.trim()}`))
    })
  })
}

/** @param {ChildProcess} child */
async function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => {
    if (child.pid !== undefined && isAlive(child.pid)) child.kill('SIGKILL')
  }, 3_000)
  await gone
  clearTimeout(timer)
}
