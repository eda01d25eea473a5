// Looks into the real keychain of the test desktop, from outside the app.
import { createRequire } from 'node:module'
import path from 'node:path'
import { ROOT } from '../../../build/lib/paths.mjs'

interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

/** The keychain module that the app itself uses. */
function keychain(): Keychain {
  const load = createRequire(path.join(ROOT, 'package.json'))
  return load('keytar') as Keychain
}

/** All secrets kept under a service name. */
export async function secretsOf(service: string): Promise<{ account: string; password: string }[]> {
  return keychain().findCredentials(service)
}

/** Forgets every secret of a service, so that the next test starts without any. */
export async function forgetSecrets(service: string): Promise<void> {
  for (const { account } of await secretsOf(service)) await keychain().deletePassword(service, account)
}
