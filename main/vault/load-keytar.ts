import { createRequire } from 'node:module'
import type { Keytar } from './keytar-vault'

const isKeytar = (value: unknown): value is Keytar =>
  typeof value === 'object' &&
  value !== null &&
  'setPassword' in value &&
  typeof value.setPassword === 'function'

/**
 * Loads the native module at its first use. By `require`, because the older supported runtimes cannot `import` out of
 * the archive that a packaged program lives in.
 * @throws where the module or a library it needs is missing.
 */
export function loadKeytar(): Promise<Keytar> {
  return Promise.resolve().then(() => {
    const module: unknown = createRequire(__filename)('keytar')
    if (!isKeytar(module)) throw new Error('The keychain module has not the expected functions.')
    return module
  })
}
