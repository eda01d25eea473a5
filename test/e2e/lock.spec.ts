// The lock in the real app, on the real keychain: what a window is told while it is locked, and what it takes to open it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { ASKED_WHILE } from '../../main/lock/gate'
import { PIN_NAME } from '../../main/lock/lock'
import { startPracticeServer, type PracticeServer } from '../../main/practice'
import { KEYCHAIN_SERVICE } from '../../main/vault/keytar-vault'
import { CHANNELS, TOPICS } from '../../preload/contract/channels'
import type { Result } from '../../preload/contract/envelope'
import type { LockState } from '../../preload/contract/lock'
import { instructionOf } from '../../preload/contract/instructions'
import { axeFindings } from '../support/e2e/axe'
import { askMain, live, outcomesWhenOver, planRows, runPlan, signIn } from '../support/e2e/bulk'
import { filesHolding } from '../support/e2e/files'
import { heapOf, mainHeapOf } from '../support/e2e/heap'
import { forgetSecrets, secretsOf } from '../support/e2e/keychain'
import { launchApp, NO_KEYCHAIN, type LaunchedApp } from '../support/e2e/launch'
import { Panel } from '../support/dbus/panel'
import { NoticeService } from '../support/dbus/notices'
import { BoardPage } from '../support/e2e/pages/board'
import { LockPage } from '../support/e2e/pages/lock'
import { heardAtWall, listenAtWall } from '../support/e2e/wall'
import { GOOD_REQUESTS } from '../support/shell/requests'

const PIN = 'Grünes Seepferd 71'
const LOCK_KEYS = 'ControlOrMeta+Shift+L'
/** Looks at the event log: so many after the lock has fallen, and the board has had something to tell. */
const LOOKS = 4

test.beforeEach(() => forgetSecrets(KEYCHAIN_SERVICE))
test.afterEach(() => forgetSecrets(KEYCHAIN_SERVICE))

