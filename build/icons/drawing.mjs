// The one source of every icon: a board of three lanes whose cards stand at different heights, and a mark that says
// how things are. States differ by the mark's shape, not by colour alone.
import { circle, grown, polygon, ring, roundedRect, stroke, union, without } from './raster.mjs'

/**
 * @typedef {import('./raster.mjs').Layer} Layer
 * @typedef {import('./raster.mjs').Shape} Shape
 * @typedef {import('./raster.mjs').Colour} Colour
 * @typedef {'ok' | 'watch' | 'stuck' | 'stale' | 'offline'} State
 */

/** @type {readonly State[]} */
export const STATES = Object.freeze(['ok', 'watch', 'stuck', 'stale', 'offline'])
/** States in which the tray shows a number: each has a shape of its own around it. */
export const COUNTING = Object.freeze(/** @type {const} */ (['ok', 'watch', 'stuck']))
export const COUNTS = Object.freeze(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9+', '99+'])

/** Drawings are this wide and high. */
export const APP_UNITS = 256
export const TRAY_UNITS = 32

/** @type {(r: number, g: number, b: number) => Colour} */
const rgb = (r, g, b) => [r, g, b]

const ink = rgb(20, 27, 45)
const raised = rgb(38, 49, 77)
const lane = rgb(126, 146, 190)
const bright = rgb(214, 224, 245)
const amber = rgb(255, 178, 56)
const red = rgb(214, 40, 57)
const white = rgb(255, 255, 255)
const black = rgb(0, 0, 0)

/** The app icon. Small sizes get fewer, bolder cards: what cannot be seen only blurs.
 * @param {number} size pixels it is drawn for
 * @returns {Layer[]} */
export function appIcon(size) {
  return size <= 32 ? boldIcon() : fullIcon()
}

/** On the pixel grid of a 16 pixel icon: 16 units are one pixel. */
function boldIcon() {
  const mark = circle(192, 72, 48)
  return layers(
    [roundedRect(0, 0, 256, 256, 56), ink],
    [roundedRect(32, 48, 48, 160, 8), bright],
    [union(roundedRect(96, 96, 48, 112, 8), roundedRect(160, 144, 48, 64, 8)), lane],
    [grown(mark, 16), ink],
    [mark, amber],
  )
}

function fullIcon() {
  const card = (/** @type {number} */ column, /** @type {number} */ row) =>
    roundedRect(52 + column * 55, 56 + row * 53, 42, 44, 9)
  const mark = circle(186, 80, 38)
  return layers(
    [roundedRect(12, 12, 232, 232, 52), ink],
    [without(roundedRect(16, 16, 224, 224, 48), roundedRect(16, 20, 224, 224, 48)), raised],
    [union(card(0, 0), card(0, 1), card(0, 2)), bright],
    [union(card(1, 0), card(1, 1), card(2, 2)), lane],
    [grown(mark, 11), ink],
    [mark, amber],
  )
}

const LANES = Object.freeze([
  roundedRect(2, 4, 8, 24, 2),
  roundedRect(12, 4, 8, 17, 2),
  roundedRect(22, 4, 8, 11, 2),
])

/**
 * The tray icon of a state.
 * @param {State} state
 * @param {'colour' | 'template'} kind a template is black on nothing: macOS colours it itself
 * @returns {Layer[]}
 */
export function trayIcon(state, kind) {
  const mark = MARKS[state]
  const board =
    state === 'offline' || state === 'stale' ? LANES.map((shape) => ring(grown(shape, -0.8), 1.6)) : LANES
  const cut = mark === null ? union(...board) : without(union(...board), grown(mark.around, 1.6))
  const [boardColour, markColour] =
    kind === 'template' ? [black, black] : [BOARD_ON_ANY, mark?.colour ?? white]
  return mark === null ? layers([cut, boardColour]) : layers([cut, boardColour], [mark.shape, markColour])
}

/** Stands out on light and on dark panels. */
const BOARD_ON_ANY = rgb(128, 146, 184)

const TRIANGLE = polygon([
  [22, 12.5],
  [31, 29.5],
  [13, 29.5],
])
const DISC = circle(22.5, 22.5, 8.5)

/** @type {Readonly<Record<State, {shape: Shape, around: Shape, colour: Colour} | null>>} */
const MARKS = Object.freeze({
  ok: null,
  watch: { shape: DISC, around: DISC, colour: amber },
  stuck: {
    shape: without(grown(TRIANGLE, 0.6), union(stroke(22, 18.5, 22, 22.8, 2.4), circle(22, 26.6, 1.4))),
    around: grown(TRIANGLE, 0.6),
    colour: red,
  },
  stale: {
    shape: union(
      ring(grown(DISC, -1.2), 2.4),
      stroke(22.5, 18.5, 22.5, 22.5, 2),
      stroke(22.5, 22.5, 25.6, 24.2, 2),
    ),
    around: DISC,
    colour: amber,
  },
  offline: {
    shape: union(stroke(17, 17, 28.5, 28.5, 3.2), stroke(28.5, 17, 17, 28.5, 3.2)),
    around: DISC,
    colour: red,
  },
})

/** Strokes of the digits on a grid 4 wide and 8 high. */
const GLYPHS = Object.freeze({
  1: [
    [0.8, 1.6, 2.4, 0],
    [2.4, 0, 2.4, 8],
  ],
  2: [
    [0.2, 1, 1.2, 0],
    [1.2, 0, 3, 0],
    [3, 0, 4, 1.2],
    [4, 1.2, 4, 2.8],
    [4, 2.8, 0, 8],
    [0, 8, 4, 8],
  ],
  3: [
    [0, 0, 4, 0],
    [4, 0, 2, 3.4],
    [2, 3.4, 3.2, 3.6],
    [3.2, 3.6, 4, 4.8],
    [4, 4.8, 4, 6.6],
    [4, 6.6, 2.8, 8],
    [2.8, 8, 0, 7.6],
  ],
  4: [
    [3, 8, 3, 0],
    [3, 0, 0, 5.4],
    [0, 5.4, 4.2, 5.4],
  ],
  5: [
    [4, 0, 0.4, 0],
    [0.4, 0, 0.2, 3.6],
    [0.2, 3.6, 2.8, 3.2],
    [2.8, 3.2, 4, 4.6],
    [4, 4.6, 4, 6.6],
    [4, 6.6, 2.8, 8],
    [2.8, 8, 0, 7.6],
  ],
  6: [
    [3.4, 0, 1, 2.6],
    [1, 2.6, 0, 5],
    [0, 5, 0, 6.8],
    [0, 6.8, 1.2, 8],
    [1.2, 8, 2.8, 8],
    [2.8, 8, 4, 6.8],
    [4, 6.8, 4, 5],
    [4, 5, 2.8, 3.8],
    [2.8, 3.8, 0.6, 4.2],
  ],
  7: [
    [0, 0, 4, 0],
    [4, 0, 1.4, 8],
  ],
  8: [
    [1, 0, 3, 0],
    [3, 0, 3.8, 1],
    [3.8, 1, 3.8, 2.8],
    [3.8, 2.8, 3, 3.8],
    [3, 3.8, 1, 3.8],
    [1, 3.8, 0.2, 2.8],
    [0.2, 2.8, 0.2, 1],
    [0.2, 1, 1, 0],
    [1, 3.8, 0, 5],
    [0, 5, 0, 7],
    [0, 7, 1, 8],
    [1, 8, 3, 8],
    [3, 8, 4, 7],
    [4, 7, 4, 5],
    [4, 5, 3, 3.8],
  ],
  9: [
    [0.6, 8, 3, 5.4],
    [3, 5.4, 4, 3],
    [4, 3, 4, 1.2],
    [4, 1.2, 2.8, 0],
    [2.8, 0, 1.2, 0],
    [1.2, 0, 0, 1.2],
    [0, 1.2, 0, 3],
    [0, 3, 1.2, 4.2],
    [1.2, 4.2, 3.4, 3.8],
  ],
  '+': [
    [2, 2.4, 2, 6.4],
    [0, 4.4, 4, 4.4],
  ],
})

const WHOLE = roundedRect(0.5, 0.5, 31, 31, 4)
const CUT_CORNERS = polygon([
  [9.5, 0.5],
  [22.5, 0.5],
  [31.5, 9.5],
  [31.5, 22.5],
  [22.5, 31.5],
  [9.5, 31.5],
  [0.5, 22.5],
  [0.5, 9.5],
])

/**
 * A number in the shape of its state: a frame when all is well, a light disc when something is worth watching, a dark
 * stop sign when something is stuck. Frame, light and dark are told apart without colours, too.
 * @param {'ok' | 'watch' | 'stuck'} state
 * @param {string} text one of {@link COUNTS}
 * @returns {Layer[]}
 */
export function badge(state, text) {
  const digits = digitsOf(text)
  if (state === 'ok') return layers([union(ring(grown(WHOLE, -1.5), 3), digits), BOARD_ON_ANY])
  if (state === 'watch') return layers([circle(16, 16, 15.5), amber], [digits, ink])
  return layers([CUT_CORNERS, red], [digits, white])
}

/** @param {string} text @returns {Shape} */
function digitsOf(text) {
  // One digit may be large; three characters have to share the width.
  const [scale, gap, weight] =
    text.length === 1 ? [2.2, 0, 3.4] : text.length === 2 ? [1.65, 4.2, 3] : [1.2, 3, 2.4]
  const width = text.length * 4 * scale + (text.length - 1) * gap
  const strokes = [...text].flatMap((character, index) => {
    const left = 16 - width / 2 + index * (4 * scale + gap)
    const glyph = /** @type {Record<string, number[][]>} */ (GLYPHS)[character] ?? []
    return glyph.map(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) =>
      stroke(left + x1 * scale, 16 + (y1 - 4) * scale, left + x2 * scale, 16 + (y2 - 4) * scale, weight),
    )
  })
  return union(...strokes)
}

/** @param {...readonly [Shape, Colour]} pairs @returns {Layer[]} */
function layers(...pairs) {
  return pairs.map(([shape, colour]) => ({ shape, colour }))
}
