import { expect, it } from 'vitest'
import { systemTheme } from '../../../main/shell/theme'

it.each([
  ['system', 'system'],
  ['light', 'light'],
  ['dark', 'dark'],
  ['contrast', 'dark'],
] as const)('beside the theme %s the system shows its own parts as %s', (theme, expected) => {
  expect(systemTheme(theme)).toBe(expected)
})
