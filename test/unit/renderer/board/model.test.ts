import { expect, it } from 'vitest'
import { createBoardModel } from '../../../../renderer/board/model'
import { boardRows, pagePush } from '../../../support/board-fixtures'

it('is complete when the last page is on screen, not when it has arrived', () => {
  const frames: (() => void)[] = []
  const board = createBoardModel({
    subscribe: () => undefined,
    nextFrame: (callback) => frames.push(callback),
    localNow: () => 0,
    savedViews: () => [],
    looks: () => ({}),
    usualColumns: () => [],
    saveLook: () => undefined,
    lingerMs: 0,
  })
  board.openView('all')
  board.start()
  board.accept(pagePush(boardRows(5)))
  expect([board.complete.value, board.shownCount.value]).toEqual([false, 0])
  for (const frame of frames.splice(0)) frame()
  expect([board.complete.value, board.shownCount.value]).toEqual([true, 5])
  board.clear()
  for (const frame of frames.splice(0)) frame()
  expect([board.complete.value, board.shownCount.value]).toEqual([false, 0])
})
