// A small anti-aliased rasteriser for filled shapes. A shape is a signed distance: negative inside, in the units of
// the drawing; coverage of a pixel follows from the distance at its centre, so edges are smooth at every size.
import pngjs from 'pngjs'

/**
 * @typedef {(x: number, y: number) => number} Shape
 * @typedef {readonly [r: number, g: number, b: number, a?: number]} Colour 0–255, alpha 0–1
 * @typedef {{shape: Shape, colour: Colour}} Layer
 * @typedef {{size: number, pixels: Float64Array}} Picture premultiplied RGBA, 0–1
 */

/** @returns {Shape} */
export const circle =
  (/** @type {number} */ cx, /** @type {number} */ cy, /** @type {number} */ radius) => (x, y) =>
    Math.hypot(x - cx, y - cy) - radius

/**
 * @param {number} left @param {number} top @param {number} width @param {number} height @param {number} radius
 * @returns {Shape}
 */
export const roundedRect = (left, top, width, height, radius) => (x, y) => {
  const dx = Math.abs(x - left - width / 2) - width / 2 + radius
  const dy = Math.abs(y - top - height / 2) - height / 2 + radius
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius
}

/** A line with round ends.
 * @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 @param {number} width
 * @returns {Shape} */
export const stroke = (x1, y1, x2, y2, width) => {
  const dx = x2 - x1
  const dy = y2 - y1
  const length = dx * dx + dy * dy
  return (x, y) => {
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length))
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) - width / 2
  }
}

/** @param {readonly (readonly [number, number])[]} points @returns {Shape} */
export const polygon = (points) => (x, y) => {
  let nearest = Infinity
  let inside = false
  points.forEach(([x1, y1], index) => {
    const [x2, y2] = points[(index + 1) % points.length] ?? [x1, y1]
    nearest = Math.min(nearest, stroke(x1, y1, x2, y2, 0)(x, y))
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  })
  return inside ? -nearest : nearest
}

/** @param {...Shape} shapes @returns {Shape} */
export const union =
  (...shapes) =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)))

/** @param {Shape} shape @param {Shape} hole @returns {Shape} */
export const without = (shape, hole) => (x, y) => Math.max(shape(x, y), -hole(x, y))

/** @param {Shape} shape @param {number} by @returns {Shape} */
export const grown = (shape, by) => (x, y) => shape(x, y) - by

/** The outline of a shape. @param {Shape} shape @param {number} width @returns {Shape} */
export const ring = (shape, width) => (x, y) => Math.abs(shape(x, y)) - width / 2

/**
 * @param {readonly Layer[]} layers bottom first
 * @param {number} size pixels
 * @param {number} units width and height of the drawing
 * @returns {Picture}
 */
export function draw(layers, size, units) {
  const pixels = new Float64Array(size * size * 4)
  const scale = size / units
  for (const { shape, colour } of layers) {
    const [r, g, b, a = 1] = colour
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const distance = shape((column + 0.5) / scale, (row + 0.5) / scale) * scale
        const cover = Math.min(1, Math.max(0, 0.5 - distance)) * a
        if (cover > 0) blend(pixels, (row * size + column) * 4, [r / 255, g / 255, b / 255], cover)
      }
    }
  }
  return { size, pixels }
}

/** @param {Float64Array} pixels @param {number} at @param {readonly number[]} rgb @param {number} cover */
function blend(pixels, at, rgb, cover) {
  for (let channel = 0; channel < 3; channel += 1) {
    pixels[at + channel] = (rgb[channel] ?? 0) * cover + (pixels[at + channel] ?? 0) * (1 - cover)
  }
  pixels[at + 3] = cover + (pixels[at + 3] ?? 0) * (1 - cover)
}

/** @param {Picture} picture @returns {Buffer} a PNG file */
export function toPng({ size, pixels }) {
  const png = new pngjs.PNG({ width: size, height: size })
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3] ?? 0
    for (let channel = 0; channel < 3; channel += 1) {
      png.data[at + channel] = alpha === 0 ? 0 : Math.round(((pixels[at + channel] ?? 0) / alpha) * 255)
    }
    png.data[at + 3] = Math.round(alpha * 255)
  }
  return pngjs.PNG.sync.write(png)
}
