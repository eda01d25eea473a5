// The system libraries that Electron needs on Linux, and how to get them.
import { readFile } from 'node:fs/promises'
import { PlainError, say } from './log.mjs'
import { run } from './run.mjs'

const FOR_ELECTRON = Object.freeze([
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libnotify4',
  'libsecret-1-0',
  'libxtst6',
  'libxss1',
  'libatspi2.0-0',
])
const FOR_VIRTUAL_DISPLAY = Object.freeze(['xvfb', 'xauth', 'fonts-dejavu-core'])
const FOR_TESTS = Object.freeze([...FOR_VIRTUAL_DISPLAY, 'dbus', 'dbus-x11', 'gnome-keyring'])

/**
 * Debian packages that must be there.
 * @param {'start' | 'test' | 'package'} purpose
 * @param {{hasDisplay: boolean}} circumstances
 * @returns {string[]}
 */
export function packagesFor(purpose, { hasDisplay }) {
  if (purpose === 'package') return []
  if (purpose === 'test') return [...FOR_ELECTRON, ...FOR_TESTS]
  return hasDisplay ? [...FOR_ELECTRON] : [...FOR_ELECTRON, ...FOR_VIRTUAL_DISPLAY]
}

/** Newer Debian and Ubuntu have renamed some libraries by this suffix. */
const RENAMED = 't64'

/**
 * @param {readonly string[]} wanted
 * @param {string} status lines of `dpkg-query -W -f '${Package} ${db:Status-Status}\n'`
 * @returns {string[]} those of `wanted` that are not installed, under either name
 */
export function missingPackages(wanted, status) {
  const installed = new Set(
    status
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, state]) => state === 'installed')
      .map(([name]) => name),
  )
  return wanted.filter((name) => !installed.has(name) && !installed.has(name + RENAMED))
}

/** @param {string} osRelease text of /etc/os-release */
export function isDebianLike(osRelease) {
  return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(osRelease)
}

/**
 * Installs what is missing where that can be done; otherwise says exactly what to install.
 * @param {'start' | 'test' | 'package'} purpose
 * @param {{env?: NodeJS.ProcessEnv, isRoot?: boolean}} [options]
 * @throws {PlainError} when something is missing and cannot be installed from here
 */
export async function ensureSystemLibraries(
  purpose,
  { env = process.env, isRoot = process.getuid?.() === 0 } = {},
) {
  if (process.platform !== 'linux' || env.SUPERVISOR_CONSOLE_SKIP_LIBRARIES) return
  const wanted = packagesFor(purpose, { hasDisplay: Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY) })
  if (wanted.length === 0) return
  if (!isDebianLike(await readFile('/etc/os-release', 'utf8').catch(() => ''))) return
  const missing = await missingNow(wanted)
  if (missing.length === 0) return
  if (!isRoot) {
    throw new PlainError(
      `Electron needs system libraries that are not installed here:\n  ${missing.join(' ')}\nInstall them with\n` +
        `  sudo apt-get update && sudo apt-get install ${missing.join(' ')}\n` +
        'then start again (SUPERVISOR_CONSOLE_SKIP_LIBRARIES=1 skips this check).',
    )
  }
  say(
    `Installing system libraries that Electron needs${purpose === 'test' ? ' and its tests use' : ''}: ${missing.join(' ')}`,
  )
  await aptInstall(missing)
}

/** @param {readonly string[]} wanted */
async function missingNow(wanted) {
  const names = wanted.flatMap((name) => [name, name + RENAMED])
  // dpkg-query fails when it does not know one of the names, and still prints the others.
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...names], {
    output: 'capture',
  })
  return missingPackages(wanted, stdout)
}

/** @param {readonly string[]} names */
async function aptInstall(names) {
  await apt(['update', '-q'])
  const installable = await Promise.all(
    names.map(async (name) => ((await hasCandidate(name)) ? name : name + RENAMED)),
  )
  await apt(['install', '-y', '-q', '--no-install-recommends', ...installable])
}

/** Whether apt can install a package by this very name: the old names live on as empty promises of the new ones.
 * @param {string} name */
async function hasCandidate(name) {
  const { stdout } = await run('apt-cache', ['policy', name], { output: 'capture' })
  return /Candidate: (?!\(none\))\S/.test(stdout)
}

/** @param {readonly string[]} args */
async function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { code, stdout, stderr } = await run('apt-get', args, { env, output: 'capture' })
  if (code === 0) return
  throw new PlainError(`apt-get ${args.join(' ')} failed.\n${stdout.trim()}\n${stderr.trim()}`)
}

/**
 * Shared libraries that the dynamic linker does not find, for systems whose packages we do not know by name.
 * @param {string} executable
 * @returns {Promise<string[]>} e.g. `libgtk-3.so.0`
 */
export async function missingSharedLibraries(executable) {
  const { code, stdout } = await run('ldd', [executable], { output: 'capture' })
  if (code !== 0) return []
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}
