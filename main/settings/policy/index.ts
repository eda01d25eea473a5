import { access } from 'node:fs/promises'
import { findInFile, LINUX_POLICY_PATH } from './linux'
import { findInManagedPreferences } from './mac'
import { combinePolicy, faultText, type Policy, type PolicyFind } from './policy'
import { runTool } from './run'
import { findInRegistry } from './windows'

export { NO_POLICY, type Policy } from './policy'

export interface PolicyReaderOptions {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly userName: string
  /** A policy file to use in place of the system's. Only unpackaged programs may be told one: for tests and trials. */
  readonly trialFile: string | null
  readonly log: (event: string, facts: Readonly<Record<string, string | number>>) => void
}

/** Reads the administrator's policy from where this platform keeps it. Never rejects: what is wrong is in `faults`. */
export async function readPolicy(options: PolicyReaderOptions): Promise<Policy> {
  const policy = combinePolicy(await findPolicy(options))
  if (policy.sources.length > 0)
    options.log('policy.read', {
      sources: policy.sources.join(', '),
      enforced: Object.keys(policy.enforced).join(', '),
      faults: policy.faults.length,
    })
  for (const fault of policy.faults) options.log('policy.fault', { fault: faultText(fault) })
  return policy
}

async function findPolicy(options: PolicyReaderOptions): Promise<readonly PolicyFind[]> {
  const { environment, platform, trialFile, userName } = options
  if (trialFile !== null) return findInFile(trialFile, [0, process.getuid?.() ?? 0])
  switch (platform) {
    case 'win32':
      return findInRegistry(runTool, environment['SystemRoot'] ?? 'C:\\Windows')
    case 'darwin':
      return findInManagedPreferences(runTool, userName, exists)
    default:
      return findInFile(LINUX_POLICY_PATH)
  }
}

/** Rejects where that cannot be told: a folder that may not be read could hide a policy. */
async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false
    throw error
  }
}
