import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BoardRow } from '../../../../preload/contract/board'
import BoardAge from '../../../../renderer/board/BoardAge.vue'
import { compileSort, parseSort } from '../../../../renderer/board/sort'
import { setClockOffset } from '../../../../renderer/ui/clock'
import { formatInstant } from '../../../../renderer/ui'
import { useMessages } from '../../../../renderer/i18n'
import { boardRow, boardRows, NOON } from '../../../support/board-fixtures'
import { createFakeBridge } from '../../../support/fake-bridge'
import { pageText, showConsole, unmountAll } from '../../../support/screen'

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
})
afterEach(() => {
  unmountAll()
  setClockOffset(0)
  vi.useRealTimers()
})

const MINUTE = 60_000
const open = (over: Partial<BoardRow>) =>
  showConsole(BoardAge, createFakeBridge(), { row: boardRow(1, over) })
const cell = (): HTMLElement | null => document.querySelector('time')

it('says how long a live reservation has lived, coloured by the thresholds', async () => {
  await open({ createdAt: NOON - 90 * MINUTE })
  expect(pageText()).toBe('1h 30m')
  expect(cell()?.dataset).toMatchObject({
    level: 'stuck',
    tip: formatInstant(NOON - 90 * MINUTE, useMessages().locale.value),
  })
})

it('says how long ago a reservation ended, uncoloured; how long it lived is in the tip', async () => {
  await open({ status: 'completed', createdAt: NOON - 90 * MINUTE, endedAt: NOON - 12_000 })
  expect(pageText()).toBe('12s ago')
  expect(cell()?.dataset['level']).toBeUndefined()
  expect(cell()?.dataset['tip']).toBe(
    `Ended ${formatInstant(NOON - 12_000, useMessages().locale.value)}, 1h 29m after it was made`,
  )
  await vi.advanceTimersByTimeAsync(10_000)
  expect(pageText()).toBe('22s ago')
})

it('knows the end also of a reservation whose beginning is not known', async () => {
  await open({ status: 'completed', createdAt: null, endedAt: NOON - 12_000 })
  expect(pageText()).toBe('12s ago')
  expect(cell()?.dataset['tip']).toBe(`Ended ${formatInstant(NOON - 12_000, useMessages().locale.value)}`)
})

it('never shows a younger age above an older one where the oldest come first', async () => {
  const times = fc.record({
    createdAt: fc.integer({ min: NOON - 1000 * MINUTE, max: NOON - MINUTE }),
    endedAt: fc.option(fc.integer({ min: NOON - MINUTE, max: NOON })),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(times, { minLength: 2, maxLength: 6 }), async (all) => {
      const rows = boardRows(all.length, (n) => all[n - 1] ?? {}).sort(compileSort(parseSort('-age')))
      const shown: number[] = []
      for (const row of rows) {
        await showConsole(BoardAge, createFakeBridge(), { row })
        shown.push(Date.parse(cell()?.getAttribute('datetime') ?? ''))
        unmountAll()
      }
      expect(shown).toEqual([...shown].sort((a, b) => a - b))
    }),
    { numRuns: 20 },
  )
})
