import { createHash } from 'node:crypto'
import type { HistoryEntry } from '../../preload/contract/bulk'
import type { NewHistoryEntry } from './api'

/**
 * One line of the history is `<64 hex digits> <JSON>`. The digits are SHA-256 over the digits of the line before and
 * this line's JSON, so that no line can be changed, moved or taken out of the middle without the chain showing it.
 */
export const NO_LINE_BEFORE = '0'.repeat(64)

const LINE = /^([0-9a-f]{64}) (\{.*\})$/
const ID_DIGITS = 24

export interface ChainedLine {
  readonly hash: string
  readonly json: string
}

export function chainLine(previousHash: string, entry: NewHistoryEntry): ChainedLine {
  const json = JSON.stringify(entry)
  return { hash: hashOf(previousHash, json), json }
}

export function writeLine({ hash, json }: ChainedLine): string {
  return `${hash} ${json}`
}

/** The line's parts, or null if it does not even look like a line of the history. */
export function readLine(text: string): ChainedLine | null {
  const match = LINE.exec(text)
  const [, hash, json] = match ?? []
  return hash === undefined || json === undefined ? null : { hash, json }
}

export function follows(previousHash: string, line: ChainedLine): boolean {
  return hashOf(previousHash, line.json) === line.hash
}

/** The entry of a line, or null if its JSON is damaged. The id is taken from the hash: it cannot be forged apart from it. */
export function entryOf({ hash, json }: ChainedLine): HistoryEntry | null {
  try {
    const parsed: unknown = JSON.parse(json)
    return isEntry(parsed) ? { ...parsed, id: hash.slice(0, ID_DIGITS) } : null
  } catch {
    return null
  }
}

function hashOf(previousHash: string, json: string): string {
  return createHash('sha256').update(previousHash).update(json).digest('hex')
}

const TEXTS = [
  'operator',
  'jobId',
  'workspaceSid',
  'action',
  'note',
  'sid',
  'taskSid',
  'outcome',
] as const satisfies readonly (keyof NewHistoryEntry)[]

function isEntry(value: unknown): value is NewHistoryEntry {
  if (typeof value !== 'object' || value === null) return false
  const record: Readonly<Record<string, unknown>> = { ...value }
  return typeof record['at'] === 'number' && TEXTS.every((key) => typeof record[key] === 'string')
}
