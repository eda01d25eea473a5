import { open } from 'node:fs/promises'
import { findInJson } from './json-text'
import type { PolicyFind } from './policy'

export const LINUX_POLICY_PATH = '/etc/supervisor-console-taskrouter/policy.json'

export interface PolicyFile {
  readonly text: string
  readonly ownerId: number
  /** Permission bits. */
  readonly mode: number
}

/** A policy larger than this is not one. */
const MOST_BYTES = 1_000_000

/**
 * The policy in a file that only `ownerId` can write: a file that others can write says nothing about what the
 * administrator wants.
 * @param read null = there is no such file; rejects when it is there and cannot be read
 */
export async function findInFile(
  path: string,
  ownerIds: readonly number[] = [0],
  read: (path: string) => Promise<PolicyFile | null> = readPolicyFile,
): Promise<readonly PolicyFind[]> {
  const fault = (kind: 'unreadable' | 'notProtected', detail: string): readonly PolicyFind[] => [
    { place: path, content: { fault: { kind, key: null, line: null, detail } } },
  ]
  let file: PolicyFile | null
  try {
    file = await read(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return fault('unreadable', `the file cannot be read (${code})`)
  }
  if (file === null) return []
  if (!ownerIds.includes(file.ownerId) || (file.mode & 0o022) !== 0)
    return fault('notProtected', 'only root may own and write this file (chown root, chmod 644)')
  return [findInJson(path, file.text)]
}

async function readPolicyFile(path: string): Promise<PolicyFile | null> {
  let handle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
  try {
    // One handle for both, so that the file judged is the file read.
    const facts = await handle.stat()
    if (!facts.isFile() || facts.size > MOST_BYTES) throw new Error('not a policy file')
    return { text: await handle.readFile('utf8'), ownerId: facts.uid, mode: facts.mode & 0o777 }
  } finally {
    await handle.close()
  }
}
