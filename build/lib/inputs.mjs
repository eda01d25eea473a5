import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { ROOT } from './paths.mjs'

const INPUTS = Object.freeze(['main', 'preload', 'renderer', 'build', 'package.json', 'package-lock.json'])
const NOT_INPUTS = /(^|\/)build\/icons\/(?!out\/)|\.tsbuildinfo$/

/** A digest of everything the built program is made of; equal digests mean equal builds.
 * @param {string} [root]
 * @param {readonly string[]} [inputs] files and folders below root */
export async function digestInputs(root = ROOT, inputs = INPUTS) {
  const files = (await Promise.all(inputs.map((input) => filesOf(root, input)))).flat().sort()
  const hash = createHash('sha256')
  for (const file of files) {
    if (NOT_INPUTS.test(file)) continue
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** @param {string} root @param {string} input @returns {Promise<string[]>} */
async function filesOf(root, input) {
  try {
    const entries = await readdir(path.join(root, input), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path
          .relative(root, path.join(entry.parentPath ?? entry.path, entry.name))
          .split(path.sep)
          .join('/'),
      )
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ENOTDIR') return [input]
    if (code === 'ENOENT') return []
    throw error
  }
}
