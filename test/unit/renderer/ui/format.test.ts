import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatClockTime,
  formatCount,
  formatDuration,
  formatInstant,
  formatTimeOfDay,
  shortSid,
} from '../../../../renderer/ui/format'
import { keyCaps } from '../../../../renderer/ui/keys'
import { placeTip } from '../../../../renderer/ui/tip-placement'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('durations', () => {
  it.each([
    [-5 * SECOND, '0s'],
    [0, '0s'],
    [59_999, '59s'],
    [MINUTE, '1m 0s'],
    [3 * MINUTE + 7 * SECOND, '3m 7s'],
    [HOUR - 1, '59m 59s'],
    [2 * HOUR + 5 * MINUTE, '2h 5m'],
    [4 * DAY + HOUR, '4d 1h'],
  ])('%d ms reads %s', (span, text) => {
    expect(formatDuration(span, 'en')).toBe(text)
  })

  it('follows the locale', () => {
    expect(formatDuration(3 * MINUTE + 7 * SECOND, 'es')).toBe('3min 7s')
  })

  it('never shows more than two units, nor a fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -DAY, max: 400 * DAY }), (span) => {
        expect(formatDuration(span, 'en')).toMatch(/^[\d,]+[smhd]( \d{1,2}[smh])?$/)
      }),
    )
  })
})

describe('other formats', () => {
  it('tells an instant with its zone', () => {
    expect(formatInstant(Date.UTC(2031, 1, 3, 14, 5, 9), 'en-GB', true)).toMatch(/03 Feb 2031.*14:05:09 UTC/)
    // The hour after midnight is 00 in every language.
    const afterMidnight = new Date(2031, 1, 3, 0, 5, 9).getTime()
    for (const locale of ['en', 'en-US', 'en-GB', 'es', 'es-MX']) {
      expect(formatInstant(Date.UTC(2031, 1, 3, 0, 5, 9), locale, true), locale).toContain('00:05:09')
      expect(formatTimeOfDay(afterMidnight, locale), locale).toBe('00:05:09')
      expect(formatClockTime(afterMidnight, locale), locale).toBe('00:05')
    }
  })

  it('counts with separators', () => {
    expect(formatCount(12_345, 'en')).toBe('12,345')
  })

  it('shortens a SID so that both ends stay', () => {
    expect(shortSid(`WR${'0'.repeat(26)}abcdef`)).toBe('WR…abcdef')
    expect(shortSid('WR12')).toBe('WR12')
  })
})

describe('keys on screen', () => {
  it.each([
    ['$mod+k', false, [['Ctrl', 'K']]],
    ['$mod+k', true, [['⌘', 'K']]],
    ['g b', false, [['G'], ['B']]],
    ['Escape', false, [['Esc']]],
    ['$mod++', false, [['Ctrl', '+']]],
    ['KeyA', false, [['A']]],
  ] as const)('%s (Apple: %s)', (keys, apple, caps) => {
    expect(keyCaps(keys, apple)).toEqual(caps)
  })
})

describe('place of a tip', () => {
  const window = { width: 800, height: 600 }
  const size = { width: 100, height: 24 }

  it('is under its anchor, centred', () => {
    expect(placeTip({ top: 100, bottom: 120, left: 400, width: 20 }, size, window)).toEqual({
      top: 126,
      left: 360,
    })
  })

  it('goes above where there is no room below', () => {
    expect(placeTip({ top: 570, bottom: 590, left: 400, width: 20 }, size, window).top).toBe(540)
  })

  it('never leaves the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 780 }), fc.integer({ min: 0, max: 580 }), (left, top) => {
        const place = placeTip({ top, bottom: top + 20, left, width: 20 }, size, window)
        expect(place.left).toBeGreaterThanOrEqual(0)
        expect(place.left + size.width).toBeLessThanOrEqual(window.width)
        expect(place.top).toBeGreaterThanOrEqual(0)
        expect(place.top + size.height).toBeLessThanOrEqual(window.height)
      }),
    )
  })
})
