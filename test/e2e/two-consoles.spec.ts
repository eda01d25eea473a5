// Two supervisors, two programs, one workspace: both reject the same rows at the same moment.
import { expect, test } from '@playwright/test'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { instructionOf } from '../../preload/contract/instructions'
import { outcomesWhenOver, planRows, runPlan, signIn } from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp } from '../support/e2e/launch'
import { startPracticeProcess } from '../support/practice-process'

const ROWS = 200

test('two consoles act on the same rows: each row once, and the other one says who was first', async () => {
  await forgetSecrets(KEYCHAIN_SERVICE)
  const server = await startPracticeProcess({ scenario: 'quiet', seed: 9, latency: 15, jitter: 25 })
  const staged = (await server.stage('P6', { count: ROWS })).reservationSids
  const env = { TASKROUTER_BASE_URL: server.url }
  const first = await launchApp({ env })
  const second = await launchApp({ env })
  try {
    const pages = [await first.window(), await second.window()] as const
    for (const page of pages) await signIn(page, server)
    const action = { kind: 'instruction', instruction: instructionOf('reject') } as const
    const plans = await Promise.all(pages.map((page) => planRows(page, action, staged)))
    expect(plans.map(({ counts }) => counts.act)).toEqual([ROWS, ROWS])
    await server.clearRequests()
    await Promise.all([runPlan(pages[0], plans[0]!), runPlan(pages[1], plans[1]!)])
    const [one, two] = await Promise.all(pages.map((page) => outcomesWhenOver(page)))
    for (const sid of staged) {
      const told = [one?.get(sid), two?.get(sid)]
      expect(told.map((row) => row?.outcome).sort(), sid).toEqual(['done', 'superseded'])
      expect(
        told.map((row) => row?.statusAfter),
        sid,
      ).toEqual(['rejected', 'rejected'])
    }
    const applied = (await server.requests()).filter(
      ({ method, path, status }) => method === 'POST' && path.includes('/Reservations/') && status === 200,
    )
    expect(applied.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([...staged].sort())
    const shares = [one, two].map(
      (rows) => [...(rows?.values() ?? [])].filter(({ outcome }) => outcome === 'done').length,
    )
    expect(Math.min(...shares)).toBeGreaterThan(0)
    await second.screenshot('two-consoles')
    expect([...first.complaints, ...second.complaints]).toEqual([])
  } finally {
    await first.close()
    await second.close()
    await server.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  }
})
