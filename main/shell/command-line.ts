import type { ShowTarget } from '../../preload/contract/channels'
import { sidPattern } from '../../preload/contract/sids'

export const DEEP_LINK_SCHEME = 'taskrouter-console'

export interface CommandLine {
  /** Start in the tray, without a window. */
  readonly hidden: boolean
  /** Print the version and end. */
  readonly version: boolean
  /** Print what support asks first, without names and secrets, and end. */
  readonly diagnose: boolean
  /** Where a deep link wants to lead, or null. */
  readonly show: ShowTarget | null
}

/** Reads what we know from a command line and ignores the rest: Chromium and launchers add switches of their own. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const link = argv.find((argument) => argument.toLowerCase().startsWith(`${DEEP_LINK_SCHEME}:`))
  return {
    hidden: argv.includes('--hidden'),
    version: argv.includes('--version'),
    diagnose: argv.includes('--diagnose'),
    show: link === undefined ? null : parseDeepLink(link),
  }
}

const BOARD: ShowTarget = { target: 'board', view: null }
const SETTINGS: ShowTarget = { target: 'settings' }
const reservation = (sid: string): ShowTarget => ({ target: 'reservation', sid })

/** A Map, since the key comes from outside and `constructor` is a key of every object. */
const TARGETS: ReadonlyMap<string, (name: string) => ShowTarget | null> = new Map([
  ['reservation', (sid: string) => (sidPattern('reservation').test(sid) ? reservation(sid) : null)],
  ['board', (name: string) => (name === '' ? BOARD : null)],
  ['settings', (name: string) => (name === '' ? SETTINGS : null)],
])

/**
 * `taskrouter-console://reservation/WR…` selects a reservation; `…://board` and `…://settings` open that page. Anything
 * else is null: a link comes from outside and never acts.
 */
export function parseDeepLink(text: string): ShowTarget | null {
  const match = /^taskrouter-console:\/\/([a-z]{1,20})(?:\/([A-Za-z0-9]{0,40}))?\/?$/i.exec(text.trim())
  if (match === null) return null
  const [, kind = '', name = ''] = match
  return TARGETS.get(kind.toLowerCase())?.(name) ?? null
}
