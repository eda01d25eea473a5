import type { App } from 'electron'
import type { AppInfo } from '../../preload/contract/channels'

/** Facts about the program; asks the keychain whether it is there. */
export async function appInfo(
  app: Pick<App, 'getName' | 'getVersion' | 'getLocale'>,
  secrets: { readonly probe: () => Promise<AppInfo['keychain']> },
  tray: boolean,
): Promise<AppInfo> {
  const { electron, chrome, node } = process.versions
  return {
    name: app.getName(),
    version: app.getVersion(),
    platform: process.platform,
    electron,
    chrome,
    node,
    locale: app.getLocale(),
    keychain: await secrets.probe(),
    tray,
  }
}
