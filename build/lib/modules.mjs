import { access, readFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * @typedef {{version?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean}} LockedPackage
 * @typedef {{packages?: Record<string, LockedPackage>}} Lock
 */

/**
 * Why node_modules does not hold what the lock file asks for. By content, not by time stamps: a checkout touches those.
 * @param {Lock} lock package-lock.json
 * @param {Lock | null} installed npm's own record inside node_modules; null when there is none
 * @returns {string | null} the first difference in words, or null when all is there
 */
export function modulesComplaint(lock, installed) {
  if (installed === null) return 'nothing is installed yet'
  for (const [name, wanted] of Object.entries(lock.packages ?? {})) {
    // '' is the project itself; optional packages are left out on other platforms.
    if (name === '' || wanted.link || wanted.optional || wanted.devOptional) continue
    const present = installed.packages?.[name]
    if (present === undefined && wanted.peer) continue
    if (present === undefined) return `${name} is missing`
    if (present.version !== wanted.version) return `${name} is ${present.version}, not ${wanted.version}`
  }
  return null
}

/**
 * @param {string} root the project's folder
 * @returns {Promise<string | null>} see {@link modulesComplaint}
 */
export async function checkModules(root) {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'))
  const record = path.join(root, 'node_modules', '.package-lock.json')
  const installed = await readFile(record, 'utf8').then(JSON.parse, () => null)
  const complaint = modulesComplaint(lock, installed)
  if (complaint !== null) return complaint
  // An install that was cut off can leave the record without the files.
  return access(path.join(root, 'node_modules', 'vite', 'package.json')).then(
    () => null,
    () => 'the packages are incomplete',
  )
}
