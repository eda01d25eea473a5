import { resolve } from 'node:path'
import type { App, Protocol } from 'electron'
import { DEEP_LINK_SCHEME } from './command-line'
import { SCHEME_PRIVILEGES } from './scheme'

/** As in electron-builder.yml: Windows shows notifications only under the id of the installed shortcut. */
export const APP_ID = 'com.taskrouterconsole.supervisor'

/**
 * What has to be settled before Electron is ready: every process sandboxed, our scheme known, the profile folder chosen.
 */
export function prepareElectron(app: App, protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  if (!cannotSandbox(app)) app.enableSandbox()
  protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES])
  // Also decides the single-instance lock, so it has to come first.
  const profile = app.commandLine.getSwitchValue('user-data-dir')
  if (profile !== '') app.setPath('userData', resolve(profile))
  if (process.platform === 'win32') app.setAppUserModelId(APP_ID)
}

/**
 * Chromium ends itself when root asks it for a sandbox, so there (containers, test machines) `--no-sandbox` counts. For
 * every other account the switch is overruled.
 */
function cannotSandbox(app: Pick<App, 'commandLine'>): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && app.commandLine.hasSwitch('no-sandbox')
}

/** Registers the deep links; only an installed program may, or a developer's checkout would take them over. */
export function claimDeepLinks(app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient(DEEP_LINK_SCHEME)
}
