import { afterEach, beforeEach, expect, it } from 'vitest'
import FilterMenu from '../../../../renderer/board/FilterMenu.vue'
import type { BoardConsole } from '../../../../renderer/board/console'
import { boardRow, boardRows, deltaPush, pagePush } from '../../../support/board-fixtures'
import { createFakeBridge } from '../../../support/fake-bridge'
import {
  allByRole,
  byRole,
  pageText,
  press,
  settle,
  showConsole,
  type,
  unmountAll,
} from '../../../support/screen'

let console: BoardConsole

beforeEach(async () => {
  console = await showConsole(FilterMenu, createFakeBridge())
  const names = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil', 'Finn', 'Gita', 'Hugo', 'Ines']
  console.board.accept(
    pagePush(
      boardRows(18, (n) => ({
        channel: n > 12 ? 'sms' : 'voice',
        workerSid: names[n % 9] ?? null,
        queueSid: `WQ${String(n % 2)}`,
      })),
    ),
  )
  await frame()
  await press('button', 'Filter')
})
afterEach(unmountAll)

async function frame(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await settle()
}
const choose = (condition: string) => type('combobox', 'Filter', condition)
const choices = () => [...document.querySelectorAll('.choices .name')].map(({ textContent }) => textContent)
const SEARCH = 'Search Worker'

it('forgets what was searched for when another condition is chosen', async () => {
  await choose('worker')
  await type('textbox', SEARCH, 'hug')
  expect(choices()).toEqual(['Hugo'])
  await choose('channel')
  expect(choices()).toEqual(['voice', 'sms'])
  expect(allByRole('textbox', /^Search/)).toEqual([])
})

it('keeps the order of the choices while the counts under it move', async () => {
  await choose('channel')
  expect(choices()).toEqual(['voice', 'sms'])
  const more = Array.from({ length: 20 }, (_, n) => boardRow(100 + n, { channel: n > 0 ? 'sms' : 'email' }))
  console.board.accept(deltaPush(2, more))
  await frame()
  expect(choices()).toEqual(['voice', 'sms', 'email'])
  expect(pageText()).toContain('25')
  await press('button', 'Filter')
  await press('button', 'Filter')
  expect(choices()).toEqual(['sms', 'voice', 'email'])
})

it('says what the number of a condition means', async () => {
  await choose('age')
  const field = document.querySelector('input[type="number"]')
  expect(field?.id).toBe(document.querySelector('label')?.getAttribute('for'))
  expect(pageText()).toContain('Older than, in seconds')
  expect(byRole('combobox', 'Filter')).toBeTruthy()
})
