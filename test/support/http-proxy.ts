import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

export interface ForwardProxy {
  readonly url: string
  readonly port: number
  /** `CONNECT host:port` or `GET http://…`, in the order they came. */
  readonly seen: readonly string[]
  /** `Proxy-Authorization` of each, or null. */
  readonly credentials: readonly (string | null)[]
  close(): Promise<void>
}

/** A small forward proxy on loopback: tunnels and plain forwarding, with basic auth when credentials are given. */
export async function startForwardProxy(
  credentials?: { readonly username: string; readonly password: string },
  challenge = 'Basic realm="proxy"',
): Promise<ForwardProxy> {
  const seen: string[] = []
  const shown: (string | null)[] = []
  const sockets = new Set<Socket>()
  const expected =
    credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
  const allowed = (incoming: IncomingMessage) =>
    expected === undefined || incoming.headers['proxy-authorization'] === expected

  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url}`)
    shown.push(incoming.headers['proxy-authorization'] ?? null)
    if (!allowed(incoming)) {
      response.writeHead(407, { 'proxy-authenticate': challenge }).end()
      return
    }
    const outgoing = httpRequest(incoming.url ?? '', {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
    })
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    outgoing.on('error', () => response.writeHead(502).end())
    incoming.pipe(outgoing)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  server.on('connect', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    seen.push(`CONNECT ${incoming.url}`)
    shown.push(incoming.headers['proxy-authorization'] ?? null)
    if (!allowed(incoming)) {
      client.end(`HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${challenge}\r\n\r\n`)
      return
    }
    const url = new URL(`http://${incoming.url}`)
    const upstream = connect(Number(url.port), url.hostname.replace(/^\[|\]$/g, ''), () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(upstream)
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    credentials: shown,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
