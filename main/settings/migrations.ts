import { CURRENT_VERSION, isRecord } from './document'

type Raw = Readonly<Record<string, unknown>>

/** Step `n` turns a document of version n into one of version n + 1. Pure; never changed once released. */
export type Migrations = readonly ((raw: Raw) => Raw)[]

/** The first version that was released is 1; step 0 gives that number to a file without one. */
const MIGRATIONS: Migrations = [(raw) => ({ ...raw, version: 1 })]

/**
 * Brings a document to the current version. A document of a newer version is returned as it is: its good parts are
 * read, and what this version does not know is left out.
 */
export function migrate(raw: unknown, migrations: Migrations = MIGRATIONS): unknown {
  if (!isRecord(raw)) return raw
  const from = Number.isInteger(raw['version']) ? Number(raw['version']) : 0
  return migrations.slice(Math.max(0, from)).reduce<Raw>((document, step) => step(document), raw)
}

export const MIGRATIONS_COMPLETE: boolean = MIGRATIONS.length === CURRENT_VERSION
