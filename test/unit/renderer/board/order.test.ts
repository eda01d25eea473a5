import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { BoardRow } from '../../../../preload/contract/board'
import { compileFilter, parseFilter } from '../../../../renderer/board/filter'
import { groupedList } from '../../../../renderer/board/grouping'
import { RowOrder } from '../../../../renderer/board/order'
import { bySid, compileSort, parseSort, rankRows } from '../../../../renderer/board/sort'
import { boardRow, boardRows, NOON, sidOf } from '../../../support/board-fixtures'

const LINGER = 1000

function setUp(initial: readonly BoardRow[], filter = '', sort = '-age', lingerMs = 0) {
  const rows = new Map(initial.map((row) => [row.sid, row]))
  let now = NOON
  const rules = {
    matches: compileFilter(parseFilter(filter), () => now),
    compare: compileSort(parseSort(sort)),
    rank: (of: readonly BoardRow[]) => rankRows(of, parseSort(sort)),
  }
  const order = new RowOrder(rows, rules, { lingerMs, now: () => now })
  const change = (upserts: readonly BoardRow[], removed: readonly string[] = []) => {
    for (const row of upserts) rows.set(row.sid, row)
    for (const sid of removed) rows.delete(sid)
    return order.apply({ reset: false, changed: new Set([...upserts.map(({ sid }) => sid), ...removed]) })
  }
  const shown = () => Array.from({ length: order.length }, (_, position) => order.at(position)?.sid)
  return { rows, order, change, shown, rules, pass: (ms: number) => (now += ms) }
}

