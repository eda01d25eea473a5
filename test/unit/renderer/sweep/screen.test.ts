import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { isLive, type BoardRow } from '../../../../preload/contract/board'
import { writeRows } from '../../../../preload/contract/row-pages'
import { createConsole, provideConsole, type BoardConsole } from '../../../../renderer/board/console'
import { navigate, route } from '../../../../renderer/app/router'
import { useAlertsStore } from '../../../../renderer/app/stores/alerts'
import { translate } from '../../../../renderer/i18n'
import { NO_SCOPE } from '../../../../renderer/sweep/selection'
import SweepButton from '../../../../renderer/sweep/SweepButton.vue'
import SweepScreen from '../../../../renderer/sweep/SweepScreen.vue'
import { createFakeBridge, HARBOUR, type FakeBridge } from '../../../support/fake-bridge'
import { boardStatus } from '../../../support/board-fixtures'
import { byRole, pageText, press, settle, show, unmountAll } from '../../../support/screen'

let fake: FakeBridge
let console: BoardConsole
let stops: (() => void)[] = []

beforeEach(() => {
  fake = createFakeBridge({ rows: 300, connection: { phase: 'connected', connection: HARBOUR } })
  navigate({ name: 'sweep' })
})
afterEach(() => {
  unmountAll()
  for (const stop of stops) stop()
  stops = []
})

async function open(component: Parameters<typeof show>[0] = SweepScreen): Promise<BoardConsole> {
  console = createConsole({
    bridge: fake.bridge,
    settings: () => DEFAULT_SETTINGS,
    saveSettings: () => undefined,
  })
  stops.push(() => {
    console.stop()
  })
  const plugin = {
    install: (app: Parameters<typeof provideConsole>[0]) => {
      provideConsole(app, console)
    },
  }
  await show(component, fake, {}, [plugin])
  stops.push(await useAlertsStore().start())
  return console
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !holds(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    await settle()
  }
  expect(holds()).toBe(true)
  await settle()
}

const live = (wanted: (row: BoardRow) => boolean): readonly BoardRow[] =>
  [...fake.rows.values()].filter((row) => row.endedAt === null && isLive(row.status) && wanted(row))
const step = (id: string): HTMLElement | null => document.querySelector(`[data-step="${id}"]`)
const named = (verb: 'reject' | 'complete' | 'wrapUp', n: number): string =>
  `${translate(`bulk.named.${verb}`, {}, n)}…`

async function sweepQueue(): Promise<string> {
  const queue = live(() => true)[0]?.queueSid ?? ''
  console.sweep.scope.value = { ...NO_SCOPE, queues: [queue] }
  await until(() => console.board.complete.value && console.sweep.rows.value !== null)
  console.sweep.look()
  await settle()
  return queue
}

