import { open } from 'node:fs/promises'
import { scrubLine } from './scrub'

/** Everything that support needs and nothing that it must not have. */
export interface BundleParts {
  readonly facts: Readonly<Record<string, unknown>>
  /** Log files, oldest first. */
  readonly logs: readonly string[]
  /** Log of requests, oldest first: method, path without identifiers of people, status, time, request id. */
  readonly requests: readonly string[]
  readonly now: () => number
}

const MOST_LINES = 2000
/** Read from the end of each file. */
const TAIL_BYTES = 512 * 1024
const CRASHES = /^(main\.|window\.(processGone|unresponsive|gaveUp)|child\.gone)/

/** The support file as text. Never rejects because of a log: a file that cannot be read is left out. */
export async function supportBundle(parts: BundleParts): Promise<string> {
  const log = await linesOf(parts.logs)
  const requests = await linesOf(parts.requests)
  const bundle = {
    what: 'Support file of Supervisor Console for TaskRouter',
    made: new Date(parts.now()).toISOString(),
    ...parts.facts,
    crashes: log.filter(({ event }) => typeof event === 'string' && CRASHES.test(event)).slice(-20),
    requests: requests.slice(-MOST_LINES),
    log: log.slice(-MOST_LINES),
  }
  return `${JSON.stringify(bundle, null, 1)}\n`
}

async function linesOf(paths: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> {
  const texts = await Promise.all(paths.map((path) => tailOf(path).catch(() => '')))
  return texts
    .flatMap((text) => text.split('\n'))
    .map(scrubLine)
    .filter((line) => line !== null)
}

async function tailOf(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - TAIL_BYTES)
    const buffer = Buffer.alloc(size - start)
    await handle.read(buffer, 0, buffer.length, start)
    const text = buffer.toString('utf8')
    // The first line of a tail is cut.
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    await handle.close()
  }
}
