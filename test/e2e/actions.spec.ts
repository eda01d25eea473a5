// Every action once, as a supervisor does it: choose a row, open the plan, fill in what is needed, confirm. What the server's own
// log says is the proof.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { startPracticeServer, type LoggedRequest, type PracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { jobs, READY_MS, signIn } from '../support/e2e/bulk'
import { forgetSecrets } from '../support/e2e/keychain'
import { launchApp, type LaunchedApp } from '../support/e2e/launch'
import { WorkersPage } from '../support/e2e/pages/workers'

interface ActionCase {
  readonly title: string
  readonly stage: string
  /** The verb of the button; those in the menu are behind "More". */
  readonly button: RegExp
  readonly inMenu?: boolean
  readonly fill?: (dialog: Locator, server: PracticeServer) => Promise<void>
  /** The method and the parameters of the one request that changes something. */
  readonly request: (server: PracticeServer) => {
    readonly method?: string
    readonly params: Record<string, string>
  }
  /** Which of the staged rows; the first one if not given. */
  readonly row?: number
  /** What happens once, such as a preset that is kept. */
  readonly after?: (page: Page) => Promise<void>
}

const activityOf = (
  server: PracticeServer,
  available: boolean,
): { readonly sid: string; readonly name: string } =>
  [...server.control.current.world.activities.values()].find((one) => one.available === available)!

const check = (dialog: Locator) => dialog.getByRole('button', { name: 'Check rows' }).click()

const CASES: readonly ActionCase[] = [
  {
    title: 'reject',
    stage: 'P8',
    button: /^Reject 1 reservation$/,
    request: () => ({ params: { ReservationStatus: 'rejected' } }),
  },
  {
    title: 'reject and move the worker',
    stage: 'P8',
    button: /^Reject 1 reservation$/,
    fill: async (dialog, server) => {
      await dialog.getByLabel('The worker').selectOption(activityOf(server, false).sid)
    },
    request: (server) => ({
      params: { ReservationStatus: 'rejected', WorkerActivitySid: activityOf(server, false).sid },
    }),
  },
  {
    title: 'accept',
    stage: 'P8',
    button: /^Accept 1 reservation$/,
    request: () => ({ params: { ReservationStatus: 'accepted' } }),
  },
  {
    title: 'wrap up',
    stage: 'P13',
    button: /^Wrap up 1 reservation$/,
    request: () => ({ params: { ReservationStatus: 'wrapping' } }),
  },
  {
    title: 'complete',
    stage: 'P1',
    button: /^Complete 1 reservation$/,
    request: () => ({ params: { ReservationStatus: 'completed' } }),
  },
  {
    title: 'redirect with the voicemail starter, which is kept',
    stage: 'P17',
    button: /^Redirect 1 reservation$/,
    fill: async (dialog) => {
      await dialog.getByLabel('Preset').selectOption('starter-voicemail')
      await dialog.getByLabel('RedirectUrl *').fill('https://example.com/voicemail?task={{task.sid}}')
      await dialog.getByLabel('RedirectUrl *').blur()
      await check(dialog)
      await expect(
        dialog.getByLabel('Preset').locator('option', { hasText: /^\s*Voicemail\s*$/ }),
      ).toHaveCount(1)
    },
    request: () => ({ params: { Instruction: 'redirect' } }),
  },
  {
    title: 'dequeue',
    stage: 'P17',
    button: /^Dequeue 1 reservation$/,
    inMenu: true,
    fill: async (dialog) => {
      await dialog.getByLabel('DequeueFrom *').fill('+15550100')
      await dialog.getByLabel('DequeueFrom *').blur()
      await check(dialog)
    },
    request: () => ({ params: { Instruction: 'dequeue', DequeueFrom: '+15550100' } }),
  },
  {
    title: 'call',
    stage: 'P17',
    button: /^Call for 1 reservation$/,
    inMenu: true,
    fill: async (dialog) => {
      await dialog.getByLabel('CallFrom *').fill('+15550100')
      await dialog.getByLabel('CallUrl *').fill('https://example.com/twiml')
      await dialog.getByLabel('CallUrl *').blur()
      await check(dialog)
    },
    request: () => ({ params: { Instruction: 'call', CallFrom: '+15550100' } }),
  },
  {
    title: 'conference',
    stage: 'P17',
    button: /^Connect 1 reservation$/,
    inMenu: true,
    request: () => ({ params: { Instruction: 'conference' } }),
  },
  {
    title: 'change worker activity',
    stage: 'P8',
    button: /^Move 1 worker$/,
    inMenu: true,
    fill: async (dialog, server) => {
      await dialog.getByLabel('Activity').selectOption(activityOf(server, false).sid)
      await check(dialog)
    },
    request: (server) => ({ params: { ActivitySid: activityOf(server, false).sid } }),
  },
  {
    title: 'complete the task',
    stage: 'P13',
    button: /^Complete the task of 1 reservation$/,
    inMenu: true,
    fill: reason,
    request: () => ({ params: { AssignmentStatus: 'completed', Reason: 'tidied up' } }),
  },
  {
    title: 'cancel the task',
    stage: 'P13',
    row: 1,
    button: /^Cancel the task of 1 reservation$/,
    inMenu: true,
    fill: reason,
    request: () => ({ params: { AssignmentStatus: 'canceled', Reason: 'tidied up' } }),
  },
  {
    title: 'delete the task',
    stage: 'P13',
    row: 1,
    button: /^Delete the task of 1 reservation$/,
    inMenu: true,
    fill: async (dialog) => {
      await dialog.getByLabel('Type delete 1 to confirm').fill('delete 1')
    },
    request: () => ({ method: 'DELETE', params: {} }),
  },
]

