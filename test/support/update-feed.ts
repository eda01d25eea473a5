// A publisher's address for updates, on loopback: what it offers is up to the test.
import { createHash } from 'node:crypto'
import { startScriptedServer } from './http-scripted-server'

export interface UpdateFeed {
  readonly url: string
  /** Paths asked for so far. */
  readonly asked: readonly string[]
  offer(what: {
    readonly version: string
    /** Of all computers, 0…100; left out: everybody. */
    readonly stagingPercentage?: number
    /** What the description says the file's digest is; left out: what it is. */
    readonly sha512?: string
  }): void
  close(): Promise<void>
}

const FILE = 'supervisor-console-new.AppImage'
const CONTENT = Buffer.from('a newer program '.repeat(4_000))
const DIGEST = createHash('sha512').update(CONTENT).digest('base64')

/** Describes a version in the form of electron-builder's generic provider (latest-linux.yml) and serves its file. */
export async function startUpdateFeed(): Promise<UpdateFeed> {
  const server = await startScriptedServer(() => ({ status: 404 }))
  const asked: string[] = []
  return {
    url: server.url,
    asked,
    offer({ version, stagingPercentage, sha512 = DIGEST }) {
      const description = [
        `version: ${version}`,
        'files:',
        `  - url: ${FILE}`,
        `    sha512: ${sha512}`,
        `    size: ${CONTENT.length}`,
        `path: ${FILE}`,
        `sha512: ${sha512}`,
        ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
        "releaseDate: '2031-02-01T00:00:00.000Z'",
        '',
      ].join('\n')
      server.answer(({ path }, { response }) => {
        asked.push(path)
        if (/latest.*\.yml$/.test(path))
          return { body: description, headers: { 'content-type': 'text/yaml' } }
        if (!path.endsWith(FILE)) return { status: 404 }
        response.writeHead(200, { 'content-length': CONTENT.length })
        response.end(CONTENT)
        return undefined
      })
    },
    close: () => server.close(),
  }
}
