import { createHash } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** @param {...string} parts below the repository's folder */
export const inRoot = (...parts) => path.join(ROOT, ...parts)

/**
 * Where downloads are kept between runs and between clones, by the platform's own custom.
 * @param {NodeJS.ProcessEnv} [env] `SUPERVISOR_CONSOLE_CACHE` overrides it
 * @param {NodeJS.Platform} [platform]
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.SUPERVISOR_CONSOLE_CACHE) return path.resolve(env.SUPERVISOR_CONSOLE_CACHE)
  const name = 'taskrouter-supervisor-console'
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), name)
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', name)
  return path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), name)
}

/**
 * A lock of this clone, kept outside it: two clones do not wait for each other, and nothing is left in the tree.
 * @param {string} name
 */
export const lockOf = (name) =>
  path.join(cacheFolder(), 'locks', `${createHash('sha256').update(ROOT).digest('hex').slice(0, 16)}-${name}`)
