import { readFile, stat } from 'node:fs/promises'
import type { Settings } from '../../preload/contract/settings'
import { isRecord, readSettings } from './document'

/** What an administrator has decided: `defaults` can be changed by the supervisor, `enforced` cannot. */
export interface Policy {
  readonly defaults: Partial<Settings>
  readonly enforced: Partial<Settings>
}

export const NO_POLICY: Policy = { defaults: {}, enforced: {} }

export type PolicyReader = () => Promise<Policy>

export const LINUX_POLICY_PATH = '/etc/supervisor-console-taskrouter/policy.json'

/** How this platform's administrators decide. So far only on Linux. */
export function policyReader(
  platform: NodeJS.Platform,
  log: (event: string, facts: Readonly<Record<string, string>>) => void,
): PolicyReader {
  if (platform !== 'linux') return () => Promise.resolve(NO_POLICY)
  return linuxPolicyReader((problem) => {
    log('policy.problem', { problem })
  })
}

export interface PolicyFile {
  readonly text: string
  readonly ownerId: number
  /** Permission bits. */
  readonly mode: number
}

/**
 * Reads `{"default": {…}, "enforced": {…}}` from a file that only root can write; anybody else's file is not a policy.
 * @param report told of what was wrong with the file, by field
 */
export function linuxPolicyReader(
  report: (problem: string) => void,
  read: () => Promise<PolicyFile | null> = () => readPolicyFile(LINUX_POLICY_PATH),
): PolicyReader {
  return async () => {
    const file = await read()
    if (file === null) return NO_POLICY
    if (file.ownerId !== 0 || (file.mode & 0o022) !== 0) {
      report('the policy file can be written by others than root and is ignored')
      return NO_POLICY
    }
    return parsePolicy(file.text, report)
  }
}

export function parsePolicy(text: string, report: (problem: string) => void): Policy {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    raw = undefined
  }
  if (!isRecord(raw)) {
    report('the policy is not a JSON object')
    return NO_POLICY
  }
  const dropped: string[] = []
  const policy = {
    defaults: readSettings(raw['default'], dropped),
    enforced: readSettings(raw['enforced'], dropped),
  }
  for (const field of dropped) report(`${field} of the policy is not valid and is ignored`)
  return policy
}

async function readPolicyFile(path: string): Promise<PolicyFile | null> {
  try {
    const [text, facts] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    return { text, ownerId: facts.uid, mode: facts.mode & 0o777 }
  } catch {
    return null
  }
}
