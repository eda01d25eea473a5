import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://console'
export const START_URL = `${APP_ORIGIN}/index.html`

/** What Electron must know of the scheme before it is ready. */
export const SCHEME_PRIVILEGES = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false },
} as const

/**
 * Nothing but our own files, no connection anywhere, no string that becomes code. Vue makes its one Trusted Types policy
 * under the name `vue`.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ')

const PERMISSIONS_POLICY = [
  'accelerometer',
  'camera',
  'display-capture',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': PERMISSIONS_POLICY,
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
}

/** URL path → content type, as the build wrote it to `files.json`. */
export type FileList = Readonly<Record<string, string>>

export interface AppRequest {
  readonly method: string
  readonly url: string
}

/** Reads the build's list of files. Rejects when the renderer has not been built. */
export async function readFileList(folder: string): Promise<FileList> {
  const list: unknown = JSON.parse(await readFile(join(folder, 'files.json'), 'utf8'))
  if (typeof list !== 'object' || list === null) throw new Error('files.json is not a list of files.')
  return Object.fromEntries(
    Object.entries(list).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Answers requests of our own page. A path is looked up in the list the build made and nothing is computed from it, so
 * no path can lead out of the folder.
 * @param list promise, so that the window can begin while the list is still being read
 */
export function createAppHandler(
  folder: string,
  list: Promise<FileList>,
): (request: AppRequest) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405)
    const path = pathOf(url)
    if (path === null) return refuse(403)
    const type = ownValue(await list, path)
    if (type === undefined) return refuse(404)
    const body = method === 'HEAD' ? null : await readFile(join(folder, path)).catch(() => undefined)
    if (body === undefined) return refuse(404)
    return new Response(body === null ? null : new Uint8Array(body), {
      headers: { ...SECURITY_HEADERS, 'Content-Type': type },
    })
  }
}

const ownValue = (list: FileList, path: string): string | undefined =>
  Object.hasOwn(list, path) ? list[path] : undefined

const refuse = (status: number): Response => new Response(null, { status, headers: SECURITY_HEADERS })

/** The path of a URL of ours without query and fragment, or null for any other URL. `/` is the start page. */
function pathOf(url: string): string | null {
  if (!url.startsWith(`${APP_ORIGIN}/`)) return null
  const path = url.slice(APP_ORIGIN.length).split(/[?#]/, 1)[0] ?? ''
  return path === '/' ? '/index.html' : path
}
