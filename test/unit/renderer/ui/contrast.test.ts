import { describe, expect, it } from 'vitest'
import { contrast, THEMES } from '../../../support/tokens'

/** WCAG 2.2 contrast of the real tokens. */
const SURFACES = [
  'surface',
  'surface-canvas',
  'surface-raised',
  'surface-sunken',
  'surface-hover',
  'surface-active',
  'surface-selected',
  'surface-selected-hover',
]
const TEXTS = ['text', 'text-soft', 'text-faint']
const TONES = ['accent', 'info', 'success', 'warning', 'danger', 'violet', 'neutral']

describe.each(Object.entries(THEMES))('contrast of the %s theme', (_, theme) => {
  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    '%s is readable on %s',
    (text, surface) => {
      expect(contrast(theme, text, surface)).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each(TONES)('%s words are readable on their own ground and on the board', (tone) => {
    expect(contrast(theme, `${tone}-text`, `${tone}-soft`)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme, `${tone}-text`, 'surface')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(theme, `${tone}-text`, 'surface-selected')).toBeGreaterThanOrEqual(4.5)
  })

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-hover'],
    ['text-inverse', 'surface-inverse'],
    ['text-faint', 'neutral-soft'],
  ])('%s is readable on %s', (text, ground) => {
    expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['surface', 'surface-canvas', 'surface-raised', 'surface-selected'])(
    'the focus ring stands out on %s',
    (ground) => {
      expect(contrast(theme, 'focus', ground)).toBeGreaterThanOrEqual(3)
    },
  )

  it.each(['surface', 'surface-canvas', 'surface-raised'])(
    'the edge of a control is seen on %s',
    (ground) => {
      expect(contrast(theme, 'line-control', ground)).toBeGreaterThanOrEqual(3)
    },
  )
})
