import type { ProxyConfig } from 'electron'
import { parseProxyAddress } from '../../preload/contract/network'
import type { ProxySetting } from '../../preload/contract/settings'

/** A proxy setting in Chromium's words, for the requests that only Chromium can carry. */
export function browserProxy({ mode, address, bypassLoopback }: ProxySetting): ProxyConfig {
  if (mode !== 'explicit') return { mode }
  const parsed = parseProxyAddress(address)
  // As for our own transport: an address that cannot be read must not turn into "no proxy".
  if (parsed === null) return { mode: 'fixed_servers', proxyRules: 'http://invalid.invalid:1' }
  const host = parsed.host.includes(':') ? `[${parsed.host}]` : parsed.host
  return {
    mode: 'fixed_servers',
    proxyRules: `${parsed.secure ? 'https' : 'http'}://${host}:${parsed.port}`,
    // Chromium leaves loopback out by itself; `<-loopback>` takes that back.
    proxyBypassRules: bypassLoopback ? '' : '<-loopback>',
  }
}
