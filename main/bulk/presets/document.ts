import type { Preset } from '../../../preload/contract/presets'
import { PRESETS_MAX, presetIssues } from '../../../preload/contract/presets'
import { presetSchema } from '../../../preload/contract/schemas-actions'

/** What a file of presets holds: that of a workspace, and one that a supervisor exports for another. */
export interface PresetDocument {
  readonly version: number
  readonly presets: readonly Preset[]
}

const CURRENT_VERSION = 1

type Raw = Readonly<Record<string, unknown>>

/** Step `n` turns a document of version n into one of version n + 1. Pure; never changed once released. */
const MIGRATIONS: readonly ((raw: Raw) => Raw)[] = [(raw) => ({ ...raw, version: 1 })]

export interface ReadPresets {
  readonly presets: readonly Preset[]
  /** Names, or places in the list, of what was not usable. */
  readonly refused: readonly string[]
}

/**
 * Takes every good preset of a text; null when the text is no document of presets at all. A document of a newer version
 * is read as far as it is understood.
 */
export function readPresets(text: string): ReadPresets | null {
  const raw = migrated(parse(text))
  const list = raw?.['presets']
  if (!Array.isArray(list)) return null
  const presets = new Map<string, Preset>()
  const refused: string[] = []
  list.forEach((item: unknown, index) => {
    const preset = readPreset(item)
    if (preset === null || presets.size >= PRESETS_MAX) refused.push(nameOf(item, index))
    else presets.set(preset.id, preset)
  })
  return { presets: oneDefaultEach([...presets.values()]), refused }
}

export function writePresets(presets: readonly Preset[]): string {
  const document: PresetDocument = { version: CURRENT_VERSION, presets }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** At most one default of each kind of instruction: the first one that says so. */
export function oneDefaultEach(presets: readonly Preset[]): readonly Preset[] {
  const taken = new Set<string>()
  return presets.map((preset) => {
    if (!preset.isDefault) return preset
    if (taken.has(preset.instruction.kind)) return { ...preset, isDefault: false }
    taken.add(preset.instruction.kind)
    return preset
  })
}

function readPreset(item: unknown): Preset | null {
  const parsed = presetSchema.safeParse(item)
  return parsed.success && presetIssues(parsed.data.instruction).length === 0 ? parsed.data : null
}

function nameOf(item: unknown, index: number): string {
  const name = isRecord(item) ? item['name'] : undefined
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 80) : `#${index + 1}`
}

function migrated(raw: unknown): Raw | null {
  if (!isRecord(raw)) return null
  const from = Number.isInteger(raw['version']) ? Number(raw['version']) : 0
  return MIGRATIONS.slice(Math.max(0, from)).reduce<Raw>((document, step) => step(document), raw)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
