import type { SettingsStore } from '../../settings/settings-store'
import type { Handlers } from '../register'

export function settingsHandlers(settings: Pick<SettingsStore, 'state' | 'set'>) {
  return {
    'settings/get': () => settings.state(),
    'settings/set': (patch) => settings.set(patch),
  } satisfies Partial<Handlers>
}
