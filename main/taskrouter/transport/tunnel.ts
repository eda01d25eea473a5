import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import { failureFrom, TransportFailure } from './transport'
import type { Route } from './proxy'

export interface ProxyCredentials {
  readonly username: string
  readonly password: string
}

export interface TunnelOptions {
  readonly route: Extract<Route, { via: 'proxy' }>
  readonly credentials: ProxyCredentials | undefined
  /** PEM certificates; replaces the built-in roots when given. */
  readonly ca: readonly string[] | undefined
  readonly timeoutMs: number
}

/**
 * A connector for undici that first asks a proxy for a tunnel (`CONNECT`), then speaks to the server through it. Written
 * here and not taken from undici's ProxyAgent because a refusal of the proxy has to be told apart from one of the server,
 * and because one pool then counts all connections.
 */
export function tunnelConnector(options: TunnelOptions): buildConnector.connector {
  const tlsOptions = options.ca === undefined ? {} : { ca: [...options.ca] }
  const secure = buildConnector({ ...tlsOptions, timeout: options.timeoutMs })
  return (target, callback) => {
    openTunnel(options, target.hostname, target.port || (target.protocol === 'https:' ? '443' : '80')).then(
      (socket) => {
        if (target.protocol === 'https:') secure({ ...target, httpSocket: socket }, callback)
        else callback(null, socket)
      },
      (error: unknown) => callback(failureFrom(error, false), null),
    )
  }
}

function openTunnel(
  { route, credentials, ca, timeoutMs }: TunnelOptions,
  host: string,
  port: string,
): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`
  const headers: Record<string, string> = { host: authority }
  if (credentials !== undefined) {
    const pair = `${credentials.username}:${credentials.password}`
    headers['proxy-authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`
  }
  return new Promise((resolve, reject) => {
    const connect = (route.secure ? httpsRequest : httpRequest)({
      host: route.host,
      port: route.port,
      method: 'CONNECT',
      path: authority,
      headers,
      agent: false,
      timeout: timeoutMs,
      ...(ca === undefined ? {} : { ca: [...ca] }),
    })
    connect.on('connect', (response, socket) => {
      const status = response.statusCode ?? 0
      if (status === 200) {
        socket.setTimeout(0)
        resolve(socket)
        return
      }
      socket.destroy()
      const scheme = status === 407 ? authScheme(response.headers['proxy-authenticate']) : ''
      reject(new TransportFailure('proxy', false, `HTTP ${status}${scheme}`))
    })
    connect.on('timeout', () => connect.destroy(new TransportFailure('proxy', false, 'timeout')))
    connect.on('error', (error) => {
      reject(
        error instanceof TransportFailure
          ? error
          : new TransportFailure('proxy', false, failureFrom(error, false).detail),
      )
    })
    connect.end()
  })
}

function authScheme(header: string | readonly string[] | undefined): string {
  const offered = typeof header === 'string' ? header : (header?.[0] ?? '')
  const scheme = /^[A-Za-z]+/.exec(offered)?.[0]
  return scheme === undefined ? '' : ` ${scheme}`
}
