import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from './run.mjs'

const OWNER = 'owner'
/** A lock folder without an owner file is either being made this moment or was left by a crash in between. */
const OWNERLESS_MS = 10_000

/**
 * Runs `work` while holding a lock that other processes respect; waits for them, and takes over from dead ones.
 * @template T
 * @param {string} lock path of the lock folder (made and removed here)
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(lock, work) {
  await mkdir(path.dirname(lock), { recursive: true })
  while (!(await tryAcquire(lock))) {
    if (await isAbandoned(lock)) await rm(lock, { recursive: true, force: true })
    else await delay(200)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

/** @param {string} lock */
async function tryAcquire(lock) {
  try {
    await mkdir(lock)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
  await writeFile(path.join(lock, OWNER), String(process.pid))
  return true
}

/** @param {string} lock */
async function isAbandoned(lock) {
  const owner = Number(await readFile(path.join(lock, OWNER), 'utf8').catch(() => ''))
  if (owner > 0) return !isAlive(owner)
  const made = await stat(lock).catch(() => null)
  return made !== null && Date.now() - made.mtimeMs > OWNERLESS_MS
}
