import { describe, expect, it } from 'vitest'
import { colour, THEMES, type Linear } from '../../../support/tokens'

/**
 * How colours look to eyes without one kind of cone, in linear sRGB (source: Machado, Oliveira and Fernandes 2009, severity 1).
 */
const SIGHT: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

const row = ([x, y, z]: readonly [number, number, number], [r, g, b]: Linear): number => x * r + y * g + z * b

function seenBy(kind: string, seen: Linear): Linear {
  const [a = [1, 0, 0], b = [0, 1, 0], c = [0, 0, 1]] = SIGHT[kind] ?? []
  const clip = (value: number): number => Math.min(1, Math.max(0, value))
  return [clip(row(a, seen)), clip(row(b, seen)), clip(row(c, seen))]
}

/** CIE L*a*b* (D65); 2.3 is the difference that can just be seen. */
function lab(seen: Linear): Linear {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = f(row([0.4124, 0.3576, 0.1805], seen) / 0.95047)
  const y = f(row([0.2126, 0.7152, 0.0722], seen))
  const z = f(row([0.0193, 0.1192, 0.9505], seen) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function distance(kind: string, one: Linear, other: Linear): number {
  const [a, b] = [lab(seenBy(kind, one)), lab(seenBy(kind, other))]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}

/** Statuses and reasons that stand side by side on the board. */
const PALETTE = ['warning', 'info', 'violet', 'success', 'danger'] as const
const PAIRS = PALETTE.flatMap((one, index) => PALETTE.slice(index + 1).map((other) => [one, other] as const))

/** Five times what can just be seen. Every status also has an icon and a word of its own. */
const FAR_ENOUGH = 11

describe.each(Object.entries(THEMES))('the status palette of the %s theme', (_name, theme) => {
  describe.each(['deuteranopia', 'protanopia', 'tritanopia'])('seen with %s', (kind) => {
    it.each(PAIRS)('%s differs from %s', (one, other) => {
      expect(distance(kind, colour(theme, one), colour(theme, other))).toBeGreaterThanOrEqual(FAR_ENOUGH)
    })
  })
})
