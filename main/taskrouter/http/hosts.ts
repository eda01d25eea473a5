import { unsentError, type TaskRouterError } from '../errors'

export interface HostOptions {
  /** `us1` (default), `ie1`, `au1`, or a region to come. */
  readonly region?: string
  /** Where the traffic enters Twilio's network; default: the edge of the region. */
  readonly edge?: string
  /** Replaces the host: https, or http on loopback. No path. */
  readonly baseUrl?: string
}

/** The edge beside each region (source: Twilio's regions documentation). */
const REGION_EDGES: Readonly<Record<string, string>> = { us1: 'ashburn', ie1: 'dublin', au1: 'sydney' }

/** The origin all requests go to. Throws a TaskRouterError of kind `invalid` for an address that may not be used. */
export const originOf = (options: HostOptions): string => serviceOrigin('taskrouter', options)

/**
 * Where the Voice API of the same account and region is: asked for single calls and for nothing else. A base address of one's own
 * serves both.
 */
export const callOriginOf = (options: HostOptions): string => serviceOrigin('api', options)

/** The one path that is asked there. Null for SIDs that are none. */
export function callPath(accountSid: string, callSid: string): string | null {
  if (!/^AC[0-9a-fA-F]{32}$/.test(accountSid) || !/^CA[0-9a-fA-F]{32}$/.test(callSid)) return null
  return `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}.json`
}

function serviceOrigin(
  service: 'taskrouter' | 'api',
  { region = 'us1', edge, baseUrl }: HostOptions,
): string {
  if (baseUrl !== undefined) return checkedOrigin(baseUrl)
  if (!/^[a-z]{2}\d{1,2}$/.test(region)) throw invalidHost('The region is not of the form "ie1".')
  if (edge !== undefined && !/^[a-z][a-z-]*$/.test(edge))
    throw invalidHost('The edge is not of the form "dublin".')
  if (region === 'us1' && edge === undefined) return `https://${service}.twilio.com`
  const through = edge ?? REGION_EDGES[region]
  return through === undefined
    ? `https://${service}.${region}.twilio.com`
    : `https://${service}.${through}.${region}.twilio.com`
}

function checkedOrigin(baseUrl: string): string {
  let url: URL
  try {
    url = new URL(baseUrl)
  } catch {
    throw invalidHost('The base address is not a URL.')
  }
  if (url.username !== '' || url.password !== '') {
    throw invalidHost('The base address must not hold credentials.')
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw invalidHost('The base address must not hold a path.')
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  throw invalidHost('The base address must be https, or http on this computer.')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

const invalidHost = (message: string): TaskRouterError =>
  unsentError({ kind: 'invalid', message, request: '' })

/**
 * Path and query of an address that the server handed out, to be asked of `origin`: the server may name its plain host
 * where we talk to a region. Null when it leads anywhere else than the chosen host or Twilio, or outside the API.
 */
export function followablePath(origin: string, address: string): string | null {
  let url: URL
  try {
    url = new URL(address, origin)
  } catch {
    return null
  }
  const ours = url.origin === origin
  const twilios =
    url.protocol === 'https:' && url.port === '' && /^([a-z0-9-]+\.)+twilio\.com$/.test(url.hostname)
  if (!(ours || twilios) || url.username !== '' || url.password !== '') return null
  return url.pathname.startsWith('/v1/') ? url.pathname + url.search : null
}
