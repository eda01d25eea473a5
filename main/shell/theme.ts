import type { NativeTheme } from 'electron'
import type { Settings } from '../../preload/contract/settings'

/** What the system's own parts (menus, dialogs, and the window before its page knows the setting) look like beside a theme. */
export function systemTheme(theme: Settings['theme']): NativeTheme['themeSource'] {
  return theme === 'contrast' ? 'dark' : theme
}
