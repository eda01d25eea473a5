import { isRecord, type CURRENT_VERSION } from './document'

type Raw = Readonly<Record<string, unknown>>

/** Step `n` turns a document of version n into one of version n + 1. Pure; never changed once released. */
export type Migrations = readonly ((raw: Raw) => Raw)[]

/**
 * The first version that was released is 1; step 0 gives that number to a file without one. Fails to compile when a version has
 * no step that leads to it.
 */
const MIGRATIONS = [(raw) => ({ ...raw, version: 1 })] as const satisfies Migrations & {
  readonly length: typeof CURRENT_VERSION
}

/**
 * Brings a document to the current version. A document of a newer version is returned as it is: its good parts are
 * read, and what this version does not know is left out.
 */
export function migrate(raw: unknown, migrations: Migrations = MIGRATIONS): unknown {
  if (!isRecord(raw)) return raw
  const from = Number.isInteger(raw['version']) ? Number(raw['version']) : 0
  return migrations.slice(Math.max(0, from)).reduce<Raw>((document, step) => step(document), raw)
}