async function reason(dialog: Locator): Promise<void> {
  await dialog.getByLabel('Reason').fill('tidied up')
  await dialog.getByLabel('Reason').blur()
  await check(dialog)
}

const changes = (log: readonly LoggedRequest[]): readonly LoggedRequest[] =>
  log.filter(({ method }) => method === 'POST' || method === 'DELETE')

test.describe('every action in the real program', () => {
  let server: PracticeServer
  let app: LaunchedApp
  let page: Page

  test.beforeAll(async () => {
    await forgetSecrets(KEYCHAIN_SERVICE)
    server = await startPracticeServer({ scenario: 'quiet', seed: 21 })
    app = await launchApp({ env: { TASKROUTER_BASE_URL: server.url } })
    page = await app.window()
    await signIn(page, server)
    await page.evaluate('window.bridge.settings.set({ tourSeen: true })')
    await page.getByRole('button', { name: /^All\b/ }).click()
  })

  test.afterAll(async () => {
    await app.close()
    await server.close()
    await forgetSecrets(KEYCHAIN_SERVICE)
  })

  for (const action of CASES) {
    test(action.title, async () => {
      const staged = server.control.stage(action.stage, {
        ageMs: 10_000,
        ...(action.stage === 'P1' ? { count: 1 } : {}),
      })
      const sid = staged.reservationSids[action.row ?? 0] ?? ''
      await page.evaluate('window.bridge.board.refresh()')
      const row = page.getByRole('grid', { name: 'Reservations' }).locator(`[data-sid="${sid}"]`)
      await expect(row).toBeVisible({ timeout: READY_MS })
      await row.click()
      if (action.inMenu === true) {
        await page.getByRole('button', { name: 'More', exact: true }).click()
        await page.getByRole('menuitem', { name: new RegExp(action.button.source.slice(1, -1)) }).click()
      } else await page.getByRole('button', { name: action.button }).click()
      const dialog = page.getByRole('dialog')
      await expect(dialog).toBeVisible()
      await action.fill?.(dialog, server)
      const confirm = dialog.getByRole('button', { name: action.button })
      await expect(confirm).toBeEnabled({ timeout: READY_MS })
      await app.screenshot(`plan-${action.title.replaceAll(/[^a-z]+/g, '-')}`)
      server.control.clearRequestLog()
      await confirm.click()
      await expect(dialog).toBeHidden()
      await expect
        .poll(async () => new Set((await jobs(page)).map(({ state }) => state)), { timeout: READY_MS })
        .toEqual(new Set(['finished']))
      const newest = [...(await jobs(page))].sort((a, b) => b.startedAt - a.startedAt)[0]
      expect(newest?.counts).toMatchObject({ done: 1, failed: 0, unknown: 0, superseded: 0, skipped: 0 })
      const expected = action.request(server)
      const [change, ...more] = changes(server.control.requestLog())
      expect(more).toEqual([])
      expect(change).toMatchObject({ method: expected.method ?? 'POST', params: expected.params })
      expect(change?.status).toBeLessThan(300)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    })
  }

  test('set the capacity of a worker, from the screen of workers', async () => {
    const staged = server.control.stage('P8', { ageMs: 10_000 })
    const sid = staged.workerSids[0] ?? ''
    const { channels } = server.control.current.world.workers.get(sid)!
    const slot = channels.find(({ channel }) => channel.uniqueName === 'chat')!
    const workers = new WorkersPage(page)
    await workers.open()
    await workers.line(sid).getByRole('checkbox').click()
    await workers.bar.getByRole('button', { name: 'Set the capacity of 1 worker' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Channel').selectOption(slot.channel.sid)
    await dialog.getByLabel('Tasks at once').fill('7')
    await dialog.getByLabel('Tasks at once').blur()
    await check(dialog)
    const confirm = dialog.getByRole('button', { name: 'Set the capacity of 1 worker' })
    await expect(confirm).toBeEnabled({ timeout: READY_MS })
    await app.screenshot('plan-set-capacity')
    server.control.clearRequestLog()
    await confirm.click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => slot.capacity).toBe(7)
    expect(changes(server.control.requestLog())).toMatchObject([
      {
        method: 'POST',
        path: expect.stringContaining(`/Workers/${sid}/Channels/`),
        params: { Capacity: '7' },
      },
    ])
    await app.screenshot('job-set-capacity')
  })

  test('nothing of it made the window complain', () => {
    expect(app.complaints).toEqual([])
  })
})
