import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { proxyListOf } from '../../../main/connections/network'
import { browserProxy } from '../../../main/shell/browser-proxy'
import { parseProxyList } from '../../../main/taskrouter/transport/proxy'
import { parseProxyAddress } from '../../../preload/contract/network'
import { requestSchemas } from '../../../preload/contract/schemas'
import { DEFAULT_SETTINGS, type ProxySetting } from '../../../preload/contract/settings'

const explicit = (address: string, over: Partial<ProxySetting> = {}): ProxySetting => ({
  ...DEFAULT_SETTINGS.proxy,
  mode: 'explicit',
  address,
  ...over,
})

describe('the address of a proxy', () => {
  test.each([
    ['proxy.example:3128', { secure: false, host: 'proxy.example', port: 3128 }],
    [' http://proxy.example:3128/ ', { secure: false, host: 'proxy.example', port: 3128 }],
    ['https://proxy.example:443', { secure: true, host: 'proxy.example', port: 443 }],
    ['[::1]:8080', { secure: false, host: '::1', port: 8080 }],
    ['10.0.0.1:8080', { secure: false, host: '10.0.0.1', port: 8080 }],
  ])('%j', (text, parsed) => {
    expect(parseProxyAddress(text)).toEqual(parsed)
  })

  test.each([
    '',
    'proxy.example',
    'proxy.example:0',
    'proxy.example:65536',
    'user:word@proxy.example:80',
    'socks5://proxy.example:1080',
    'proxy.example:80/path',
    'a b:80',
    'a;b:80',
    '-a:80',
  ])('%j is none', (text) => {
    expect(parseProxyAddress(text)).toBeNull()
  })

  it('always becomes exactly one way, never “no proxy” by accident', () => {
    fc.assert(
      fc.property(fc.string(), (address) => {
        const routes = parseProxyList(proxyListOf(explicit(address), 'https://taskrouter.twilio.com/'))
        expect(routes).toHaveLength(1)
        expect(routes[0]?.via).toBe('proxy')
        expect(browserProxy(explicit(address)).mode).toBe('fixed_servers')
      }),
    )
  })
})

test('loopback is left out where wanted, and the browser is told the same', () => {
  for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
    expect(proxyListOf(explicit('p.example:1'), `http://${host}:5/`)).toBe('DIRECT')
    expect(proxyListOf(explicit('p.example:1', { bypassLoopback: false }), `http://${host}:5/`)).toBe(
      'PROXY p.example:1',
    )
  }
  expect(proxyListOf(explicit('p.example:1'), 'https://127.0.0.1.evil.example/')).toBe('PROXY p.example:1')
  expect(browserProxy(explicit('https://[::2]:9', { bypassLoopback: false }))).toEqual({
    mode: 'fixed_servers',
    proxyRules: 'https://[::2]:9',
    proxyBypassRules: '<-loopback>',
  })
  expect(browserProxy({ ...DEFAULT_SETTINGS.proxy, address: 'p.example:1' })).toEqual({ mode: 'system' })
})

test('settings take a proxy only whole and right', () => {
  const takes = (proxy: ProxySetting) => requestSchemas['settings/set'].safeParse({ proxy }).success
  expect(takes(explicit('p.example:1', { user: 'CORP\\ana' }))).toBe(true)
  expect(takes({ ...DEFAULT_SETTINGS.proxy })).toBe(true)
  expect(takes(explicit(''))).toBe(false)
  expect(takes(explicit('p.example'))).toBe(false)
  expect(takes(explicit('p.example:1', { user: 'a:b' }))).toBe(false)
  expect(takes(explicit('p.example:1', { user: 'a\r\nb' }))).toBe(false)
})
