import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardRow } from '../../../../preload/contract/board'
import { COLUMN_IDS } from '../../../../renderer/board/columns'
import {
  compileSort,
  OLDEST_FIRST,
  parseSort,
  rankRows,
  serialiseSort,
  toggleSort,
} from '../../../../renderer/board/sort'
import { BUILT_IN_VIEWS, viewsWith } from '../../../../renderer/board/views'
import { boardRow, boardRows, NOON } from '../../../support/board-fixtures'

const sorted = (rows: readonly BoardRow[], sort: string) =>
  [...rows].sort(compileSort(parseSort(sort))).map(({ subject }) => subject)

const named = (values: readonly Partial<BoardRow>[]) =>
  values.map((over, index) => boardRow(index, { subject: String(index), ...over }))

describe('sort', () => {
  it('puts the oldest first by descending age', () => {
    expect(sorted(boardRows(3), '-age')).toEqual(['Caller 3', 'Caller 2', 'Caller 1'])
  })

  it('takes an ended row by when it ended, whenever it was made', () => {
    const rows = named([
      { createdAt: NOON - 10_000 },
      { createdAt: NOON - 90_000, endedAt: NOON - 5_000 },
      { createdAt: NOON - 20_000, endedAt: NOON - 15_000 },
      { createdAt: null, endedAt: NOON - 1_000 },
      { createdAt: null },
    ])
    expect(sorted(rows, 'age')).toEqual(['3', '1', '0', '2', '4'])
    expect(sorted(rows, '-age')).toEqual(['2', '0', '1', '3', '4'])
    const ended = BUILT_IN_VIEWS.indexOf('ended')
    expect(serialiseSort(viewsWith([])[ended]?.sort ?? [])).toBe('age')
  })

  it('sorts statuses as a reservation lives, unknown ones last', () => {
    const rows = named([
      { status: 'wrapping' },
      { status: 'odd' },
      { status: 'pending' },
      { status: 'accepted' },
    ])
    expect(sorted(rows, 'status')).toEqual(['2', '3', '0', '1'])
  })

  it('puts what is not known last in both directions', () => {
    const rows = named([{ priority: null }, { priority: 1 }, { priority: 5 }])
    expect(sorted(rows, 'priority')).toEqual(['1', '2', '0'])
    expect(sorted(rows, '-priority')).toEqual(['2', '1', '0'])
  })

  it('sorts names as people do', () => {
    const rows = named([
      { workerName: 'Zoe 10' },
      { workerName: 'zoe 9' },
      { workerName: 'Ädam' },
      { workerName: 'Ben' },
    ])
    expect(sorted(rows, 'worker')).toEqual(['2', '3', '1', '0'])
  })

  it('sorts by several terms in turn', () => {
    const rows = named([
      { queueName: 'B', priority: 1 },
      { queueName: 'A', priority: 1 },
      { queueName: 'A', priority: 9 },
    ])
    expect(sorted(rows, 'queue,-priority,age')).toEqual(['2', '1', '0'])
  })

  it('turns a column round, then drops it', () => {
    const first = toggleSort(OLDEST_FIRST, 'queue', false)
    expect(serialiseSort(first)).toBe('queue')
    const second = toggleSort(first, 'queue', false)
    expect(serialiseSort(second)).toBe('-queue')
    expect(toggleSort(second, 'queue', false)).toBe(OLDEST_FIRST)
  })

  it('adds and turns terms without losing the others', () => {
    const both = toggleSort(parseSort('queue'), 'priority', true)
    expect(serialiseSort(both)).toBe('queue,-priority')
    expect(serialiseSort(toggleSort(both, 'queue', true))).toBe('-queue,-priority')
    expect(serialiseSort(toggleSort(toggleSort(both, 'queue', true), 'queue', true))).toBe('-priority')
  })

  it('reads what it wrote and ignores what it does not know', () => {
    const all = COLUMN_IDS.map((key, index) => ({ key, descending: index % 2 === 0 }))
    expect(parseSort(serialiseSort(all))).toEqual(all)
    expect(parseSort('-age,colour,age')).toEqual([{ key: 'age', descending: true }])
  })

  it('ranks rows as its first term compares them', () => {
    const value = fc.constantFrom<Partial<BoardRow>>(
      { workerName: 'Zoe 10', priority: 1, createdAt: NOON - 5_000, reasonLevel: 'stuck' },
      { workerName: 'zoe 9', priority: 7, createdAt: null, status: 'wrapping' },
      { workerName: 'Zoe 9', priority: null, endedAt: NOON - 7_000, status: 'odd' },
      { workerName: null, deadlineAt: null, reasonLevel: 'watch' },
    )
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 6 }),
        fc.constantFrom(...COLUMN_IDS),
        fc.boolean(),
        (values, key, descending) => {
          const rows = named(values)
          const terms = [{ key, descending }]
          const compare = compileSort(terms)
          const ranks = rankRows(rows, terms)
          rows.forEach((a, i) => {
            rows.forEach((b, j) => {
              const [x, y] = [ranks[i] ?? 0, ranks[j] ?? 0]
              expect(x === y ? 0 : Math.sign(x - y)).toBe(Math.sign(compare(a, b)) || 0)
            })
          })
        },
      ),
    )
  })
})