/** A profile that outlives a restart of the program, and a workspace that is signed in to. */
async function withWorkspace(
  work: (parts: {
    server: PracticeServer
    profile: string
    start: () => Promise<LaunchedApp>
  }) => Promise<void>,
): Promise<void> {
  const server = await startPracticeServer({ scenario: 'helpdesk', seed: 11 })
  const profile = await mkdtemp(path.join(tmpdir(), 'console-lock-'))
  await writeFile(
    path.join(profile, 'settings.json'),
    '{"version":1,"settings":{"tourSeen":true,"noTrayHintSeen":true}}',
  )
  const apps: LaunchedApp[] = []
  const start = async () => {
    const app = await launchApp({ profile, env: { TASKROUTER_BASE_URL: server.url } })
    apps.push(app)
    return app
  }
  try {
    await work({ server, profile, start })
  } finally {
    for (const app of apps) await app.close()
    await server.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What main answers to a good request on every channel that is not named for the lock. */
const codesOfOthers = (page: Page): Promise<string[]> =>
  page.evaluate(
    `Promise.all(${JSON.stringify(
      CHANNELS.filter((channel) => !ASKED_WHILE.locked.includes(channel)).map((channel) => [
        ...channel.split('/'),
        GOOD_REQUESTS[channel],
      ]),
    )}.map(([domain, verb, request]) => window.bridge[domain][verb](request ?? undefined)
      .then((answer) => answer.ok ? domain + '/' + verb : answer.error.code)))`,
  )

test('locked, the window is told nothing; the PIN brings the board back, and a restart is locked again', async () => {
  test.setTimeout(240_000)
  await withWorkspace(async ({ server, profile, start }) => {
    const app = await start()
    const page = await app.window()
    const lock = new LockPage(page)
    const board = new BoardPage(page)
    await signIn(page, server)
    await listenAtWall(app.electron)
    await lock.setPin(PIN)
    const [kept] = (await secretsOf(KEYCHAIN_SERVICE)).filter(({ account }) => account === PIN_NAME)
    expect(kept?.password).toMatch(/^scrypt-16-8-1:/)
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await board.showAll()
    const sid = (await board.rows.first().getAttribute('data-sid')) ?? ''
    expect(sid).toMatch(/^WR/)

    await page.keyboard.press(LOCK_KEYS)
    await expect(lock.heading).toBeVisible()
    await expect(lock.field).toBeFocused()
    expect([...new Set(await codesOfOthers(page))]).toEqual(['locked'])
    await page.evaluate(
      `window.heard = []; ${JSON.stringify(TOPICS)}.forEach((topic) => window.bridge.on(topic, () => window.heard.push(topic)))`,
    )
    // The program goes on behind the lock, and a link may bring its window up.
    const looks = () => server.control.log.list().filter((each) => each.path.includes('/Events')).length
    const before = looks()
    await app.electron.evaluate(
      ({ app: program }, link) => program.emit('second-instance', {}, ['console', link]),
      `taskrouter-console://reservation/${sid}`,
    )
    server.control.advance(60_000)
    await expect.poll(looks, { timeout: 30_000 }).toBeGreaterThan(before + LOOKS)
    expect(await page.evaluate('window.heard')).toEqual([])
    expect(await page.locator('body').innerText()).not.toContain(sid)
    expect(await page.locator('[data-sid]').count()).toBe(0)
    // Not hidden but gone: the page that held the rows was replaced.
    expect((await heapOf(page)).includes(sid)).toBe(false)

    await lock.enter('0000')
    await expect(lock.error).toContainText('That is not it.')
    await lock.enter(PIN)
    await expect(board.grid).toBeVisible()
    await live(page)
    await expect(board.rows.first()).toBeVisible()
    // What the link named was kept for whoever may see it.
    await expect(page.getByRole('complementary', { name: 'Reservation' })).toBeVisible()

    const hash = kept?.password.split(':').at(-1) ?? ''
    expect(hash.length).toBeGreaterThan(40)
    for (const secret of [PIN, hash]) {
      expect((await heardAtWall(app.electron, secret)).holding).toEqual([])
      const heap = await heapOf(page)
      expect(heap.includes(secret)).toBe(false)
      expect(app.output()).not.toContain(secret)
    }
    const mainHeap = await mainHeapOf(app.electron)
    for (const secret of [PIN, hash]) expect(mainHeap.includes(secret)).toBe(false)
    expect(app.complaints).toEqual([])
    await app.close()

    const again = await start()
    const second = await again.window()
    const relock = new LockPage(second)
    await expect(relock.heading).toBeVisible()
    expect([...new Set(await codesOfOthers(second))]).toEqual(['locked'])
    await relock.enter(PIN)
    await expect(new BoardPage(second).rows.first()).toBeVisible({ timeout: 30_000 })
    await again.close()
    for (const secret of [PIN, hash, 'scrypt-16']) expect(await filesHolding(profile, secret)).toEqual([])
    expect(await readFile(path.join(profile, 'logs', 'console.log'), 'utf8')).toContain('lock.wrongPin')
  })
})

test('wrong PINs wait, a loaded page waits on, and a forgotten PIN costs every connection', async () => {
  await withWorkspace(async ({ server, start }) => {
    const app = await start()
    const page = await app.window()
    const lock = new LockPage(page)
    await signIn(page, server)
    await lock.setPin(PIN)
    await page.keyboard.press(LOCK_KEYS)
    for (let wrong = 0; wrong < 3; wrong += 1) {
      await lock.enter('0000')
      await expect
        .poll(() => askMain<LockState>(page, 'lock.state').then((state) => state.wrong))
        .toBe(wrong + 1)
      await expect(lock.error).toContainText(wrong < 2 ? 'That is not it.' : 'wrong several times')
    }
    await expect(page.getByRole('button', { name: /^Wait / })).toBeDisabled()
    await page.reload()
    await expect(page.getByRole('button', { name: /^Wait / })).toBeDisabled()
    const unlock = (await page.evaluate(`window.bridge.lock.unlock({ pin: '${PIN}' })`)) as Result<unknown>
    expect(unlock.ok ? 'open' : unlock.error.code).toBe('tryLater')

    await page.getByRole('button', { name: 'Forgotten?' }).click()
    const dialog = page.getByRole('dialog', { name: /^Sign out and remove/ })
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
    expect(await axeFindings(page)).toEqual([])
    await app.screenshot('lock-give-up')
    await dialog.getByRole('button', { name: 'Sign out and remove' }).click()
    await expect(page.getByRole('button', { name: 'Open the practice workspace' })).toBeVisible()
    expect(await secretsOf(KEYCHAIN_SERVICE)).toEqual([])
    expect(await askMain(page, 'connection.list')).toEqual([])
    expect(await askMain(page, 'lock.state')).toMatchObject({ phase: 'open', pinSet: false })
  })
})

test('a job goes on behind the lock, which says so, clean in every theme', async () => {
  test.setTimeout(180_000)
  await withWorkspace(async ({ server, start }) => {
    const app = await start()
    const page = await app.window()
    const lock = new LockPage(page)
    await signIn(page, server)
    await lock.setPin(PIN)
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    const board = new BoardPage(page)
    await board.showAll()
    await expect(board.rows.first()).toBeVisible()
    const rows = await board.rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-sid') ?? ''))
    const action = instructionOf('reject', {})
    const plan = await planRows(page, { kind: 'instruction', instruction: action }, rows.slice(0, 12))
    expect(plan.counts.act).toBeGreaterThan(2)
    server.control.setLimits({ rps: 1, burst: 1 })
    await runPlan(page, plan)
    // The computer's own lock takes the console with it, where that is set.
    await page.evaluate('window.bridge.settings.set({ coverWithScreen: true })')
    await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'))
    await expect(page.getByText('1 job is running and goes on')).toBeVisible()
    for (const theme of ['light', 'dark', 'contrast']) {
      await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
      expect.soft(await axeFindings(page), theme).toEqual([])
      await app.screenshot(`lock-${theme}`)
    }
    server.control.setLimits({ rps: 0, burst: 0 })
    await expect(page.getByText('1 job is running')).toBeHidden({ timeout: 60_000 })
    await lock.enter(PIN)
    await expect(board.grid).toBeVisible()
    await live(page)
    const outcomes = await outcomesWhenOver(page)
    expect([...outcomes.values()].filter(({ outcome }) => outcome === 'done').length).toBeGreaterThan(0)
  })
})

test('the tray locks; while locked it tells numbers only, and a notice says how many alerts and not of what', async () => {
  test.skip(process.platform !== 'linux', 'StatusNotifier is how Linux desktops show tray icons.')
  const panel = await Panel.open()
  const notices = await NoticeService.open()
  try {
    await withWorkspace(async ({ server, start }) => {
      const app = await start()
      const page = await app.window()
      const lock = new LockPage(page)
      const labels = async () => (await panel.menu()).map(({ label }) => label)
      await signIn(page, server)
      await expect.poll(labels).not.toContain('Lock now')
      await lock.setPin(PIN)
      await expect.poll(labels).toContainEqual(expect.stringMatching(/: \d+ reservations?$/))
      const pending = server.control.liveReservations().filter(({ status }) => status === 'pending').length
      const more = 20
      await askMain(page, 'settings.set', {
        alertRules: [
          {
            id: 'r',
            name: 'Offers that wait',
            view: 'pending',
            stuckOnly: false,
            atLeast: pending + more,
            forSeconds: 0,
            enabled: true,
          },
        ],
      })
      const item = (await panel.menu()).find(({ label }) => label === 'Lock now')
      if (item === undefined) throw new Error('The menu offers to lock.')
      await panel.choose(item)
      await expect(lock.heading).toBeVisible()

      await expect.poll(labels).toContain('Locked')
      const told = await labels()
      expect(told).not.toContain('Lock now')
      expect(told).not.toContainEqual(expect.stringMatching(/: \d+ reservations?$/))
      expect(told).toContainEqual(expect.stringMatching(/^\d+ pending, \d+ stuck/))

      const before = notices.shown.length
      server.control.stage('P8', { count: 2 * more, ageMs: 10_000 })
      await expect.poll(() => notices.shown.length, { timeout: 30_000 }).toBeGreaterThan(before)
      for (const { title, body } of notices.shown.slice(before)) {
        expect(title).toMatch(/^\d+ alerts?$/)
        expect(body).toBe('Locked')
      }
    })
  } finally {
    notices.close()
    panel.close()
  }
})

test('a computer that nobody touches locks the console, and a PIN opens it', async () => {
  test.setTimeout(180_000)
  await withWorkspace(async ({ server, start }) => {
    const app = await start()
    const page = await app.window()
    const lock = new LockPage(page)
    await signIn(page, server)
    await lock.setPin(PIN)
    // Nobody ever touches the desktop of a test: what its driver presses never passes through the display's own input.
    await askMain(page, 'settings.set', { coverAfterMinutes: 1 })
    await expect(lock.heading).toBeVisible({ timeout: 90_000 })
    await lock.enter(PIN)
    await expect(
      page.getByRole('navigation', { name: 'Sections' }).or(new BoardPage(page).grid),
    ).toBeVisible()
  })
})

test('without a keychain no PIN can be set, and the settings say so', async () => {
  const app = await launchApp({ env: NO_KEYCHAIN })
  try {
    const page = await app.window()
    await new BoardPage(page).openPractice()
    await new LockPage(page).openSettings()
    await expect(page.getByText('locking cannot be switched on')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Set a PIN/ })).toBeDisabled()
    const set = (await page.evaluate(
      "window.bridge.lock.setPin({ current: null, pin: '2468' })",
    )) as Result<unknown>
    expect(set.ok ? 'kept' : set.error.code).toBe('keychainUnavailable')
    await app.screenshot('lock-no-keychain')
    await page.keyboard.press(LOCK_KEYS)
    await expect(page.getByRole('heading', { name: 'Covered' })).toBeVisible()
  } finally {
    await app.close()
  }
})

