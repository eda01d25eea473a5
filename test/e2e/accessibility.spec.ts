// axe on every screen and dialog of the real app, in every theme.
import { expect, test } from '@playwright/test'
import { axeFindings } from '../support/e2e/axe'
import { launchApp } from '../support/e2e/launch'
import { walkScreens, wear, type Theme } from '../support/e2e/screens'

const THEMES: readonly Theme[] = ['light', 'dark', 'contrast']

test('every screen and dialog is clean in light, dark and high contrast', async () => {
  test.setTimeout(300_000)
  const app = await launchApp()
  try {
    const page = await app.window()
    // A row on its way out has no contrast to judge: it goes at once.
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1280, height: 800 })
    const seen: string[] = []
    await walkScreens(page, async (name) => {
      seen.push(name)
      for (const theme of THEMES) {
        await wear(page, theme)
        expect.soft(await axeFindings(page), `${name} in ${theme}`).toEqual([])
      }
    })
    expect(seen.length).toBeGreaterThan(15)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})