describe('RowOrder', () => {
  it('shows what matches, sorted', () => {
    const { shown } = setUp(
      boardRows(6, (n) => ({ status: n % 2 ? 'pending' : 'accepted' })),
      'status=pending',
    )
    expect(shown()).toEqual([5, 3, 1].map((n) => sidOf('WR', n)))
  })

  it('replaces a row in place when nothing that is sorted or filtered changed', () => {
    const { order, change } = setUp(boardRows(3))
    expect(change([boardRow(2, { subject: 'Other' })])).toBe(false)
    expect(order.at(1)?.subject).toBe('Other')
  })

  it('holds still while held, shows new values in place and counts what waits', () => {
    const { order, change, shown } = setUp(boardRows(3), 'status=pending', '-priority')
    const before = shown()
    order.hold(true)
    change([boardRow(1, { status: 'accepted' }), boardRow(3, { priority: 9 }), boardRow(4)], [sidOf('WR', 2)])
    expect(shown()).toEqual(before)
    expect(order.at(order.positionOf(sidOf('WR', 1)))?.status).toBe('accepted')
    expect(order.waiting).toBe(4)
    order.hold(false)
    expect(shown()).toEqual([3, 4].map((n) => sidOf('WR', n)))
    expect(order.waiting).toBe(0)
  })

  it('compares a few rows for a burst of changes, not every row of the board', () => {
    const rows = new Map(boardRows(20_000).map((row) => [row.sid, row]))
    const byAge = compileSort(parseSort('-age'))
    let compared = 0
    const order = new RowOrder(
      rows,
      {
        matches: () => true,
        compare: (a, b) => {
          compared += 1
          return byAge(a, b)
        },
        rank: (of) => rankRows(of, parseSort('-age')),
      },
      { lingerMs: 0, now: () => NOON },
    )
    compared = 0
    const moved = Array.from({ length: 50 }, (_, n) => boardRow(1 + n * 301, { createdAt: NOON - n * 977 }))
    for (const row of moved) rows.set(row.sid, row)
    order.apply({ reset: false, changed: new Set(moved.map(({ sid }) => sid)) })
    expect(order.length).toBe(20_000)
    expect(compared).toBeGreaterThan(0)
    expect(compared).toBeLessThan(50 * 40)
  })

  it('forgets a waiting change that undid itself', () => {
    const { order, change } = setUp(boardRows(1))
    order.hold(true)
    change([boardRow(2)])
    change([], [sidOf('WR', 2)])
    expect(order.waiting).toBe(0)
  })

  it('catches up on demand and goes on holding', () => {
    const { order, change, shown } = setUp(boardRows(1))
    order.hold(true)
    change([boardRow(2)])
    order.catchUp()
    expect(shown()).toHaveLength(2)
    change([boardRow(3)])
    expect(order.waiting).toBe(1)
  })

  it('lets a row that ended fade where it stood, then drops it', () => {
    const { order, change, shown, pass } = setUp(boardRows(3), 'status=pending', 'status,-age', LINGER)
    change([boardRow(2, { status: 'completed' })])
    expect(shown()).toEqual([3, 2, 1].map((n) => sidOf('WR', n)))
    expect(order.isLeaving(sidOf('WR', 2))).toBe(true)
    expect(order.matching()).toEqual([3, 1].map((n) => sidOf('WR', n)))
    expect(order.sweep()).toBe(false)
    pass(LINGER)
    expect(order.sweep()).toBe(true)
    expect(shown()).toEqual([3, 1].map((n) => sidOf('WR', n)))
    expect(order.hasLeaving).toBe(false)
  })

  it('lets a row fade in the group in which it was', () => {
    const advised = (n: number) => boardRow(n, { advice: n < 3 ? 'reject' : 'complete' })
    const { order, change, pass } = setUp([1, 2, 3].map(advised), 'status=pending', '-age', LINGER)
    change([{ ...advised(2), status: 'rejected', endedAt: NOON, advice: null }])
    const groups = () =>
      groupedList(order, 'advice', new Set()).groups.map(({ value, rows }) => [
        value,
        rows.map((row) => row.advice),
      ])
    expect(groups()).toEqual([
      ['complete', ['complete']],
      ['reject', [null, 'reject']],
    ])
    pass(LINGER)
    order.sweep()
    expect(groups()).toEqual([
      ['complete', ['complete']],
      ['reject', ['reject']],
    ])
  })

  it('moves rows that end to where ended ones stand, without comparing every row', () => {
    const everyRow = boardRows(5_000)
    const { rows, order, rules } = setUp(everyRow)
    const compare = vi.spyOn(rules, 'compare')
    const ending = everyRow.slice(-40).map((row) => ({ ...row, status: 'completed', endedAt: NOON }))
    for (const row of ending) rows.set(row.sid, row)
    order.apply({ reset: false, changed: new Set(ending.map(({ sid }) => sid)) })
    expect(order.at(0)?.sid).toBe(sidOf('WR', 4_960))
    expect(order.at(4_960)?.endedAt).toBe(NOON)
    expect(compare.mock.calls.length).toBeLessThan(40 * 40)
  })

  it('sorts a whole board by numbers: only rows of one second are compared', () => {
    const rows = new Map(boardRows(2_000).map((row) => [row.sid, row]))
    const terms = parseSort('-age')
    const compare = vi.fn(compileSort(terms))
    const order = new RowOrder(
      rows,
      { matches: () => true, compare, rank: (of) => rankRows(of, terms) },
      { lingerMs: 0, now: () => NOON },
    )
    expect(order.at(0)?.sid).toBe(sidOf('WR', 2_000))
    expect(compare).not.toHaveBeenCalled()
  })

  it('as time passes takes in what has become old enough, without sorting the rest again', () => {
    const { order, shown, pass, rules } = setUp(boardRows(60), 'olderThan=30')
    expect(shown()).toHaveLength(31)
    const rank = vi.spyOn(rules, 'rank')
    expect(order.recheck()).toBe(false)
    pass(5_000)
    expect(order.recheck()).toBe(true)
    expect(shown()).toEqual(Array.from({ length: 36 }, (_, index) => sidOf('WR', 60 - index)))
    expect(rank).not.toHaveBeenCalled()
  })

  it('keeps a row that comes back while it fades', () => {
    const { order, change, pass } = setUp(boardRows(2), 'status=pending', '-age', LINGER)
    change([boardRow(1, { status: 'accepted' })])
    change([boardRow(1)])
    pass(LINGER)
    order.sweep()
    expect(order.matching()).toHaveLength(2)
  })

  it('always equals a full filter and sort, whatever changes in whatever batches', () => {
    const status = fc.constantFrom('pending', 'accepted', 'wrapping', 'completed')
    const edit = fc.record({
      n: fc.integer({ min: 1, max: 30 }),
      status,
      priority: fc.integer({ min: 0, max: 3 }),
      remove: fc.boolean(),
    })
    const sorts = fc.constantFrom('-age', 'status,-priority', '-priority,queue,-age', 'worker')
    const step = fc.record({
      edits: fc.array(edit, { maxLength: 8 }),
      hold: fc.boolean(),
      wait: fc.nat(1500),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        sorts,
        fc.constantFrom(0, LINGER),
        (steps, sort, linger) => {
          const world = setUp(boardRows(15), 'status=pending&status=accepted', sort, linger)
          for (const { edits, hold, wait } of steps) {
            world.order.hold(hold)
            const upserts = edits.filter(({ remove }) => !remove)
            const kept = new Set(upserts.map(({ n }) => n))
            world.change(
              upserts.map(({ n, status, priority }) => boardRow(n, { status, priority })),
              edits.filter(({ n }) => !kept.has(n)).map(({ n }) => sidOf('WR', n)),
            )
            world.pass(wait)
            world.order.sweep()
          }
          world.order.hold(false)
          world.pass(LINGER)
          world.order.sweep()
          const expected = [...world.rows.values()]
            .filter(world.rules.matches)
            .sort((a, b) => world.rules.compare(a, b) || bySid(a, b))
          expect(world.shown()).toEqual(expected.map(({ sid }) => sid))
          expected.forEach(({ sid }, position) => {
            expect(world.order.positionOf(sid)).toBe(position)
          })
        },
      ),
      { numRuns: 150 },
    )
  })
})
