import { POLICY_KEYS, type PolicyFind } from './policy'
import type { Run } from './run'

/** The administrative templates write below this key, in the machine's hive and in the user's. */
export const WINDOWS_POLICY_KEY = 'SupervisorConsoleTaskRouter'

const HIVES = [
  { short: 'HKLM', long: 'HKEY_LOCAL_MACHINE' },
  { short: 'HKCU', long: 'HKEY_CURRENT_USER' },
] as const

/** The registry speaks only through its own tool here: one less native module to trust. The machine's hive wins. */
export async function findInRegistry(run: Run, systemRoot: string): Promise<readonly PolicyFind[]> {
  const finds = await Promise.all(HIVES.map((hive) => findInHive(new Registry(run, systemRoot), hive)))
  return finds.flat()
}

async function findInHive(
  registry: Registry,
  { short, long }: (typeof HIVES)[number],
): Promise<readonly PolicyFind[]> {
  const place = `${short}\\Software\\Policies\\${WINDOWS_POLICY_KEY}`
  const fault = (detail: string): readonly PolicyFind[] => [
    { place, content: { fault: { kind: 'unreadable', key: null, line: null, detail } } },
  ]
  try {
    // The tool's exit code does not tell "not there" from "not allowed", and its words are translated: so it is asked
    // for what is there, level by level.
    if (!(await registry.has(`${short}\\Software`, 'Policies'))) return []
    if (!(await registry.has(`${short}\\Software\\Policies`, WINDOWS_POLICY_KEY))) return []
    const text = await registry.query(place, '/s')
    const raw = parseRegistry(text, `${long}\\Software\\Policies\\${WINDOWS_POLICY_KEY}`)
    return [{ place, content: { raw }, readings }]
  } catch (error) {
    return fault(error instanceof RegistryError ? error.message : 'the registry could not be read')
  }
}

class RegistryError extends Error {}

class Registry {
  readonly #run: Run
  readonly #system: string

  constructor(run: Run, systemRoot: string) {
    this.#run = run
    this.#system = `${systemRoot}\\System32`
  }

  async has(key: string, child: string): Promise<boolean> {
    const ending = `\\${child}`.toLowerCase()
    const lines = (await this.query(key)).split(/\r?\n/)
    return lines.some((line) => line.startsWith('HKEY_') && line.trimEnd().toLowerCase().endsWith(ending))
  }

  /** Code page 65001 makes the tool write UTF-8 into a pipe, whatever language the computer speaks. */
  async query(key: string, ...options: readonly string[]): Promise<string> {
    const command = [`${this.#system}\\reg.exe`, 'query', key, ...options, '/reg:64'].join(' ')
    const { code, stdout } = await this.#run(`${this.#system}\\cmd.exe`, [
      '/d',
      '/s',
      '/c',
      `"chcp 65001>nul&${command}"`,
    ])
    if (code !== 0) throw new RegistryError(`the registry could not be read (reg.exe ended with ${code})`)
    return stdout
  }
}

const LEVELS: Readonly<Record<string, string>> = { '\\default': 'default', '\\enforced': 'enforced' }

/**
 * What `reg query … /s` prints, as `{default: {…}, enforced: {…}}`: numbers stay numbers, lists become arrays. Names are
 * matched without regard to case, as the registry does.
 * @throws RegistryError for any line that is not understood: a value that is overlooked could be a restriction
 */
export function parseRegistry(text: string, root: string): Record<string, Record<string, unknown>> {
  const levels: Record<string, Record<string, unknown>> = {}
  let level: Record<string, unknown> | null = null
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    if (line.startsWith('HKEY_')) {
      level = levelOf(line.trimEnd(), root, levels)
      continue
    }
    const match = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line)
    if (match === null)
      throw new RegistryError(`line ${index + 1} of what the registry says is not understood`)
    const [, name = '', type = '', value = ''] = match
    // The nameless value of a key is printed in brackets and in the computer's language.
    if (name.startsWith('(')) continue
    if (level === null) throw new RegistryError(`the value ${name} stands outside Default and Enforced`)
    level[canonical(name)] = valueOf(type, value)
  }
  return levels
}

function levelOf(
  key: string,
  root: string,
  levels: Record<string, Record<string, unknown>>,
): Record<string, unknown> | null {
  const below = key.slice(root.length).toLowerCase()
  if (below === '') return null
  const name = LEVELS[below] ?? key.slice(root.length + 1)
  return (levels[name] ??= {})
}

const canonical = (name: string): string =>
  POLICY_KEYS.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name

function valueOf(type: string, value: string): unknown {
  switch (type) {
    case 'REG_DWORD':
    case 'REG_QWORD':
      return Number(value)
    case 'REG_MULTI_SZ':
      return value.split('\\0').filter((part) => part !== '')
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return value
    default:
      throw new RegistryError(`values of type ${type} are not used by this policy`)
  }
}

/** The registry has no truth values, and no objects: 0 and 1 may be meant as the former, JSON text as the latter. */
function readings(value: unknown): readonly unknown[] {
  if (value === 0 || value === 1) return [value, value === 1]
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    try {
      return [JSON.parse(value) as unknown, value]
    } catch {
      return [value]
    }
  }
  return [value]
}
