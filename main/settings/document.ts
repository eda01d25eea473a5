import { z } from 'zod'
import { REGIONS, type ConnectionSummary } from '../../preload/contract/connection'
import { settingsFields } from '../../preload/contract/schemas-settings'
import { DEFAULT_SETTINGS, type Settings } from '../../preload/contract/settings'
import { sidPattern } from '../../preload/contract/sids'
import { windowStateSchema, type WindowState } from '../shell/window-state'

/** What is remembered of a connection. The secret is in the keychain under a name made from these; never here. */
export type SavedConnection = Omit<ConnectionSummary, 'practice' | 'keeping'>

/** Everything that settings.json holds. */
export interface SettingsDocument {
  readonly version: number
  /** Only what differs from the defaults: a later default then reaches everybody who never chose. */
  readonly settings: Partial<Settings>
  readonly connections: readonly SavedConnection[]
  /** The connection to open at the next start, or null. */
  readonly activeConnectionId: string | null
  readonly window: WindowState | null
  readonly lock: LockMemory
}

/** What is remembered of the lock besides the PIN, of which nothing is here. */
export interface LockMemory {
  /** The keychain knows it too; either is enough to start locked. */
  readonly pinSet: boolean
  /** Wrong tries since the last right one: a new start does not shorten the wait. */
  readonly wrong: number
}

export const CURRENT_VERSION = 1

export const EMPTY_DOCUMENT: SettingsDocument = {
  version: CURRENT_VERSION,
  settings: {},
  connections: [],
  activeConnectionId: null,
  window: null,
  lock: { pinSet: false, wrong: 0 },
}

const lockSchema = z.object({ pinSet: z.boolean(), wrong: z.int().min(0) })

const connectionSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  accountSid: z.string().regex(sidPattern('account')),
  credentialKind: z.enum(['apiKey', 'authToken']),
  keySid: z.string().regex(sidPattern('apiKey')).nullable(),
  region: z.enum(REGIONS),
  workspaceSid: z.string().regex(sidPattern('workspace')),
  workspaceName: z.string().max(256),
})

export interface ReadDocument {
  readonly document: SettingsDocument
  /** Names of the parts that were not usable and were left out. Empty = all was well. */
  readonly dropped: readonly string[]
}

/** Takes every good part of what a file held. Unknown keys are left out silently: a newer version may have written them. */
export function readDocument(raw: unknown): ReadDocument {
  if (!isRecord(raw)) return { document: EMPTY_DOCUMENT, dropped: ['file'] }
  const dropped: string[] = []
  const document: SettingsDocument = {
    version: CURRENT_VERSION,
    settings: readSettings(raw['settings'], dropped),
    connections: readConnections(raw['connections'], dropped),
    activeConnectionId: readPart(z.string().max(64).nullable(), raw, 'activeConnectionId', null, dropped),
    window: readPart(windowStateSchema.nullable(), raw, 'window', null, dropped),
    lock: readPart(lockSchema, raw, 'lock', EMPTY_DOCUMENT.lock, dropped),
  }
  return { document, dropped }
}

/** Validates each given field alone: one bad field does not cost the others. */
function readSettings(raw: unknown, dropped: string[]): Partial<Settings> {
  if (raw === undefined) return {}
  if (!isRecord(raw)) {
    dropped.push('settings')
    return {}
  }
  const good: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(settingsFields)) {
    if (raw[key] === undefined) continue
    const parsed = schema.safeParse(raw[key])
    if (parsed.success) good[key] = parsed.data
    else dropped.push(`settings.${key}`)
  }
  // Every key was parsed by the schema of that very key, which has the field's type (SCHEMAS_MATCH).
  return good as Partial<Settings>
}

/** Defaults, overlaid in order by the layers given. */
export function mergeSettings(...layers: readonly Partial<Settings>[]): Settings {
  return Object.assign({}, DEFAULT_SETTINGS, ...layers) as Settings
}

function readConnections(raw: unknown, dropped: string[]): SavedConnection[] {
  if (raw === undefined) return []
  if (!Array.isArray(raw)) {
    dropped.push('connections')
    return []
  }
  return raw.flatMap((item: unknown, index) => {
    const parsed = connectionSchema.safeParse(item)
    if (parsed.success) return [parsed.data]
    dropped.push(`connections.${index}`)
    return []
  })
}

function readPart<T>(
  schema: z.ZodType<T>,
  raw: Record<string, unknown>,
  key: string,
  fallback: T,
  dropped: string[],
): T {
  if (raw[key] === undefined) return fallback
  const parsed = schema.safeParse(raw[key])
  if (parsed.success) return parsed.data
  dropped.push(key)
  return fallback
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
