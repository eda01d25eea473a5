// A picture of every screen and dialog: light and dark at two widths; the main ones also in high contrast, at twice the
// size, in a small window, comfortable and in Spanish.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test, type Page } from '@playwright/test'
import { startPracticeServer } from '../../../main/practice'
import { signIn } from '../../support/e2e/bulk'
import { launchApp, NO_KEYCHAIN } from '../../support/e2e/launch'
import {
  walkConnected,
  walkMoments,
  walkScreens,
  wear,
  type Theme,
  type Visit,
} from '../../support/e2e/screens'

const folder = process.env['SCREENSHOTS_OUTPUT'] ?? path.join('output', 'screenshots')
const only = new RegExp(process.env['SCREENSHOTS_ONLY'] ?? '')

/** In CSS pixels of the unzoomed page: for the page, `zoom` only means that so much less of it fits. */
interface Look {
  readonly name: string
  readonly theme: Theme
  readonly width: number
  readonly height: number
  readonly zoom?: number
  readonly settings?: Readonly<Record<string, unknown>>
  /** Only for the main screens. */
  readonly mainOnly?: true
}

const LOOKS: readonly Look[] = [
  { name: 'light-1280', theme: 'light', width: 1280, height: 800 },
  { name: 'dark-1280', theme: 'dark', width: 1280, height: 800 },
  { name: 'light-1920', theme: 'light', width: 1920, height: 1080 },
  { name: 'dark-1920', theme: 'dark', width: 1920, height: 1080 },
  { name: 'contrast-1280', theme: 'contrast', width: 1280, height: 800, mainOnly: true },
  { name: 'light-1024x700', theme: 'light', width: 1024, height: 700, mainOnly: true },
  { name: 'zoom-200', theme: 'light', width: 1280, height: 800, zoom: 2, mainOnly: true },
  {
    name: 'comfortable-1280',
    theme: 'light',
    width: 1280,
    height: 800,
    settings: { density: 'comfortable' },
    mainOnly: true,
  },
  {
    name: 'spanish-1280',
    theme: 'light',
    width: 1280,
    height: 800,
    settings: { language: 'es' },
    mainOnly: true,
  },
]

const MAIN =
  /^(first-run|tour|board|plan|job|keys|palette|worker|history|practice|session|sweep|cover|snooze|update-(available|ready)|settings-(general|keyboard|notifications|what-counts))/

/** Rows that fade out are caught on their way, not at the end of it, where they cannot be seen. */
const STILL = '.is-leaving { transition: none !important; opacity: 0.45 !important; }'

const USUAL = { density: 'compact', language: 'en' }

const set = (page: Page, settings: Readonly<Record<string, unknown>>): Promise<unknown> =>
  page.evaluate(`window.bridge.settings.set(${JSON.stringify(settings)})`)

interface Picture {
  readonly screen: string
  readonly look: string
  readonly file: string
}

const pictures: Picture[] = []

/** Takes a screen in every look that is wanted of it, and leaves it as it was. */
function photographer(page: Page): Visit {
  const take = async (screen: string, look: Look): Promise<void> => {
    const file = `${screen}--${look.name}.png`
    const { zoom: factor = 1, settings = {} } = look
    await page.setViewportSize({ width: look.width / factor, height: look.height / factor })
    await set(page, { ...USUAL, ...settings })
    await wear(page, look.theme)
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
    await page.screenshot({ path: path.join(folder, file), animations: 'disabled', style: STILL })
    pictures.push({ screen, look: look.name, file })
  }
  return async (screen) => {
    const looks = LOOKS.filter(({ mainOnly }) => mainOnly !== true || MAIN.test(screen))
    const wanted = looks.filter(({ name }) => only.test(`${screen}--${name}`))
    for (const look of wanted) await take(screen, look)
    if (wanted.length === 0) return
    await page.setViewportSize({ width: 1280, height: 800 })
    await set(page, USUAL)
    await wear(page, 'light')
  }
}

test('a picture of every screen of the practice workspace', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await page.setViewportSize({ width: 1280, height: 800 })
    await wear(page, 'light')
    const visit = photographer(page)
    await walkScreens(page, visit)
    await walkMoments(app.electron, page, visit)
  } finally {
    await app.close()
  }
})

test('a picture of what only a saved connection has', async () => {
  const practice = await startPracticeServer({ scenario: 'helpdesk', seed: 3 })
  const app = await launchApp({ env: { ...NO_KEYCHAIN, TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    await page.setViewportSize({ width: 1280, height: 800 })
    await wear(page, 'light')
    await signIn(page, practice)
    await walkConnected(page, photographer(page))
  } finally {
    await app.close()
    await practice.close()
  }
})

test.afterAll(async () => {
  await writeFile(path.join(folder, 'index.html'), contactSheet(pictures))
})

function contactSheet(pictures: readonly Picture[]): string {
  const figures = pictures.map(
    ({ screen, look, file }) =>
      `<figure><a href="${file}"><img src="${file}" loading="lazy" alt="${screen}, ${look}"></a><figcaption>${screen} · ${look}</figcaption></figure>`,
  )
  return `<!doctype html>
<meta charset="utf-8">
<title>Every screen</title>
<style>
body { font: 13px system-ui; margin: 24px; display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)); }
figure { margin: 0; } img { width: 100%; border: 1px solid #ccc; } figcaption { color: #555; }
</style>
${figures.join('\n')}
`
}
