import { afterEach, describe, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import type { BoardRow } from '../../../../preload/contract/board'
import type { SavedView } from '../../../../preload/contract/settings'
import { createBoardModel } from '../../../../renderer/board/model'
import { RowOrder } from '../../../../renderer/board/order'
import { boardRow, boardRows, deltaPush, NOON, pagePush } from '../../../support/board-fixtures'

afterEach(() => {
  vi.restoreAllMocks()
})

/** A model on a clock and frames of its own. */
function setUp(rows: readonly BoardRow[] = [], savedViews: readonly SavedView[] = []) {
  const settings = shallowRef({ savedViews, columns: ['status', 'age'] })
  const frames: (() => void)[] = []
  let now = NOON
  const board = createBoardModel({
    subscribe: () => undefined,
    nextFrame: (callback) => frames.push(callback),
    localNow: () => now,
    savedViews: () => settings.value.savedViews,
    looks: () => ({}),
    usualColumns: () => settings.value.columns,
    saveLook: () => undefined,
    lingerMs: 0,
  })
  const frame = (): void => {
    for (const callback of frames.splice(0)) callback()
  }
  board.start()
  if (rows.length > 0) board.accept(pagePush(rows))
  frame()
  const pass = (ms: number): void => {
    now += ms
    board.tick()
  }
  return { board, frame, pass, settings }
}

it('is complete when the last page is on screen, not when it has arrived', () => {
  const { board, frame } = setUp()
  board.openView('all')
  board.accept(pagePush(boardRows(5)))
  expect([board.complete.value, board.shownCount.value]).toEqual([false, 0])
  frame()
  expect([board.complete.value, board.shownCount.value]).toEqual([true, 5])
  board.clear()
  frame()
  expect([board.complete.value, board.shownCount.value]).toEqual([false, 0])
})

it('puts the board in order once when a view is opened, also out of a filter, a sort and a selection', () => {
  const { board } = setUp(boardRows(9, (n) => ({ status: n % 2 ? 'pending' : 'accepted' })))
  board.openView('pending')
  board.filter.value = { ...board.filter.value, text: 'caller' }
  board.sortBy('worker', false)
  board.select.all()
  const configure = vi.spyOn(RowOrder.prototype, 'configure')
  board.openView('accepted')
  expect(configure).toHaveBeenCalledTimes(1)
  expect(board.shownCount.value).toBe(4)
  expect(board.selectedRows.value).toEqual([])
  expect(board.list.value.at(0)).toMatchObject({ row: { subject: 'Caller 8' } })
})

const OLD: SavedView = { id: 'old', name: 'Old', filter: 'olderThan=60', sort: '-age' }

it('takes no notice of settings that are other objects with the same in them', () => {
  const { board, settings } = setUp(boardRows(5), [OLD])
  board.openView('old')
  const [version, look, views] = [board.version.value, board.look.value, board.views.value]
  settings.value = structuredClone(settings.value)
  expect([board.version.value, board.look.value, board.views.value]).toEqual([version, look, views])
  expect(board.look.value).toBe(look)
  settings.value = { savedViews: [{ ...OLD, filter: '' }], columns: ['status'] }
  expect(board.shownCount.value).toBe(5)
  expect(board.look.value.columns.map(({ id }) => id)).toEqual(['status'])
})

it('keeps a row in its group while the order is held, whatever becomes of it, and shows what it is now', () => {
  const rows = boardRows(4, (n) => ({ reasonLevel: 'stuck', advice: n < 3 ? 'reject' : 'complete' }))
  const { board, frame } = setUp(rows)
  const groups = () =>
    board.list.value.groups.map(({ value, rows: of }) => [value, of.map(({ status }) => status).join()])
  const before = [
    ['complete', 'pending,pending'],
    ['reject', 'pending,pending'],
  ]
  expect(groups()).toEqual(before)
  board.select.only(rows[3]?.sid ?? '')
  const accepted = { ...boardRow(1), status: 'accepted' }
  board.accept(deltaPush(2, [accepted, { ...boardRow(3, { reasonLevel: 'stuck' }), advice: 'reject' }]))
  frame()
  expect(groups()).toEqual([
    ['complete', 'pending,pending'],
    ['reject', 'pending,accepted'],
  ])
  expect(board.waiting.value).toBe(2)
  board.select.none()
  expect(board.waiting.value).toBe(0)
  expect(groups()).toEqual([
    ['complete', 'pending'],
    ['reject', 'pending,pending'],
  ])
})

it('counts the selected rows that a filter has taken out of sight', () => {
  const { board } = setUp(boardRows(6, (n) => ({ channel: n % 2 ? 'voice' : 'chat' })))
  board.openView('all')
  board.select.all()
  expect(board.selectedElsewhere.value).toBe(0)
  board.filter.value = { ...board.filter.value, lists: { channel: ['chat'] } }
  expect([board.selectedElsewhere.value, board.selectedRows.value.length]).toEqual([3, 6])
  board.select.all()
  expect([board.selectedElsewhere.value, board.selectedRows.value.length]).toEqual([0, 3])
})

describe('as time passes', () => {
  const fresh = [boardRow(1), boardRow(2)]

  it('a view on ages fills, and is drawn again only then', () => {
    const { board, pass } = setUp(fresh, [OLD])
    board.openView('old')
    expect(board.shownCount.value).toBe(0)
    const before = board.version.value
    pass(30_000)
    expect(board.version.value).toBe(before)
    pass(29_000)
    expect(board.shownCount.value).toBe(2)
    expect(board.version.value).toBe(before + 1)
  })

  it('the count of a view on ages follows while another view is open', () => {
    const { board, pass } = setUp(fresh, [OLD])
    board.openView('all')
    expect(board.countOf('old')).toBe(0)
    pass(58_000)
    expect(board.countOf('old')).toBe(1)
    pass(2_000)
    expect([board.countOf('old'), board.countOf('all')]).toEqual([2, 2])
  })
})
