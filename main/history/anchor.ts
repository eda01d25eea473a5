import { join } from 'node:path'
import type { RecordFiles } from './files'
import { readWhole, replaceFile } from './whole-file'

/**
 * Where the chain begins once older months were removed: the hash of the last line that is gone. Without it, a history
 * whose first file was taken away by hand could not be told from one that was shortened by the retention.
 */
export interface Anchor {
  /** The oldest month that is kept, `2031-02`; files of earlier months are to be removed. */
  readonly from: string
  /** 64 hex digits. */
  readonly hash: string
}

const NAME = 'history-anchor.json'
const MAX_BYTES = 1_000

/** Null when nothing was ever removed, or when the anchor is damaged: the chain then shows as broken. */
export async function readAnchor(files: RecordFiles, folder: string): Promise<Anchor | null> {
  const text = await readWhole(files, join(folder, NAME), MAX_BYTES)
  if (text === null) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return isAnchor(parsed) ? parsed : null
  } catch {
    return null
  }
}

/** On disk before any month is removed. */
export function writeAnchor(files: RecordFiles, folder: string, anchor: Anchor): Promise<void> {
  return replaceFile(files, join(folder, NAME), `${JSON.stringify(anchor)}\n`)
}

function isAnchor(value: unknown): value is Anchor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'from' in value &&
    'hash' in value &&
    typeof value.from === 'string' &&
    /^\d{4}-\d{2}$/.test(value.from) &&
    typeof value.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(value.hash)
  )
}
