import type { BoardStatus } from '../../../preload/contract/board'
import type { ConnectionState } from '../../../preload/contract/connection'
import { DEFAULT_SETTINGS, type Settings, type SettingsState } from '../../../preload/contract/settings'
import { redact } from '../redact'
import { scrub } from './scrub'

export interface ProgramFacts {
  readonly version: string
  readonly packaged: boolean
  readonly platform: string
  readonly architecture: string
  /** Of the operating system. */
  readonly release: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  readonly locale: string
  readonly keychain: string
  readonly tray: boolean | null
  /** What Chromium says of the graphics card, by feature. */
  readonly graphics: Readonly<Record<string, string>>
  readonly profile: string
}

/** Settings whose value is a word, a number or a switch by its type, so that nobody's name can be in it. */
const TELLING = [
  'theme',
  'density',
  'language',
  'closeToTray',
  'startHidden',
  'startAtLogin',
  'updates',
  'lockRequired',
  'coverAfterMinutes',
  'coverWithScreen',
  'rejectionLimit',
  'typedConfirmFrom',
  'requireNote',
  'viewOnly',
  'allowedActions',
  'bulkMaximum',
  'pollSeconds',
  'exportAllowed',
  'regions',
  'thresholds',
  'disabledReasons',
  'callCheck',
] as const satisfies readonly (keyof Settings)[]

/** What is set, without names: texts that somebody typed are counted, never quoted. */
export function settingFacts({ locked, policy, recovered, settings }: SettingsState) {
  return {
    recovered,
    locked,
    policy: {
      sources: policy.sources.map(scrub),
      faults: policy.faults.map(({ kind, line, place, key, detail }) => ({
        kind,
        line,
        place: scrub(place),
        key: key === null ? null : scrub(key),
        detail: scrub(detail),
      })),
    },
    values: Object.fromEntries(TELLING.map((key) => [key, settings[key]])),
    changed: Object.keys(settings).filter(
      (key) =>
        JSON.stringify(settings[key as keyof Settings]) !==
        JSON.stringify(DEFAULT_SETTINGS[key as keyof Settings]),
    ),
    operatorNamed: settings.operator !== '',
    reasons: settings.reasons.length,
    views: settings.views.length,
    proxy: {
      mode: settings.proxy.mode,
      address: settings.proxy.address !== '',
      user: settings.proxy.user !== '',
    },
    certificates: settings.extraCa.length,
  }
}

/** The connection without its names, and with identifiers short enough to tell two apart and no more. */
export function connectionFacts(state: ConnectionState) {
  if (state.phase === 'none') return { phase: state.phase }
  const { accountSid, credentialKind, keySid, keeping, practice, region, workspaceSid } = state.connection
  return {
    phase: state.phase,
    account: redact(accountSid),
    key: keySid === null ? null : redact(keySid),
    credentialKind,
    keeping,
    practice,
    region,
    workspace: workspaceSid,
    problem: state.phase === 'failed' ? problemFacts(state.problem) : null,
  }
}

export function boardFacts(status: BoardStatus | null) {
  if (status === null) return null
  return { ...status, problem: status.problem === null ? null : problemFacts(status.problem) }
}

function problemFacts(problem: NonNullable<BoardStatus['problem']>) {
  return {
    ...problem,
    message: scrub(problem.message),
    fields: problem.fields?.map(({ path }) => scrub(path)),
  }
}

/** The kind of place a profile is in, never its path: that has the user's name in it. */
export function placeOf(path: string, home: string, usual: string): 'usual' | 'home' | 'elsewhere' {
  if (path === usual) return 'usual'
  return path.startsWith(home) ? 'home' : 'elsewhere'
}
