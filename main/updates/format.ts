import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** How this copy of the program came onto the computer. */
export type PackageFormat = 'nsis' | 'msi' | 'mac' | 'appImage' | 'deb' | 'rpm' | 'none'

export interface FormatFacts {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  /** Path of the running program. */
  readonly executable: string
  /** Electron's `process.resourcesPath`. */
  readonly resources: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly productName: string
}

/**
 * Only formats that belong to the user who runs them are updated from within; what an administrator or the system's package
 * manager has installed (msi, deb, rpm) is theirs to update.
 */
export const SELF_INSTALLING: ReadonlySet<PackageFormat> = new Set<PackageFormat>(['nsis', 'mac', 'appImage'])

/** Finds the format by what its installer leaves behind. */
export async function packageFormat(facts: FormatFacts): Promise<PackageFormat> {
  const { environment, executable, packaged, platform, productName, resources } = facts
  if (!packaged) return 'none'
  if (platform === 'darwin') return 'mac'
  if (platform === 'win32') {
    const uninstaller = join(dirname(executable), `Uninstall ${productName}.exe`)
    return (await isThere(uninstaller)) ? 'nsis' : 'msi'
  }
  if ((environment['APPIMAGE'] ?? '') !== '') return 'appImage'
  const type = await readFile(join(resources, 'package-type'), 'utf8').catch(() => '')
  return type.trim() === 'deb' || type.trim() === 'rpm' ? (type.trim() as 'deb' | 'rpm') : 'none'
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
