// The colours of the design tokens, computed from the stylesheet itself.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const css = readFileSync(join(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8')

const block = (selector: string): Record<string, string> => {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  )
}

const light = block(':root')
/** The tokens of every theme, as the stylesheet says them. */
export const THEMES: Readonly<Record<string, Record<string, string>>> = {
  light,
  dark: { ...light, ...block(":root[data-theme='dark']") },
  contrast: { ...light, ...block(":root[data-theme='contrast']") },
}

/** Linear sRGB, 0 to 1. */
export type Linear = readonly [number, number, number]

function fromHex(hex: string): Linear {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1)
  const channel = (at: number): number => {
    const value = parseInt(digits.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(0), channel(2), channel(4)]
}

/** OKLCH to linear sRGB, clipped to the gamut (source: Björn Ottosson's definition of Oklab). */
function fromOklch(lightness: number, chroma: number, hue: number): Linear {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number): number => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** A token as a colour. */
export function colour(theme: Record<string, string>, name: string): Linear {
  const value = theme[name] ?? ''
  const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1]
  if (reference !== undefined) return colour(theme, reference)
  if (value.startsWith('#')) return fromHex(value)
  const [, l, c, h] = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value) ?? []
  if (h === undefined) throw new Error(`--${name} is no opaque colour: ${value}`)
  return fromOklch(Number(l), Number(c), Number(h))
}

const luminance = ([r, g, b]: Linear): number => 0.2126 * r + 0.7152 * g + 0.0722 * b
/** Contrast ratio of two tokens as WCAG 2.2 defines it. */
export function contrast(theme: Record<string, string>, one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(colour(theme, one)), luminance(colour(theme, other))].sort(
    (x, y) => x - y,
  )
  return (bright + 0.05) / (dark + 0.05)
}
