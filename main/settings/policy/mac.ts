import { findInJson } from './json-text'
import type { PolicyFind } from './policy'
import type { Run } from './run'

const MAC_DOMAIN = 'com.taskrouterconsole.supervisor'
const FOLDER = '/Library/Managed Preferences'
const PLUTIL = '/usr/bin/plutil'

/**
 * Preferences that a configuration profile has set, straight from where the system keeps them: `defaults read` would mix
 * them with what the user has set. The computer's win over the user's.
 */
export async function findInManagedPreferences(
  run: Run,
  userName: string,
  exists: (path: string) => Promise<boolean>,
): Promise<readonly PolicyFind[]> {
  const places = [`${FOLDER}/${MAC_DOMAIN}.plist`, `${FOLDER}/${userName}/${MAC_DOMAIN}.plist`]
  const finds = await Promise.all(places.map((place) => findInPlist(run, place, exists)))
  return finds.flat()
}

async function findInPlist(
  run: Run,
  place: string,
  exists: (path: string) => Promise<boolean>,
): Promise<readonly PolicyFind[]> {
  const fault = (detail: string): readonly PolicyFind[] => [
    { place, content: { fault: { kind: 'unreadable', key: null, line: null, detail } } },
  ]
  try {
    if (!(await exists(place))) return []
    const { code, stdout } = await run(PLUTIL, ['-convert', 'json', '-o', '-', place])
    if (code !== 0) return fault('this is not a property list of texts, numbers, truth values and lists')
    const { content } = findInJson(place, stdout)
    return [{ place, content: 'raw' in content ? { raw: withoutPayloadKeys(content.raw) } : content }]
  } catch {
    return fault('the managed preferences could not be read')
  }
}

/** Profiles leave their own bookkeeping beside the settings. */
function withoutPayloadKeys(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !key.startsWith('Payload')))
}
