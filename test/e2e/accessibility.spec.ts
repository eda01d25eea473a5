// axe on every screen, dialog and panel of the real app, in every theme.
import { expect, test, type Page } from '@playwright/test'
import { startPracticeServer } from '../../main/practice'
import { axeFindings } from '../support/e2e/axe'
import { signIn } from '../support/e2e/bulk'
import { launchApp, NO_KEYCHAIN } from '../support/e2e/launch'
import { walkConnected, walkMoments, walkScreens, wear, type Theme, type Visit } from '../support/e2e/screens'

const THEMES: readonly Theme[] = ['light', 'dark', 'contrast']

/** Looks at each place in every theme; `seen` names the places. */
async function inspector(page: Page): Promise<{ readonly visit: Visit; readonly seen: readonly string[] }> {
  // A row on its way out has no contrast to judge: it goes at once.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1280, height: 800 })
  const seen: string[] = []
  const visit: Visit = async (name) => {
    seen.push(name)
    for (const [index, theme] of THEMES.entries()) {
      await wear(page, theme)
      const found = await axeFindings(page, index === 0 ? 'all' : 'colours')
      expect.soft(found, `${name} in ${theme}`).toEqual([])
    }
  }
  return { visit, seen }
}

test('every screen, dialog and panel is clean in light, dark and high contrast', async () => {
  test.setTimeout(480_000)
  const app = await launchApp()
  try {
    const page = await app.window()
    const { visit, seen } = await inspector(page)
    await walkScreens(page, visit)
    await walkMoments(app.electron, page, visit)
    expect(seen).toEqual(
      expect.arrayContaining([
        'board-lanes',
        'practice-panel',
        'tour',
        'job-panel',
        'worker-panel',
        'alerts',
        'cover',
        'update-ready',
      ]),
    )
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})

test('what only a saved connection has is clean as well', async () => {
  const practice = await startPracticeServer({ scenario: 'helpdesk', seed: 3 })
  const app = await launchApp({ env: { ...NO_KEYCHAIN, TASKROUTER_BASE_URL: practice.url } })
  try {
    const page = await app.window()
    const { visit, seen } = await inspector(page)
    await signIn(page, practice)
    await walkConnected(page, visit)
    expect(seen).toEqual(['session-banner', 'sign-out', 'settings-connections-saved'])
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
    await practice.close()
  }
})
