import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLive, RESERVATION_STATUSES, type BoardRow } from '../../../../preload/contract/board'
import { compileFilter, NO_FILTER, parseFilter } from '../../../../renderer/board/filter'
import { canTake } from '../../../../renderer/bulk/actions'
import {
  NO_SCOPE,
  scopeFilter,
  STEP_IDS,
  STEPS,
  SWEEP_KINDS,
  sweepRows,
  type SweepScope,
} from '../../../../renderer/sweep/selection'
import { boardRow, NOON, sid } from '../../../support/rows'

const everything = () => true
const nobody = () => false

const anyRow: fc.Arbitrary<BoardRow> = fc
  .record({
    n: fc.integer({ min: 1, max: 5_000 }),
    status: fc.constantFrom(...RESERVATION_STATUSES, 'onHold'),
    ended: fc.boolean(),
    age: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }),
    queue: fc.integer({ min: 1, max: 3 }),
    worker: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
    channel: fc.constantFrom('voice', 'chat', null),
  })
  .map(({ n, status, ended, age, queue, worker, channel }) =>
    boardRow({
      sid: sid('WR', n),
      taskSid: sid('WT', n % 40),
      status,
      endedAt: ended || !isLive(status) ? NOON : null,
      createdAt: age === null ? null : NOON - age * 1000,
      queueSid: sid('WQ', queue),
      workerSid: worker === null ? null : sid('WK', worker),
      channel,
    }),
  )
const anyRows = fc.uniqueArray(anyRow, { maxLength: 60, selector: (row) => row.sid })
const anyScope: fc.Arbitrary<SweepScope> = fc.record({
  viewId: fc.constant(null),
  queues: fc.subarray([1, 2, 3].map((n) => sid('WQ', n))),
  workers: fc.subarray([1, 2, 3, 4].map((n) => sid('WK', n))),
  channels: fc.subarray(['voice', 'chat']),
  text: fc.constantFrom('', ' ', 'desk'),
})

describe('the rows of a sweep', () => {
  it('are the live rows of the scope, each in at most one step, and no other', () => {
    fc.assert(
      fc.property(anyRows, anyScope, (rows, scope) => {
        const filter = scopeFilter(scope, () => undefined)
        fc.pre(filter !== null)
        const inScope = compileFilter(filter ?? NO_FILTER, () => NOON)
        const found = sweepRows(rows, inScope, nobody)
        const named = STEP_IDS.flatMap((step) => found.steps[step].sids)
        const wanted = rows.filter((row) => row.endedAt === null && isLive(row.status) && inScope(row))
        expect(new Set(named).size).toBe(named.length)
        expect(named.length + found.unknown).toBe(wanted.length)
        expect(named.every((each) => wanted.some((row) => row.sid === each))).toBe(true)
      }),
    )
  })

  it('can take the action of their step, whatever the sweep', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom(...SWEEP_KINDS), (rows, kind) => {
        const bySid = new Map(rows.map((row) => [row.sid, row]))
        const found = sweepRows(rows, everything, nobody)
        for (const { id, action } of STEPS[kind]) {
          for (const each of found.steps[id].sids) {
            const row = bySid.get(each)
            expect(row !== undefined && (action === null || canTake(action, row))).toBe(true)
          }
        }
      }),
    )
  })

  it('come oldest first, whatever the order of the board', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const found = sweepRows(rows, everything, nobody)
        expect(sweepRows([...rows].reverse(), everything, nobody)).toEqual(found)
        const created = new Map(rows.map((row) => [row.sid, row.createdAt ?? Number.POSITIVE_INFINITY]))
        for (const step of STEP_IDS) {
          const times = found.steps[step].sids.map((each) => created.get(each) ?? 0)
          expect(times).toEqual([...times].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
        }
      }),
    )
  })

  it('leave snoozed ones out and say how many', () => {
    fc.assert(
      fc.property(anyRows, fc.func(fc.boolean()), (rows, isSnoozed) => {
        const all = sweepRows(rows, everything, nobody)
        const found = sweepRows(rows, everything, isSnoozed)
        const count = (of: typeof all) => STEP_IDS.reduce((sum, step) => sum + of.steps[step].sids.length, 0)
        expect(count(found) + found.snoozed).toBe(count(all))
        expect(STEP_IDS.flatMap((step) => found.steps[step].sids).some((each) => isSnoozed(each))).toBe(false)
      }),
    )
  })

  it('count tasks and workers once', () => {
    const rows = [1, 2, 3].map((n) =>
      boardRow({ sid: sid('WR', n), taskSid: sid('WT', 1), workerSid: n === 3 ? null : sid('WK', 7) }),
    )
    expect(sweepRows(rows, everything, nobody).steps.offers).toMatchObject({ tasks: 1, workers: 1 })
  })
})

describe('the scope of a sweep', () => {
  const views = (id: string) =>
    ({ all: NO_FILTER, night: parseFilter(`queue=${sid('WQ', 2)}&text=team`) })[id] ?? undefined

  it('is nothing until something is chosen: an empty form never means everything', () => {
    expect(scopeFilter(NO_SCOPE, views)).toBeNull()
    expect(scopeFilter({ ...NO_SCOPE, text: '   ' }, views)).toBeNull()
    expect(scopeFilter({ ...NO_SCOPE, viewId: 'all' }, views)).toEqual(NO_FILTER)
  })

  it('narrows a view by what else is chosen', () => {
    const filter = scopeFilter({ ...NO_SCOPE, viewId: 'night', channels: ['voice'], text: 'ana' }, views)
    expect(filter).toMatchObject({
      lists: { queue: [sid('WQ', 2)], channel: ['voice'] },
      text: 'team ana',
    })
  })

  it('ends with its view: what is gone must not turn into everything', () => {
    expect(scopeFilter({ ...NO_SCOPE, viewId: 'removed', queues: [sid('WQ', 1)] }, views)).toBeNull()
  })
})
