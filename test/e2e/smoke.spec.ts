// The built program opens its window and says nothing that it should not.
import { expect, test } from '@playwright/test'
import { launchApp } from '../support/e2e/launch'

test('the program opens on its first page without a complaint', async () => {
  const app = await launchApp()
  try {
    const page = await app.window()
    await expect(page).toHaveTitle(/Supervisor Console/)
    await expect(page.getByRole('button', { name: 'Open the practice workspace' })).toBeVisible()
    expect(await page.evaluate('typeof require')).toBe('undefined')
    expect(await page.evaluate('Object.isFrozen(window.bridge)')).toBe(true)
    expect(app.complaints).toEqual([])
  } finally {
    await app.close()
  }
})
