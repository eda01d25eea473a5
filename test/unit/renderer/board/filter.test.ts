import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  combineFilters,
  compileFilter,
  dependsOnTime,
  isEmptyFilter,
  LIST_CONDITIONS,
  NO_FILTER,
  parseFilter,
  serialiseFilter,
  withList,
  type BoardFilter,
} from '../../../../renderer/board/filter'
import { boardRow, boardRows, NOON, sidOf } from '../../../support/board-fixtures'

const matching = (filter: Partial<BoardFilter>, rows = boardRows(10)) =>
  rows.filter(compileFilter({ ...NO_FILTER, ...filter }, () => NOON)).length

describe('filter', () => {
  it('lets everything through when empty', () => {
    expect(matching({})).toBe(10)
    expect(isEmptyFilter(NO_FILTER)).toBe(true)
  })

  it('combines conditions with "and", the values of one with "or"', () => {
    const rows = boardRows(10, (n) => ({
      status: n % 2 ? 'pending' : 'wrapping',
      channel: n > 5 ? 'chat' : 'voice',
    }))
    expect(matching({ lists: { status: ['pending', 'wrapping'], channel: ['chat'] } }, rows)).toBe(5)
    expect(matching({ lists: { status: ['pending'], channel: ['chat'] } }, rows)).toBe(2)
  })

  it('finds words in names, subjects and SIDs, in any case and order', () => {
    expect(matching({ text: 'CALLER queue' })).toBe(10)
    expect(matching({ text: 'worker 3 caller' }, [boardRow(3)])).toBe(1)
    expect(matching({ text: sidOf('WT', 4) })).toBe(1)
    expect(matching({ text: 'nobody' })).toBe(0)
  })

  it('tells live from ended, and takes an unknown status for live', () => {
    const rows = [
      boardRow(1),
      boardRow(2, { status: 'completed', endedAt: NOON }),
      boardRow(3, { status: 'hibernating' }),
    ]
    expect(matching({ life: 'live' }, rows)).toBe(2)
    expect(matching({ life: 'ended' }, rows)).toBe(1)
  })

  it('counts age on the server clock and leaves out rows whose age is not known', () => {
    const rows = [...boardRows(10), boardRow(99, { createdAt: null })]
    expect(matching({ olderThan: 4 }, rows)).toBe(7)
    expect(matching({ olderThan: 4 }, [boardRow(60, { endedAt: NOON - 3_000 })])).toBe(0)
    expect(matching({ olderThan: 4 }, [boardRow(60, { endedAt: NOON - 4_000 })])).toBe(1)
    expect(dependsOnTime({ ...NO_FILTER, olderThan: 4 })).toBe(true)
    expect(dependsOnTime(NO_FILTER)).toBe(false)
  })

  it('compares the number of rejections', () => {
    expect(
      matching(
        { minRejections: 8 },
        boardRows(10, (n) => ({ rejections: n })),
      ),
    ).toBe(3)
  })

  it('adds a supervisor’s filter to that of the view', () => {
    const view = parseFilter('status=pending&text=caller')
    const own = parseFilter('queue=WQ1&text=7')
    expect(serialiseFilter(combineFilters(view, own))).toBe('status=pending&queue=WQ1&text=caller+7')
  })

  it('removes a condition together with its last value', () => {
    expect(isEmptyFilter(withList(parseFilter('reason=rejectLoop'), 'reason', []))).toBe(true)
  })

  it('survives being written and read', () => {
    const words = fc
      .array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 })
      .map((all) => [...new Set(all)])
    const lists = fc.record(Object.fromEntries(LIST_CONDITIONS.map((condition) => [condition, words])), {
      requiredKeys: [],
    })
    const seconds = fc.option(fc.integer({ min: 0, max: 999_999 }))
    const life = fc.constantFrom<BoardFilter['life']>('live', 'ended', 'any')
    const text = fc.string().map((raw) => raw.trim())
    fc.assert(
      fc.property(fc.record({ lists, life, olderThan: seconds, minRejections: seconds, text }), (filter) => {
        expect(parseFilter(serialiseFilter(filter))).toEqual(filter)
      }),
    )
  })

  it('reads a damaged filter as far as it goes', () => {
    expect(parseFilter('status=pending&olderThan=soon&colour=red&life=maybe')).toEqual({
      ...NO_FILTER,
      lists: { status: ['pending'] },
    })
  })
})
