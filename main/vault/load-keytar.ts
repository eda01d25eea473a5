import type { Keytar } from './keytar-vault'

const isKeytar = (value: unknown): value is Keytar =>
  typeof value === 'object' &&
  value !== null &&
  'setPassword' in value &&
  typeof value.setPassword === 'function'

/**
 * Loads the native module at its first use. Node hands over the exports of a CommonJS module as `default` of a dynamic
 * import, and by name only where it could guess them; both are taken.
 * @throws where the module or a library it needs is missing.
 */
export async function loadKeytar(): Promise<Keytar> {
  const module: object = await import('keytar')
  const found = [module, 'default' in module ? module.default : null].find(isKeytar)
  if (found === undefined) throw new Error('The keychain module has not the expected functions.')
  return found
}