test('where a policy requires a PIN, one is chosen before anything is shown', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'console-policy-'))
  const policy = path.join(folder, 'policy.json')
  await writeFile(policy, '{"enforced": {"lockRequired": true, "coverAfterMinutes": 5}}', { mode: 0o644 })
  const app = await launchApp({ env: { SUPERVISOR_CONSOLE_POLICY: policy } })
  try {
    const page = await app.window()
    const lock = new LockPage(page)
    await expect(page.getByRole('heading', { name: 'Choose a PIN' })).toBeVisible()
    expect(await page.evaluate('window.bridge.connection.practice()')).toMatchObject({
      error: { code: 'locked' },
    })
    expect(await axeFindings(page)).toEqual([])
    await app.screenshot('lock-choose')
    await page.keyboard.type(PIN)
    await page.keyboard.press('Tab')
    await page.keyboard.type(PIN)
    await page.keyboard.press('Enter')
    await new BoardPage(page).openPractice()
    await lock.openSettings()
    await expect(page.getByRole('button', { name: /^Remove the PIN/ })).toBeDisabled()
    await expect(page.getByText('it can be changed, not removed')).toBeVisible()
    await app.screenshot('lock-settings')
    expect(await askMain(page, 'settings.get')).toMatchObject({
      locked: ['lockRequired', 'coverAfterMinutes'],
    })
  } finally {
    await app.close()
    await rm(folder, { recursive: true, force: true })
  }
})
