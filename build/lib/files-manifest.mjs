// The list of files that the app:// scheme may serve, made from what the build put out: a request is answered by
// looking it up here, so no path arithmetic stands between a page and the disk.
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

const CONTENT_TYPES = Object.freeze({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
})

export const MANIFEST = 'files.json'

/**
 * @param {readonly string[]} files relative paths
 * @returns {Record<string, string>} URL path → content type, sorted
 * @throws when a file has a type that the app does not serve
 */
export function manifestOf(files) {
  /** @type {Record<string, string>} */
  const manifest = {}
  for (const file of [...files].sort()) {
    if (file === MANIFEST) continue
    const type = /** @type {Record<string, string>} */ (CONTENT_TYPES)[path.extname(file)]
    if (type === undefined)
      throw new Error(`${file}: no content type is known for it; see build/lib/files-manifest.mjs.`)
    manifest[`/${file.split(path.sep).join('/')}`] = type
  }
  return manifest
}

/** @param {string} folder the built renderer */
export async function writeManifest(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
  await writeFile(path.join(folder, MANIFEST), `${JSON.stringify(manifestOf(files), null, 2)}\n`)
}
