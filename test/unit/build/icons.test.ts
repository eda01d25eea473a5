import { describe, expect, it } from 'vitest'
import { toIcns, toIco } from '../../../build/icons/containers.mjs'
import {
  APP_UNITS,
  appIcon,
  badge,
  COUNTING,
  COUNTS,
  STATES,
  TRAY_UNITS,
  trayIcon,
} from '../../../build/icons/drawing.mjs'
import { draw, roundedRect, toPng } from '../../../build/icons/raster.mjs'

const alphaOf = (picture: { pixels: Float64Array }): string =>
  [...picture.pixels]
    .filter((_, index) => index % 4 === 3)
    .map((alpha) => (alpha > 0.5 ? '#' : '.'))
    .join('')

describe('icons', () => {
  it('cover whole pixels inside, none outside, and a part at the edge', () => {
    const square = [{ shape: roundedRect(1, 1, 2.5, 2, 0), colour: [255, 0, 0] as const }]
    const { pixels } = draw(square, 4, 4)
    const alpha = (x: number, y: number) => pixels[(y * 4 + x) * 4 + 3]
    expect(alpha(1, 1)).toBe(1)
    expect(alpha(0, 0)).toBe(0)
    expect(alpha(3, 1)).toBeCloseTo(0.5)
  })

  it('tell states apart by shape alone, and every count from every other', () => {
    const states = STATES.map((state) => alphaOf(draw(trayIcon(state, 'template'), 16, TRAY_UNITS)))
    expect(new Set(states).size).toBe(STATES.length)
    const counts = COUNTING.flatMap((state) =>
      COUNTS.map((text) => draw(badge(state, text), 16, TRAY_UNITS).pixels.join()),
    )
    expect(new Set(counts).size).toBe(COUNTING.length * COUNTS.length)
  })

  it('tell the states of a number apart without colour: by the outline, and by how light it is', () => {
    const pictures = COUNTING.map((state) => draw(badge(state, '8'), 16, TRAY_UNITS))
    expect(new Set(pictures.map(alphaOf)).size).toBe(COUNTING.length)
    const [ok, watch, stuck] = pictures.map(besideNumber)
    expect(ok?.alpha).toBe(0)
    expect(watch?.light).toBeGreaterThan((stuck?.light ?? 1) + 0.25)
  })

  /** What is between the number and the edge, without its colour: 0 black, 1 white. */
  function besideNumber({ pixels, size }: { pixels: Float64Array; size: number }) {
    const at = (Math.floor(size / 2) * size + Math.floor(size / 5)) * 4
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4)
    return { light: 0.2126 * red + 0.7152 * green + 0.0722 * blue, alpha }
  }

  it('draws a template in black only, as macOS wants it', () => {
    for (const state of STATES) {
      const { pixels } = draw(trayIcon(state, 'template'), 16, TRAY_UNITS)
      expect([...pixels].every((value, index) => index % 4 === 3 || value === 0)).toBe(true)
    }
  })

  it('writes containers that name their images and their own length', () => {
    const images = [16, 256].map((size) => ({ size, png: toPng(draw(appIcon(size), size, APP_UNITS)) }))
    const ico = toIco(images)
    expect(ico.readUInt16LE(4)).toBe(2)
    expect([ico.readUInt8(6), ico.readUInt8(22)]).toEqual([16, 0])
    expect(ico.readUInt32LE(22 + 12) + ico.readUInt32LE(22 + 8)).toBe(ico.length)
    const icns = toIcns(images)
    expect(icns.toString('latin1', 0, 4)).toBe('icns')
    expect(icns.readUInt32BE(4)).toBe(icns.length)
    expect(icns.toString('latin1', 8, 12)).toBe('icp4')
  })
})
