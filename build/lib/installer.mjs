// Electron's own installer, run so that a network without its download host costs seconds, once a day.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isAlive } from './run.mjs'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * @param {object} options
 * @param {string} options.file where the failure was noted
 * @param {string} options.version the Electron that could not be downloaded
 * @param {number} [options.now] ms since 1970
 */
export async function failedLately({ file, version, now = Date.now() }) {
  try {
    const note = JSON.parse(await readFile(file, 'utf8'))
    return note.version === version && now - note.at >= 0 && now - note.at < DAY_MS
  } catch {
    return false
  }
}

/**
 * @param {object} options
 * @param {string} options.file
 * @param {string} options.version
 * @param {string} options.message
 * @param {number} [options.now]
 */
export async function rememberFailure({ file, version, message, now = Date.now() }) {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify({ version, at: now, message }))
}

/**
 * Runs the installer. It may take as long as bytes keep arriving, and is ended when none did for `stallMs`.
 * @param {object} options
 * @param {string} options.script the installer
 * @param {string} options.scratch folder in which its temporary folder is made, to be watched
 * @param {number} [options.stallMs]
 * @param {number} [options.checkMs]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<{ok: true} | {ok: false, message: string}>}
 */
export async function runInstaller({ script, scratch, stallMs = 20_000, checkMs = 500, env = process.env }) {
  await mkdir(scratch, { recursive: true })
  const tmp = await mkdtemp(path.join(scratch, 'download-'))
  try {
    const child = spawn(process.execPath, [script], {
      env: { ...env, TMPDIR: tmp, TEMP: tmp, TMP: tmp },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
    let stalled = false
    const watch = watchForStall(tmp, { stallMs, checkMs }, () => {
      stalled = true
      if (child.pid !== undefined && isAlive(child.pid)) child.kill('SIGKILL')
    })
    const code = await new Promise((resolve) => {
      child.on('error', () => resolve(1))
      child.on('close', resolve)
    })
    watch.stop()
    if (code === 0) return { ok: true }
    if (stalled) return { ok: false, message: `nothing arrived for ${Math.round(stallMs / 1000)} s` }
    return { ok: false, message: stderr.trim().split('\n')[0] ?? 'the installer failed' }
  } finally {
    await rm(tmp, { recursive: true, force: true })
  }
}

/**
 * @param {string} folder
 * @param {{stallMs: number, checkMs: number}} times
 * @param {() => void} onStall
 */
function watchForStall(folder, { stallMs, checkMs }, onStall) {
  let size = 0
  let grewAt = Date.now()
  const timer = setInterval(async () => {
    const now = await sizeOf(folder)
    if (now !== size) {
      size = now
      grewAt = Date.now()
    } else if (Date.now() - grewAt >= stallMs) {
      clearInterval(timer)
      onStall()
    }
  }, checkMs)
  return { stop: () => clearInterval(timer) }
}

/** @param {string} folder @returns {Promise<number>} bytes in it; files that vanish meanwhile count nothing */
async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath ?? entry.path, entry.name)).then(
          (file) => file.size,
          () => 0,
        ),
      ),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
