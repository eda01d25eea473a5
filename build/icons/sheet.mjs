// npm run icons:sheet: every tray icon on light and dark panels, in colour and in grey, on one picture in output/.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { runScript, say } from '../lib/log.mjs'
import { inRoot } from '../lib/paths.mjs'
import { prepareModules } from '../prepare.mjs'

const PANELS = Object.freeze([
  { colour: [246, 246, 246], grey: false },
  { colour: [222, 226, 230], grey: false },
  { colour: [43, 46, 51], grey: false },
  { colour: [18, 18, 20], grey: false },
  { colour: [246, 246, 246], grey: true },
  { colour: [18, 18, 20], grey: true },
])
/** Pixels are drawn so large that a person can judge each of them; the small copy shows what is seen. */
const ZOOM = 4
const CELL = 24
const GAP = 12

await runScript(async () => {
  await prepareModules()
  const { PNG } = (await import('pngjs')).default
  const { COUNTING, STATES } = await import('./drawing.mjs')
  const numbers = ['1', '8', '9plus', '99plus']
  const names = [
    ...STATES,
    ...COUNTING.flatMap((state) => numbers.map((number) => `count-${state}-${number}`)),
  ]
  const files = names.map((name) => inRoot('build', 'icons', 'out', 'tray', `${name}-${CELL}.png`))
  const icons = await Promise.all(files.map(async (file) => PNG.sync.read(await readFile(file))))
  const step = CELL * ZOOM + GAP + CELL + GAP
  const height = CELL * ZOOM + GAP
  const sheet = new PNG({ width: GAP + names.length * step, height: PANELS.length * height + GAP })
  PANELS.forEach(({ colour, grey }, row) => {
    fill(sheet, row * height, height + GAP, colour)
    icons.forEach((icon, column) => {
      const left = GAP + column * step
      const top = row * height + GAP / 2
      lay(sheet, icon, left, top, ZOOM, grey)
      lay(sheet, icon, left + CELL * ZOOM + GAP, top + (CELL * (ZOOM - 1)) / 2, 1, grey)
    })
  })
  await mkdir(inRoot('output'), { recursive: true })
  await writeFile(inRoot('output', 'tray-icons.png'), PNG.sync.write(sheet))
  say('Tray icons on light and dark panels: output/tray-icons.png')
})

/** @typedef {{width: number, height: number, data: Buffer}} Picture */

/** @param {Picture} sheet @param {number} top @param {number} height @param {readonly number[]} colour */
function fill(sheet, top, height, colour) {
  for (let y = top; y < Math.min(top + height, sheet.height); y += 1)
    for (let x = 0; x < sheet.width; x += 1) {
      const at = (y * sheet.width + x) * 4
      colour.forEach((value, channel) => (sheet.data[at + channel] = value))
      sheet.data[at + 3] = 255
    }
}

/** Lays an icon over the sheet, each of its pixels `zoom` wide and high.
 * @param {Picture} sheet @param {Picture} icon @param {number} left @param {number} top @param {number} zoom @param {boolean} grey */
function lay(sheet, icon, left, top, zoom, grey) {
  for (let y = 0; y < icon.height * zoom; y += 1)
    for (let x = 0; x < icon.width * zoom; x += 1) {
      const from = (Math.floor(y / zoom) * icon.width + Math.floor(x / zoom)) * 4
      const to = ((top + y) * sheet.width + left + x) * 4
      const [r = 0, g = 0, b = 0, alpha = 0] = icon.data.subarray(from, from + 4)
      const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b
      const colour = grey ? [luminance, luminance, luminance] : [r, g, b]
      colour.forEach((value, channel) => {
        const under = sheet.data[to + channel] ?? 0
        sheet.data[to + channel] = Math.round((value * alpha + under * (255 - alpha)) / 255)
      })
    }
}
