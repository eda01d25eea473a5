import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface SeenRequest {
  readonly method: string
  /** Path with query, as it was asked. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly form: URLSearchParams
}

export interface Reply {
  readonly status?: number
  readonly json?: unknown
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Returns the answer, or takes over the raw response and returns nothing. */
export type Script = (
  request: SeenRequest,
  raw: { readonly response: ServerResponse; readonly socket: Socket },
) => Reply | undefined | Promise<Reply | undefined>

export interface ScriptedServer {
  readonly url: string
  readonly port: number
  readonly seen: readonly SeenRequest[]
  /** Replaces what is answered from now on. */
  answer(script: Script): void
  close(): Promise<void>
}

/** A real HTTP server on loopback that answers what the test says. */
export async function startScriptedServer(
  initial: Script = () => ({ status: 500 }),
): Promise<ScriptedServer> {
  let script = initial
  const seen: SeenRequest[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const target = incoming.url ?? ''
      const url = new URL(target, 'http://loopback')
      const body = Buffer.concat(chunks).toString('utf8')
      const request: SeenRequest = {
        method: incoming.method ?? '',
        target,
        path: url.pathname,
        query: url.searchParams,
        headers: incoming.headers,
        body,
        form: new URLSearchParams(body),
      }
      seen.push(request)
      void respond(request, response, incoming.socket)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })

  async function respond(request: SeenRequest, response: ServerResponse, socket: Socket): Promise<void> {
    const reply = await script(request, { response, socket })
    if (reply === undefined) return
    const text = reply.json === undefined ? (reply.body ?? '') : JSON.stringify(reply.json)
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
    response.end(text)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    answer(next) {
      script = next
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
