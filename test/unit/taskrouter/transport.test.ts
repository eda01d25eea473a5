import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { callOriginOf, callPath, originOf } from '../../../main/taskrouter/http/hosts'
import { fetchTransport, type FetchLike } from '../../../main/taskrouter/transport/fetch-transport'
import { parseProxyList } from '../../../main/taskrouter/transport/proxy'
import { TransportFailure, type Transport } from '../../../main/taskrouter/transport/transport'
import {
  undiciTransport,
  type UndiciTransportOptions,
} from '../../../main/taskrouter/transport/undici-transport'
import { startForwardProxy } from '../../support/http-proxy'
import { startScriptedServer } from '../../support/http-scripted-server'
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../../support/loopback-certificate'
import { rejectionOf } from '../../support/rejection'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function server() {
  const started = await startScriptedServer(() => ({ json: { ok: true }, headers: { etag: '7' } }))
  closers.push(started.close)
  return started
}

async function proxy(...args: Parameters<typeof startForwardProxy>) {
  const started = await startForwardProxy(...args)
  closers.push(started.close)
  return started
}

/** What a proxy script says that always names this one. */
const via = (gate: { readonly port: number }) => () => Promise.resolve(`PROXY 127.0.0.1:${gate.port}`)

function transport(options: UndiciTransportOptions): Transport {
  const opened = undiciTransport(options)
  closers.push(() => opened.close())
  return opened
}

const get = async (through: Transport, url: string, signal = new AbortController().signal) => {
  const headers = { authorization: 'Basic c2VjcmV0' }
  const answer = await through.request({ method: 'GET', url, headers, body: null, signal })
  return { ...answer, body: Buffer.from(answer.body).toString('utf8') }
}

async function failureOf(promise: Promise<unknown>): Promise<TransportFailure> {
  const error = await rejectionOf(promise)
  if (!(error instanceof TransportFailure)) throw error
  return error
}

describe('the hosts of the regions', () => {
  test.each([
    [{}, 'https://taskrouter.twilio.com'],
    [{ region: 'us1' }, 'https://taskrouter.twilio.com'],
    [{ region: 'ie1' }, 'https://taskrouter.dublin.ie1.twilio.com'],
    [{ region: 'au1' }, 'https://taskrouter.sydney.au1.twilio.com'],
    [{ edge: 'frankfurt' }, 'https://taskrouter.frankfurt.us1.twilio.com'],
    [{ region: 'ie1', edge: 'frankfurt' }, 'https://taskrouter.frankfurt.ie1.twilio.com'],
    [{ region: 'xx9' }, 'https://taskrouter.xx9.twilio.com'],
    [{ baseUrl: 'http://[::1]:8080' }, 'http://[::1]:8080'],
    [{ baseUrl: 'https://proxy.example' }, 'https://proxy.example'],
  ])('%j → %s', (options, origin) => {
    expect(originOf(options)).toBe(origin)
  })

  test.each([{ region: 'ie1.evil.example/' }, { edge: 'x.y' }, { region: '' }])(
    '%j is refused',
    (options) => {
      expect(() => originOf(options)).toThrow(expect.objectContaining({ kind: 'invalid' }))
    },
  )
})

describe('the host of the Voice API', () => {
  test.each([
    [{}, 'https://api.twilio.com'],
    [{ region: 'ie1' }, 'https://api.dublin.ie1.twilio.com'],
    [{ edge: 'frankfurt' }, 'https://api.frankfurt.us1.twilio.com'],
    [{ baseUrl: 'https://proxy.example' }, 'https://proxy.example'],
  ])('%j → %s', (options, origin) => {
    expect(callOriginOf(options)).toBe(origin)
  })

  test('is asked for one call of the own account, and for nothing else', () => {
    const account = `AC${'1'.repeat(32)}`
    const call = `CA${'2'.repeat(32)}`
    expect(callPath(account, call)).toBe(`/2010-04-01/Accounts/${account}/Calls/${call}.json`)
    for (const [owner, sid] of [
      [account, `${call}/Recordings`],
      [account, '../../Accounts'],
      [account, ''],
      ['', call],
      [`${account}/Calls`, call],
    ] as const) {
      expect(callPath(owner, sid)).toBeNull()
    }
  })
})

