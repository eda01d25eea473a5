/** Which ways lead to a server, in the words of proxy auto-configuration. Pure. */

export type Route =
  | { readonly via: 'direct' }
  | { readonly via: 'proxy'; readonly secure: boolean; readonly host: string; readonly port: number }
  /** A way that only the browser's network stack can go (SOCKS). */
  | { readonly via: 'unsupported'; readonly scheme: string }

const DEFAULT_PORTS: Readonly<Record<string, number>> = { proxy: 80, http: 80, https: 443 }

/**
 * Reads what `session.resolveProxy` and PAC scripts return: `PROXY a:3128; HTTPS b:443; DIRECT`, tried from left to right.
 * Words that cannot be read are skipped; an empty list means that nothing usable was said, which is taken as direct.
 */
export function parseProxyList(list: string): readonly Route[] {
  const routes = list
    .split(';')
    .map((entry) => parseEntry(entry.trim()))
    .filter((route) => route !== null)
  return routes.length === 0 ? [{ via: 'direct' }] : routes
}

function parseEntry(entry: string): Route | null {
  const [word = '', address = ''] = entry.split(/\s+/)
  const scheme = word.toLowerCase()
  if (scheme === 'direct') return { via: 'direct' }
  if (scheme.startsWith('socks') || scheme === 'quic') return { via: 'unsupported', scheme }
  const defaultPort = DEFAULT_PORTS[scheme]
  if (defaultPort === undefined) return null
  const place = parseAddress(address, defaultPort)
  return place === null ? null : { via: 'proxy', secure: scheme === 'https', ...place }
}

function parseAddress(address: string, defaultPort: number): { host: string; port: number } | null {
  const match = /^(\[[0-9a-f:.]+\]|[^\s:@/]+)(?::(\d{1,5}))?$/i.exec(address)
  const host = match?.[1]
  if (host === undefined) return null
  const port = match?.[2] === undefined ? defaultPort : Number(match[2])
  return port >= 1 && port <= 65_535 ? { host: host.replace(/^\[|\]$/g, ''), port } : null
}

/** A name for a route that holds no credentials, usable as a key. */
export function routeName(route: Route): string {
  switch (route.via) {
    case 'direct':
      return 'direct'
    case 'proxy':
      return `${route.secure ? 'https' : 'http'}://${route.host}:${route.port}`
    case 'unsupported':
      return route.scheme
  }
}
