/** Sections of the settings screen, in order. */
export const SETTINGS_SECTIONS = [
  'general',
  'lock',
  'stuck',
  'notifications',
  'bulk',
  'presets',
  'rules',
  'connections',
  'network',
  'keyboard',
  'data',
  'about',
] as const
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number]
