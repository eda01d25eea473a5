import { afterEach, describe, expect, it, vi } from 'vitest'
import type { HistoryEntry, HistoryQuery } from '../../../../preload/contract/bulk'
import { fail, succeed } from '../../../../preload/contract/envelope'
import HistoryScreen from '../../../../renderer/history/HistoryScreen.vue'
import { createFakeBridge, HARBOUR, problem, type FakeBridge } from '../../../support/fake-bridge'
import { historyEntry } from '../../../support/history-entries'
import { sid } from '../../../support/rows'
import {
  allByRole,
  byRole,
  openMenu,
  pageText,
  press,
  settle,
  showConsole,
  type,
  unmountAll,
} from '../../../support/screen'

const entry = (n: number, over: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `h-${String(n)}`,
  ...historyEntry(n, { workerName: `Worker ${String(n)}` }),
  ...over,
})

interface Kept {
  readonly entries?: readonly HistoryEntry[]
  readonly more?: boolean
  readonly brokenAt?: number | null
}

async function open({ entries = [], more = false, brokenAt = null }: Kept = {}): Promise<FakeBridge> {
  const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
  fake.answer('history/query', () =>
    succeed({ entries, more, chain: { intact: brokenAt === null, lines: entries.length, brokenAt } }),
  )
  await showConsole(HistoryScreen, fake)
  return fake
}

const queries = (fake: FakeBridge): readonly HistoryQuery[] =>
  fake.calls
    .filter(({ channel }) => channel === 'history/query')
    .map(({ request }) => request as HistoryQuery)

/** Typing is waited for, so that not every letter is a search. */
async function asked(fake: FakeBridge, expected: object): Promise<void> {
  await vi.waitFor(() => {
    expect(queries(fake).at(-1)).toMatchObject(expected)
  })
  await settle()
}

async function choose(name: string, value: string): Promise<void> {
  const field = byRole<HTMLSelectElement>('combobox', name)
  field.value = value
  field.dispatchEvent(new Event('change', { bubbles: true }))
  await settle()
}

async function pick(label: string, day: string): Promise<void> {
  const field = [...document.querySelectorAll<HTMLInputElement>('input[type="date"]')].find(
    (input) => input.closest('label')?.textContent?.trim() === label,
  )
  if (field === undefined) throw new Error(`no day named ${label}`)
  field.value = day
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await settle()
}

afterEach(unmountAll)

describe('the history', () => {
  it('tells who did what to what, with the change in words, and that the chain holds', async () => {
    await open({
      entries: [
        entry(1),
        entry(2, {
          action: 'workerChannel',
          sid: sid('WK', 2),
          statusBefore: 'capacity=1 available=true',
          statusAfter: 'capacity=3 available=false',
        }),
        entry(3, { outcome: 'failed', twilioCode: 40_135 }),
        entry(4, { action: 'workerActivity', statusBefore: 'Available', statusAfter: 'Offline' }),
      ],
    })
    const [rejected, capacity, failed, moved] = allByRole('row')
      .slice(1)
      .map((row) => row.textContent ?? '')
    expect(rejected).toMatch(/Reject.*Done.*Worker 1.*Pending → Rejected.*Ada.*end of shift/s)
    expect(capacity).toMatch(/Set capacity.*1 at once, open → 3 at once, closed/s)
    expect(failed).toMatch(/Failed\s*\(40135\)/)
    expect(moved).toMatch(/Move worker.*Available → Offline/s)
    expect(pageText()).toContain('Chain intact, 4 lines')
  })

  it('is searched by words, action, outcome, worker, operator and days, and cleared again', async () => {
    const fake = await open({ entries: [entry(1)] })
    await type('textbox', 'Search SIDs, workers, actions, notes', sid('WR', 1))
    await asked(fake, { text: sid('WR', 1), before: null })
    await choose('Action', 'workerChannel')
    await choose('Outcome', 'failed')
    await type('textbox', 'Worker', 'ana')
    await type('textbox', 'Done by', 'ada')
    await pick('From', '2026-03-02')
    await pick('To', '2026-03-03')
    await asked(fake, {
      action: 'workerChannel',
      outcome: 'failed',
      worker: 'ana',
      operator: 'ada',
      from: new Date(2026, 2, 2).getTime(),
      to: new Date(2026, 2, 4).getTime(),
    })
    await press('button', 'Clear filters')
    await vi.waitFor(() => {
      expect(queries(fake).at(-1)?.action).toBeUndefined()
    })
    expect(queries(fake).at(-1)).toMatchObject({ text: sid('WR', 1) })
  })

  it('says which range is wrong and does not ask for it', async () => {
    const fake = await open({ entries: [entry(1)] })
    await pick('To', '2026-03-01')
    await asked(fake, { to: new Date(2026, 2, 2).getTime() })
    const before = queries(fake).length
    await pick('From', '2026-03-05')
    expect(pageText()).toContain('“From” must not be later than “To”')
    await pick('From', '2026-03-01')
    await asked(fake, { from: new Date(2026, 2, 1).getTime() })
    expect(queries(fake)).toHaveLength(before + 1)
  })

  it('goes on with older entries from where it ended', async () => {
    const fake = await open({ entries: [entry(2), entry(1)], more: true })
    await press('button', 'Show older')
    expect(queries(fake).at(-1)).toMatchObject({ before: entry(1).at })
    expect(allByRole('row')).toHaveLength(5)
  })

  it.each([
    ['As CSV', { format: 'csv', rawNumbers: false }],
    ['As CSV with phone numbers', { format: 'csv', rawNumbers: true }],
    ['As JSON', { format: 'json', rawNumbers: false }],
  ])('is exported %s as it is filtered', async (name, expected) => {
    const fake = await open({ entries: [entry(1)] })
    await choose('Outcome', 'done')
    await asked(fake, { outcome: 'done' })
    await openMenu('Export')
    await press('menuitem', name)
    const { request } = fake.calls.find(({ channel }) => channel === 'history/export') ?? {}
    expect(request).toMatchObject({ ...expected, query: { outcome: 'done' } })
  })

  it('says at which line the chain is broken, why it cannot be read, and when nothing was found', async () => {
    await open({ entries: [entry(1)], brokenAt: 7 })
    expect(pageText()).toContain('The chain is broken at line 7')
    unmountAll()
    const fake = await open()
    expect(pageText()).toContain('Nothing done yet')
    await type('textbox', 'Worker', 'nobody')
    await asked(fake, { worker: 'nobody' })
    expect(pageText()).toContain('Nothing found')
    fake.answer('history/query', () => fail(problem('storage')))
    await type('textbox', 'Worker', 'somebody')
    await asked(fake, { worker: 'somebody' })
    expect(byRole('alert').textContent).not.toBe('')
  })
})
