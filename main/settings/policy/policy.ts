import type { PolicyFault, PolicyState } from '../../../preload/contract/policy'
import { settingsFields } from '../../../preload/contract/schemas-settings'
import type { Settings } from '../../../preload/contract/settings'
import { isRecord } from '../document'

/** What an administrator has decided: `defaults` can be changed by the supervisor, `enforced` cannot. */
export interface Policy extends PolicyState {
  readonly defaults: Partial<Settings>
  readonly enforced: Partial<Settings>
}

export const NO_POLICY: Policy = { sources: [], faults: [], defaults: {}, enforced: {} }

/** Bookkeeping of the program itself; everything else of the settings can be decided by an administrator. */
const INTERNAL: ReadonlySet<string> = new Set<keyof Settings>(['closeNoticeShown', 'noTrayHintSeen'])

export const POLICY_KEYS: readonly string[] = Object.keys(settingsFields).filter((key) => !INTERNAL.has(key))

/** What holds while a policy cannot be understood: whatever it was to forbid is forbidden. */
export const FAIL_CLOSED: Partial<Settings> = { viewOnly: true, exportAllowed: false }

/** A place where a policy was found, and what was in it before anybody looked at its content. */
export interface PolicyFind {
  readonly place: string
  /** `{default: {…}, enforced: {…}}`, or a fault where it could not even be read. */
  readonly content: { readonly raw: unknown } | { readonly fault: Omit<PolicyFault, 'place'> }
  /** Line of a key in the file. Not there where a place has no lines. */
  readonly lineOf?: (level: string, key: string | null) => number | null
  /** What a place without types of its own (the registry) may have meant by a value. */
  readonly readings?: (value: unknown) => readonly unknown[]
}

type Level = 'default' | 'enforced'

/**
 * One policy of all that was found; earlier finds win over later ones, key by key. Any fault anywhere makes the whole
 * policy broken: a restriction that is not understood must not be taken for one that is not there.
 */
export function combinePolicy(finds: readonly PolicyFind[]): Policy {
  const faults: PolicyFault[] = []
  const levels: Record<Level, Partial<Settings>> = { default: {}, enforced: {} }
  for (const find of finds) {
    const read = readFind(find, faults)
    for (const level of ['default', 'enforced'] as const) levels[level] = { ...read[level], ...levels[level] }
  }
  return {
    sources: finds.map(({ place }) => place),
    faults,
    defaults: levels.default,
    enforced: faults.length === 0 ? levels.enforced : { ...levels.enforced, ...FAIL_CLOSED },
  }
}

function readFind(find: PolicyFind, faults: PolicyFault[]): Readonly<Record<Level, Partial<Settings>>> {
  const read = { default: {}, enforced: {} }
  const { content, place } = find
  if ('fault' in content) {
    faults.push({ place, ...content.fault })
    return read
  }
  if (!isRecord(content.raw)) {
    faults.push({ place, kind: 'notObject', key: null, line: null, detail: 'expected an object' })
    return read
  }
  for (const [name, values] of Object.entries(content.raw)) {
    if (name === 'default' || name === 'enforced') read[name] = readLevel(find, name, values, faults)
    else if (name !== '$schema')
      faults.push(faultAt(find, name, null, 'unknownKey', 'expected only "default" and "enforced"'))
  }
  return read
}

function readLevel(
  find: PolicyFind,
  level: Level,
  values: unknown,
  faults: PolicyFault[],
): Partial<Settings> {
  if (!isRecord(values)) {
    faults.push(faultAt(find, level, null, 'badValue', 'expected an object of settings'))
    return {}
  }
  const good: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) {
    if (!POLICY_KEYS.includes(key)) {
      faults.push(faultAt(find, level, key, 'unknownKey', 'this version has no such setting'))
      continue
    }
    const schema = settingsFields[key as keyof Settings]
    const readings = find.readings?.(value) ?? [value]
    const parsed = readings.map((reading) => schema.safeParse(reading))
    const accepted = parsed.find(({ success }) => success)
    if (accepted?.success === true) good[key] = accepted.data
    else faults.push(faultAt(find, level, key, 'badValue', expectation(parsed[0])))
  }
  // Every key was parsed by the schema of that very key, which has the field's type (SCHEMAS_MATCH).
  return good as Partial<Settings>
}

function faultAt(
  find: PolicyFind,
  level: string,
  key: string | null,
  kind: PolicyFault['kind'],
  detail: string,
): PolicyFault {
  return {
    kind,
    place: find.place,
    key: key === null ? level : `${level}.${key}`,
    line: find.lineOf?.(level, key) ?? null,
    detail,
  }
}

/** The validator's own words on its first complaint; they name what was expected, never what was there. */
function expectation(
  parsed:
    | {
        readonly error?:
          | {
              readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[]
            }
          | undefined
      }
    | undefined,
): string {
  const issue = parsed?.error?.issues[0]
  if (issue === undefined) return 'not a value of this setting'
  const within = issue.path.map(String).join('.')
  return within === '' ? issue.message : `${within}: ${issue.message}`
}

/** A fault in one line, for the log and for support. */
export const faultText = ({ place, line, key, detail }: PolicyFault): string =>
  [`${place}${line === null ? '' : `:${line}`}`, ...(key === null ? [] : [key]), detail].join(' – ')
