import type { ServerResponse } from 'node:http'
import type { Answer } from './context'
import { bodyBytes } from './written'

/** How an answer's body is to be spoiled on its way out. */
export type Spoiling =
  { readonly kind: 'truncate' | 'html' | 'empty' } | { readonly kind: 'drip'; readonly delayMs: number }

const DRIP_PIECES = 20
const HTML =
  '<!doctype html><html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>'

/** Writes an answer; resolves when it is out or the connection is gone. */
export async function send(
  response: ServerResponse,
  answer: Answer,
  options: { readonly headers: Readonly<Record<string, string>>; readonly spoiling: Spoiling | null },
): Promise<void> {
  const { spoiling } = options
  const html = spoiling?.kind === 'html'
  const isEmpty = answer.status === 204 || spoiling?.kind === 'empty'
  const body = isEmpty ? Buffer.alloc(0) : html ? Buffer.from(HTML) : bodyBytes(answer.body)
  response.statusCode = answer.status
  for (const [name, value] of Object.entries(options.headers)) response.setHeader(name, value)
  if (answer.etag !== undefined) response.setHeader('ETag', String(answer.etag))
  if (answer.status !== 204) {
    response.setHeader('Content-Type', html ? 'text/html' : 'application/json')
    response.setHeader('Content-Length', body.length)
  }
  if (spoiling?.kind === 'truncate') {
    cut(response, body)
    return
  }
  if (spoiling?.kind === 'drip') await drip(response, body, spoiling.delayMs)
  await new Promise<void>((resolve) => {
    response.once('close', resolve)
    response.end(spoiling?.kind === 'drip' ? undefined : body, resolve)
  })
}

function cut(response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
}

async function drip(response: ServerResponse, body: Buffer, delayMs: number): Promise<void> {
  const step = Math.max(1, Math.ceil(body.length / DRIP_PIECES))
  for (let from = 0; from < body.length && !response.destroyed; from += step) {
    response.write(body.subarray(from, from + step))
    await new Promise((resolve) => setTimeout(resolve, delayMs))
  }
}
