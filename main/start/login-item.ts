import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import type { SettingsStore } from '../settings/settings-store'
import type { Log } from '../shell/log'
import { LoginItem } from '../shell/login-item'

/** Enters the program where the system looks at sign-in, or takes it out, as the settings say; the answer does so again. */
export function openLoginItem(settings: SettingsStore, log: Log): () => void {
  const item = new LoginItem({
    platform: process.platform,
    app,
    executable: process.env['APPIMAGE'] ?? process.execPath,
    configHome: process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'),
    name: app.getName(),
    log,
  })
  // Only an installed program is entered; a checkout would start some other program's runtime.
  const apply = (): void => {
    if (app.isPackaged) void item.apply(settings.state().settings)
  }
  apply()
  return apply
}