describe('the sweep screen', () => {
  it('asks whose work first: nothing chosen sweeps nothing', async () => {
    await open()
    expect(pageText()).toContain('Choose whose work to sweep')
    expect(step('offers')).toBeNull()
  })

  it('chooses by queue, with how many live rows each has', async () => {
    await open()
    await until(() => console.directory.value !== null && console.board.complete.value)
    await press('button', /^Queues: Any/)
    const first = document.querySelector<HTMLElement>('li input[type="checkbox"]')
    first?.click()
    await settle()
    expect(console.sweep.scope.value.queues).toHaveLength(1)
    expect(step('offers')).not.toBeNull()
  })

  it('previews each step live and opens the ordinary plan with exactly its rows', async () => {
    await open()
    const queue = await sweepQueue()
    const pending = live((row) => row.queueSid === queue && row.status === 'pending')
    expect(pending.length).toBeGreaterThan(1)
    expect(step('offers')?.dataset['state']).toBe('open')
    const gone = pending[0]!
    fake.push('board/push', { kind: 'delta', stream: 'fake', seq: 2, upserts: [], removed: [gone.sid] })
    await until(() => console.sweep.rows.value?.steps.offers.sids.length === pending.length - 1)
    await press('button', named('reject', pending.length - 1))
    const asked = fake.calls.filter(({ channel }) => channel === 'bulk/plan').map(({ request }) => request)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({
      action: { kind: 'instruction', instruction: { kind: 'reject' } },
    })
    const { sids } = asked[0] as { sids: string[] }
    expect([...sids].sort()).toEqual(
      pending
        .filter((row) => row !== gone)
        .map((row) => row.sid)
        .sort(),
    )
    expect(console.planning.stage.value.kind).toBe('review')
    // Nothing is sent by opening a plan.
    expect(fake.calls.some(({ channel }) => channel === 'bulk/run')).toBe(false)
  })

  it('remembers what was done while it runs, over a change of screen', async () => {
    await open()
    await sweepQueue()
    const count = console.sweep.rows.value?.steps.offers.sids.length ?? 0
    await press('button', named('reject', count))
    await console.planning.confirm()
    await until(() => console.sweep.steps.value[0]?.state === 'done')
    expect(pageText()).toContain(translate('sweep.result', {}, count))
    expect(byRole('radiogroup', 'What is to be swept').querySelector('input')?.disabled).toBe(true)

    unmountAll()
    const kept = console
    await show(SweepScreen, fake, {}, [
      {
        install: (app: Parameters<typeof provideConsole>[0]) => {
          provideConsole(app, kept)
        },
      },
    ])
    expect(step('offers')?.dataset['state']).toBe('done')
    expect(pageText()).toContain('1 of 3 steps done')
  })

  it('lists what is going on for a decision, and completes only what was chosen', async () => {
    await open()
    await sweepQueue()
    const rows = step('accepted')?.querySelectorAll('[data-sid]') ?? []
    expect(rows.length).toBeGreaterThan(1)
    const first = rows[0]!
    first.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
    await settle()
    await press('button', named('complete', 1))
    const plan = fake.calls.find(({ channel }) => channel === 'bulk/plan')
    expect(plan?.request).toMatchObject({ sids: [first.getAttribute('data-sid')] })
    console.planning.close()
    first.querySelectorAll('button')[0]?.click()
    await settle()
    expect(console.noteSid.value).toBe(first.getAttribute('data-sid'))
    first.querySelectorAll('button')[1]?.click()
    expect(route.value.name).toBe('board')
    expect(console.openSid.value).toBe(first.getAttribute('data-sid'))
  })

  it('is finished when every step is done or left, and begins anew', async () => {
    await open()
    await sweepQueue()
    for (const id of ['offers', 'wrapUps', 'accepted'] as const) console.sweep.pass(id, true)
    await settle()
    expect(pageText()).toContain('The sweep is finished')
    await press('button', 'Start another')
    expect(console.sweep.underway.value).toBe(false)
    expect(pageText()).toContain('Choose whose work to sweep')
  })

  it('leaves snoozed rows alone and says so', async () => {
    await open()
    await sweepQueue()
    const [sid] = console.sweep.rows.value?.steps.offers.sids ?? []
    await fake.bridge.alerts.snooze({ target: { sids: [sid ?? ''] }, minutes: 15 })
    await settle()
    expect(console.sweep.rows.value?.steps.offers.sids).not.toContain(sid)
    expect(pageText()).toContain('1 snoozed reservation is left alone')
  })

  it('starts no step while the workspace is still being read, and says when the board is stale', async () => {
    fake.answer('board/subscribe', () => ({ ok: true, data: boardStatus({ phase: 'reading' }) }))
    await open()
    const row = live(({ status }) => status === 'pending')[0]!
    fake.push('board/push', {
      kind: 'page',
      stream: 'slow',
      seq: 1,
      first: true,
      last: false,
      rows: writeRows([row]),
    })
    console.sweep.scope.value = { ...NO_SCOPE, queues: [row.queueSid ?? ''] }
    await until(() => console.board.rows.size === 1)
    console.sweep.look()
    await settle()
    expect(pageText()).toContain('still being read')
    expect(byRole<HTMLButtonElement>('button', named('reject', 1)).disabled).toBe(true)
    fake.push('board/status', boardStatus({ phase: 'stale', freshAt: Date.now() - 60_000 }))
    await settle()
    expect(pageText()).toContain('out of date')
  })

  it('says when nothing is there to sweep', async () => {
    await open()
    console.sweep.scope.value = { ...NO_SCOPE, text: 'nobody is called this' }
    await until(() => console.board.complete.value)
    expect(pageText()).toContain('Nothing to sweep')
  })

  it('shows rows that failed, with the way to the job', async () => {
    await open()
    await sweepQueue()
    await press('button', named('reject', console.sweep.rows.value?.steps.offers.sids.length ?? 0))
    const job = await console.planning.confirm()
    fake.push('bulk/job', {
      job: { ...job!, counts: { ...job!.counts, done: 1, failed: 2 } },
      rows: [],
    })
    await settle()
    expect(pageText()).toContain('2 failed')
    await press('button', 'Show the job')
    expect(route.value).toMatchObject({ name: 'jobs', jobId: job!.id })
  })
})

describe('the way to the sweep', () => {
  it('opens it, and says how far the present one is', async () => {
    await open(SweepButton)
    navigate({ name: 'board', view: 'stuck' })
    await press('button', 'Sweep…')
    expect(route.value.name).toBe('sweep')
    console.sweep.pass('offers', true)
    await settle()
    expect(pageText()).toMatch(/Sweep: \d of 3 steps/)
  })
})
