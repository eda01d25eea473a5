import { readFile } from 'node:fs/promises'

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * The address that the packager wrote into `app-update.yml`, or null where there is none that may be asked: https only, or
 * http on this computer for trying it out.
 */
export function feedOf(text: string): string | null {
  const [, found = ''] = /^url:\s*['"]?([^\s'"]+)['"]?\s*$/m.exec(text) ?? []
  const address = parsed(found)
  if (address === null) return null
  const { hostname, protocol, username } = address
  const safe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
  return safe && username === '' ? found : null
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Null also where there is no such file. */
export async function readFeed(file: string): Promise<string | null> {
  return feedOf(await readFile(file, 'utf8').catch(() => ''))
}
