import { arch, homedir, release } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import { placeOf, type ProgramFacts } from './facts'

/** What program, runtime and computer are; asks the keychain whether it is there. */
export async function programFacts(
  app: Pick<App, 'getVersion' | 'getName' | 'getLocale' | 'getPath' | 'getGPUFeatureStatus' | 'isPackaged'>,
  secrets: { readonly probe: () => Promise<string> },
  tray: boolean | null,
): Promise<ProgramFacts> {
  const { electron, chrome, node } = process.versions
  return {
    version: app.getVersion(),
    packaged: app.isPackaged,
    platform: process.platform,
    architecture: arch(),
    release: release(),
    electron,
    chrome,
    node,
    locale: app.getLocale(),
    keychain: await secrets.probe(),
    tray,
    graphics: { ...app.getGPUFeatureStatus() },
    profile: placeOf(app.getPath('userData'), homedir(), join(app.getPath('appData'), app.getName())),
  }
}

/** The kind of way that a proxy rule names, such as `PROXY`, without its host. */
export const proxyKind = (rule: string): string =>
  rule
    .split(';')
    .map((way) => way.trim().split(/\s/, 1)[0] ?? '')
    .filter((word) => /^[A-Z0-9]{3,8}$/.test(word))
    .join(', ')
