import type { VaultTrouble } from './api'

/**
 * What keytar's error texts mean. keytar has no codes; the texts are those of libsecret and D-Bus on Linux, of Security
 * on macOS and of the Credential Manager on Windows. An unknown text is `failed`, never `absent`.
 */
const MEANINGS: readonly (readonly [RegExp, 'locked' | 'unavailable'])[] = [
  // No Secret Service on the bus, no bus at all, or a sandbox that hides it.
  [/org\.freedesktop\.secrets/i, 'unavailable'],
  [/autolaunch|D-?Bus.*(?:DISPLAY|not (?:available|running|connected))/i, 'unavailable'],
  [
    /given address is empty|could not connect|connection refused|ServiceUnknown|NoReply|name has no owner/i,
    'unavailable',
  ],
  // A bus whose address nobody can read: there is none then.
  [/address element|unsupported transport|address .* is invalid/i, 'unavailable'],
  // A service without a default collection, and nobody to create one.
  [/object does not exist at path|no such (?:object|interface|collection)/i, 'unavailable'],
  [/no keychain is available|errSecNoDefaultKeychain|errSecNotAvailable/i, 'unavailable'],
  [/logon session does not exist|no such logon session/i, 'unavailable'],
  [/locked|prompt (?:was )?dismissed|dismissed|interaction is not allowed|user cancel/i, 'locked'],
]

export function troubleOf(error: unknown): VaultTrouble {
  const detail = error instanceof Error ? error.message : String(error)
  const kind = MEANINGS.find(([pattern]) => pattern.test(detail))?.[1] ?? 'failed'
  return { kind, detail }
}
