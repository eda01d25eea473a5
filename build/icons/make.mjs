// npm run icons: draws every icon into build/icons/out. The result is committed, so that building needs no drawing.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { runScript, say } from '../lib/log.mjs'
import { inRoot } from '../lib/paths.mjs'
import { prepareModules } from '../prepare.mjs'

const OUT = inRoot('build', 'icons', 'out')
const APP_SIZES = Object.freeze([16, 24, 32, 48, 64, 128, 256, 512, 1024])
/** Largest in a Windows .ico. */
const ICO_LIMIT = 256
const TRAY_SIZES = Object.freeze([16, 24, 32])
const SCALES = Object.freeze([1, 2])

await runScript(async () => {
  await prepareModules()
  const { APP_UNITS, appIcon, badge, COUNTING, COUNTS, STATES, TRAY_UNITS, trayIcon } =
    await import('./drawing.mjs')
  const { draw, toPng } = await import('./raster.mjs')
  const { toIcns, toIco } = await import('./containers.mjs')
  await rm(OUT, { recursive: true, force: true })

  const app = APP_SIZES.map((size) => ({ size, png: toPng(draw(appIcon(size), size, APP_UNITS)) }))
  for (const { size, png } of app) await put(path.join('linux', `${size}x${size}.png`), png)
  await put('icon.png', app.find(({ size }) => size === 512)?.png)
  await put('icon.ico', toIco(app.filter(({ size }) => size <= ICO_LIMIT)))
  await put('icon.icns', toIcns(app))

  for (const size of TRAY_SIZES) {
    for (const scale of SCALES) {
      const name = (/** @type {string} */ base) =>
        path.join('tray', `${base}-${size}${scale === 1 ? '' : `@${scale}x`}.png`)
      const render = (/** @type {import('./raster.mjs').Layer[]} */ drawing) =>
        toPng(draw(drawing, size * scale, TRAY_UNITS))
      for (const state of STATES) await put(name(state), render(trayIcon(state, 'colour')))
      for (const state of COUNTING)
        for (const text of COUNTS)
          await put(name(`count-${state}-${text.replace('+', 'plus')}`), render(badge(state, text)))
    }
  }
  // macOS knows a template by its name.
  for (const state of STATES) {
    for (const scale of SCALES) {
      const file = `${state}Template${scale === 1 ? '' : `@${scale}x`}.png`
      await put(path.join('tray', file), toPng(draw(trayIcon(state, 'template'), 16 * scale, TRAY_UNITS)))
    }
  }
  say(`Icons drawn into ${path.relative(inRoot(), OUT)}.`)
})

/** @param {string} name below the output folder @param {Buffer | undefined} content */
async function put(name, content) {
  if (content === undefined) throw new Error(`${name} was not drawn.`)
  const file = path.join(OUT, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, content)
}
