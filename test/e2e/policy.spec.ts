// An administrator's policy in the real app: what is forbidden is refused by main, and a broken one stops everything.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchApp } from '../support/e2e/launch'
import { GOOD_REQUESTS } from '../support/shell/requests'

const ask = (page: Page, call: string): Promise<unknown> => page.evaluate(`window.bridge.${call}`)

async function withPolicy(
  text: string,
  work: (page: Page, picture: (name: string) => Promise<string>) => Promise<void>,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'console-policy-'))
  const file = path.join(folder, 'policy.json')
  await writeFile(file, text, { mode: 0o644 })
  const app = await launchApp({ env: { SUPERVISOR_CONSOLE_POLICY: file } })
  try {
    await work(await app.window(), (name) => app.screenshot(name))
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
}

test('what a policy forbids is refused by main, and the window says who decided', async () => {
  await withPolicy(
    '{"enforced": {"viewOnly": true, "exportAllowed": false, "theme": "dark"}}',
    async (page, picture) => {
      await page.getByRole('button', { name: 'Open the practice workspace' }).click()
      await expect(page.getByText('View only: the board can be read')).toBeVisible({ timeout: 30_000 })
      await expect(page.getByText('Your administrator has set this.')).toBeVisible()
      await expect(page.locator('[data-sid]').first()).toBeVisible({ timeout: 30_000 })
      const sid = await page.locator('[data-sid]').first().getAttribute('data-sid')
      const reject = "action: { kind: 'instruction', instruction: { kind: 'reject', parameters: {} } }"
      expect(await ask(page, `bulk.plan({ ${reject}, sids: ['${sid}'], note: '' })`)).toMatchObject({
        ok: false,
        error: { code: 'policy', fields: [{ path: 'viewOnly' }] },
      })
      expect(await ask(page, 'settings.set({ viewOnly: false })')).toMatchObject({
        ok: false,
        error: { code: 'policy' },
      })
      const history = `history.export(${JSON.stringify(GOOD_REQUESTS['history/export'])})`
      expect(await ask(page, history)).toMatchObject({ ok: false, error: { code: 'policy' } })
      await picture('policy-view-only')
    },
  )
})

test('a broken policy stops everything and says what is wrong', async () => {
  await withPolicy('{\n "enforced": {\n  "viewOnyl": true\n }\n}', async (page, picture) => {
    await expect(page.getByRole('heading', { name: /settings cannot be understood/ })).toBeVisible()
    await expect(page.getByText('enforced.viewOnyl')).toBeVisible()
    await expect(page.getByText(/policy\.json, line 3/)).toBeVisible()
    expect(await ask(page, 'connection.practice()')).toMatchObject({
      ok: false,
      error: { code: 'policyBroken' },
    })
    await picture('policy-broken')
  })
})