describe('proxy auto-configuration', () => {
  test.each([
    ['DIRECT', [{ via: 'direct' }]],
    ['', [{ via: 'direct' }]],
    ['nonsense here', [{ via: 'direct' }]],
    [
      'PROXY a.example:3128; HTTPS b.example; DIRECT',
      [
        { via: 'proxy', secure: false, host: 'a.example', port: 3128 },
        { via: 'proxy', secure: true, host: 'b.example', port: 443 },
        { via: 'direct' },
      ],
    ],
    ['proxy [::1]:8080', [{ via: 'proxy', secure: false, host: '::1', port: 8080 }]],
    ['SOCKS5 s.example:1080;PROXY a:99999', [{ via: 'unsupported', scheme: 'socks5' }]],
  ])('%j', (list, routes) => {
    expect(parseProxyList(list)).toEqual(routes)
  })

  test('never throws and always names a way', () => {
    fc.assert(
      fc.property(fc.string(), (list) => {
        expect(parseProxyList(list).length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('through a proxy', () => {
  const credentials = { username: 'porter', password: 'proxy-secret' }

  test('with credentials: a tunnel, and the server sees none of them', async () => {
    const target = await server()
    const gate = await proxy(credentials)
    const through = transport({ resolveProxy: via(gate), proxyCredentials: credentials })
    const { status, body, headers } = await get(through, `${target.url}/v1/x?y=1`)
    expect({ status, body, etag: headers.get('etag') }).toEqual({
      status: 200,
      body: '{"ok":true}',
      etag: '7',
    })
    expect(gate.seen).toEqual([`CONNECT 127.0.0.1:${target.port}`])
    expect(target.seen[0]?.headers['proxy-authorization']).toBeUndefined()
    expect(target.seen[0]?.target).toBe('/v1/x?y=1')
  })

  test('many requests share a few tunnels', async () => {
    const target = await server()
    const gate = await proxy()
    const through = transport({ resolveProxy: via(gate), connections: 2 })
    await Promise.all(Array.from({ length: 20 }, () => get(through, `${target.url}/`)))
    expect(gate.seen.length).toBeLessThanOrEqual(2)
    expect(target.seen).toHaveLength(20)
  })

  test('without or with wrong credentials: refused by the proxy, certainly not sent, no secret told', async () => {
    const target = await server()
    const gate = await proxy(credentials)
    const wrong = { username: 'porter', password: 'wrong-secret' }
    for (const options of [
      { resolveProxy: via(gate) },
      { resolveProxy: via(gate), proxyCredentials: wrong },
    ]) {
      const failure = await failureOf(get(transport(options), target.url))
      expect(failure).toMatchObject({ reason: 'proxy', sent: false, detail: 'HTTP 407 Basic' })
      expect(inspect(failure, { depth: 9 })).not.toMatch(/wrong-secret|porter/)
    }
    expect(target.seen).toEqual([])
  })

  test('the system’s list is tried from left to right', async () => {
    const target = await server()
    const gate = await proxy()
    const dead = await startScriptedServer()
    await dead.close()
    const asked: string[] = []
    const through = transport({
      resolveProxy: (url) => {
        asked.push(url)
        return Promise.resolve(`PROXY 127.0.0.1:${dead.port}; PROXY 127.0.0.1:${gate.port}; DIRECT`)
      },
    })
    expect((await get(through, `${target.url}/secret-path?q=1`)).status).toBe(200)
    expect((await get(through, target.url)).status).toBe(200)
    expect(gate.seen).toEqual([`CONNECT 127.0.0.1:${target.port}`])
    // Only the origin is told to scripts of strangers, and the answer is remembered for a while.
    expect(asked).toEqual([`${target.url}/`])
  })

  test('ways that only the browser can go are left to the fall-back', async () => {
    const target = await server()
    const taken: string[] = []
    const fallback: Transport = {
      request: ({ url }) => {
        taken.push(url)
        return Promise.resolve({ status: 204, headers: new Map(), body: new Uint8Array() })
      },
      close: () => Promise.resolve(),
    }
    const socks = () => Promise.resolve('SOCKS5 127.0.0.1:1')
    expect((await get(transport({ resolveProxy: socks, fallback }), target.url)).status).toBe(204)
    expect(await failureOf(get(transport({ resolveProxy: socks }), target.url))).toMatchObject({
      reason: 'proxy',
    })
    const ntlm = await proxy({ username: 'u', password: 'p' }, 'NTLM')
    expect((await get(transport({ resolveProxy: via(ntlm), fallback }), target.url)).status).toBe(204)
    expect(taken).toHaveLength(2)
  })
})

describe('over TLS', () => {
  async function secureServer(): Promise<string> {
    const started = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (_request, response) => {
      response.end('safe')
    })
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
    closers.push(
      () =>
        new Promise((resolve) => {
          started.closeAllConnections()
          started.close(() => resolve())
        }),
    )
    return `https://127.0.0.1:${(started.address() as AddressInfo).port}/`
  }

  test('an unknown certificate is refused before anything is sent; a CA of the company makes it known', async () => {
    const url = await secureServer()
    expect(await failureOf(get(transport({}), url))).toMatchObject({ reason: 'tls', sent: false })
    expect((await get(transport({ extraCa: [LOOPBACK_CERTIFICATE] }), url)).body).toBe('safe')
  })

  test('the same through a proxy: the tunnel changes nothing about whom to trust', async () => {
    const url = await secureServer()
    const gate = await proxy()
    expect(await failureOf(get(transport({ resolveProxy: via(gate) }), url))).toMatchObject({
      reason: 'tls',
      sent: false,
    })
    const trusting = transport({ resolveProxy: via(gate), extraCa: [LOOPBACK_CERTIFICATE] })
    expect((await get(trusting, url)).body).toBe('safe')
  })
})

describe('the fall-back over a fetch', () => {
  const answer = (status: number, text: string) => ({
    status,
    headers: new Headers({ ETag: '3' }),
    arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
  })

  test('passes on what was asked and what came', async () => {
    const calls: unknown[] = []
    const fetch: FetchLike = (url, init) => {
      calls.push([url, { ...init, signal: undefined }])
      return Promise.resolve(answer(200, '{}'))
    }
    const { status, headers } = await fetchTransport(fetch).request({
      method: 'POST',
      url: 'https://x.example/v1/y',
      headers: { a: 'b' },
      body: 'c=d',
      signal: new AbortController().signal,
    })
    expect([status, headers.get('etag')]).toEqual([200, '3'])
    expect(calls).toEqual([
      [
        'https://x.example/v1/y',
        {
          method: 'POST',
          headers: { a: 'b' },
          body: 'c=d',
          redirect: 'error',
          credentials: 'omit',
          cache: 'no-store',
          signal: undefined,
        },
      ],
    ])
  })

  test.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'dns', false],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy', false],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy', false],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'tls', false],
    ['net::ERR_CONNECTION_REFUSED', 'refused', false],
    ['net::ERR_CONNECTION_RESET', 'reset', true],
    ['net::ERR_TIMED_OUT', 'timeout', true],
    ['something else', 'other', true],
  ])('%s is %s, perhaps sent: %s', async (message, reason, sent) => {
    const failing = fetchTransport(() => Promise.reject(new Error(message)))
    expect(await failureOf(get(failing, 'https://x.example/'))).toMatchObject({ reason, sent })
  })

  test('time-out, abort and close end it', async () => {
    const silent: FetchLike = (_url, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      })
    const short = fetchTransport(silent, { timeoutMs: 20 })
    expect(await failureOf(get(short, 'https://x.example/'))).toMatchObject({ reason: 'timeout', sent: true })
    const abort = new AbortController()
    const aborted = failureOf(get(fetchTransport(silent), 'https://x.example/', abort.signal))
    abort.abort()
    expect(await aborted).toMatchObject({ reason: 'aborted' })
    const closed = fetchTransport(silent)
    const running = failureOf(get(closed, 'https://x.example/'))
    await closed.close()
    expect(await running).toMatchObject({ reason: 'aborted' })
    expect(await failureOf(get(closed, 'https://x.example/'))).toMatchObject({
      reason: 'aborted',
      sent: false,
    })
  })
})
