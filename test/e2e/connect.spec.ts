// A key is entered once: connected, connected again after a restart, gone after signing out, and found nowhere it must not be.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { startPracticeServer } from '../../main/practice'
import { forgetSecrets, secretsOf } from '../support/e2e/keychain'
import { filesHolding } from '../support/e2e/files'
import { heapOf, mainHeapOf } from '../support/e2e/heap'
import { launchApp } from '../support/e2e/launch'
import { heardAtWall, listenAtWall } from '../support/e2e/wall'

const ask = (page: Page, call: string): Promise<unknown> => page.evaluate(`window.bridge.${call}`)

test('connect with a key, restart, still connected, sign out', async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const server = await startPracticeServer({ scenario: 'helpdesk' })
  const profile = await mkdtemp(path.join(tmpdir(), 'console-connect-'))
  const env = { TASKROUTER_BASE_URL: server.url }
  try {
    const first = await launchApp({ profile, env })
    try {
      const page = await first.window()
      await page.waitForLoadState()
      await listenAtWall(first.electron)
      const input = JSON.stringify({
        credentials: {
          kind: 'apiKey',
          accountSid: server.accountSid,
          keySid: server.keySid,
          secret: server.keySecret,
        },
        region: 'us1',
      })
      const state = await ask(
        page,
        `connection.draft(${input}).then((draft) => draft.ok ? window.bridge.connection.connect({ draftId: draft.data.draftId, workspaceSid: draft.data.workspaces[0].sid }) : draft)`,
      )
      expect(state, await readFile(path.join(profile, 'logs', 'console.log'), 'utf8')).toMatchObject({
        ok: true,
        data: { phase: 'connected', connection: { keeping: 'keychain' } },
      })
      expect(await secretsOf(KEYCHAIN_SERVICE)).toEqual([
        { account: `${server.accountSid}/${server.keySid}/us1`, password: server.keySecret },
      ])
      // Everything the window can ask while the secret is in use, a refusal that is about the secret, and every push meanwhile.
      await ask(page, `connection.draft(${input.replace(server.keySecret, `${server.keySecret}x`)})`)
      for (const call of [
        'app.info()',
        'app.supportPreview()',
        'connection.state()',
        'connection.list()',
        'connection.workspaces()',
        'connection.check()',
        'board.directory()',
        'bulk.jobs()',
        "history.query({ text: '', limit: 50, before: null })",
        'settings.get()',
      ])
        await ask(page, call)
      await expect
        .poll(() => ask(page, 'board.subscribe()'), { timeout: 30_000, intervals: [1000] })
        .toMatchObject({ data: { phase: 'live' } })
      const { channels, holding } = await heardAtWall(first.electron, server.keySecret)
      expect(holding).toEqual([])
      const names = channels.map((wire) => wire.split(':').at(-1))
      for (const name of ['connection/draft', 'connection/check', 'app/supportPreview', 'connection/changed'])
        expect(names).toContain(name)
      expect(names.some((name) => name?.startsWith('board/'))).toBe(true)
    } finally {
      await first.close()
    }

    const second = await launchApp({ profile, env })
    try {
      const page = await second.window()
      await expect.poll(() => ask(page, 'connection.state()')).toMatchObject({ data: { phase: 'connected' } })
      await expect
        .poll(() => ask(page, 'board.subscribe()'), { timeout: 30_000, intervals: [1000] })
        .toMatchObject({ data: { phase: 'live' } })
      await second.screenshot('connected-after-restart')
      expect((await heapOf(page)).includes(server.keySecret)).toBe(false)
      const { data } = (await ask(page, 'connection.state()')) as { data: { connection: { id: string } } }
      const signedOut = await ask(
        page,
        `connection.signOut({ connectionId: ${JSON.stringify(data.connection.id)} })`,
      )
      expect(signedOut).toMatchObject({ ok: true, data: { phase: 'none' } })
      expect(await secretsOf(KEYCHAIN_SERVICE)).toEqual([])
      // Signed out, main holds the key no longer, not even as the header that it was sent in.
      const header = Buffer.from(`${server.keySid}:${server.keySecret}`).toString('base64')
      for (const secret of [server.keySecret, header])
        await expect
          .poll(async () => (await mainHeapOf(second.electron)).includes(secret), { timeout: 30_000 })
          .toBe(false)
      expect(second.output()).not.toContain(server.keySecret)
    } finally {
      await second.close()
    }
    expect(await filesHolding(profile, server.keySecret)).toEqual([])
    expect(await filesHolding(profile, server.accountSid)).toEqual([])
  } finally {
    await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})
