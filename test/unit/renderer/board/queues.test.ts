import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { QueueRow } from '../../../../preload/contract/board'
import QueueStrip from '../../../../renderer/board/QueueStrip.vue'
import { useQueues } from '../../../../renderer/board/use-queues'
import { harmOf, inOrderOf, sortedQueues } from '../../../../renderer/board/queues'
import { createConsole, provideConsole } from '../../../../renderer/board/console'
import { sparkPaths } from '../../../../renderer/ui/sparkline'
import { i18n } from '../../../../renderer/i18n'
import { mount } from '@vue/test-utils'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { createFakeBridge, HARBOUR } from '../../../support/fake-bridge'
import { until } from '../../../support/live-console'
import { allByRole, byRole, key, settle, unmountAll } from '../../../support/screen'
import { NOON } from '../../../support/rows'

const queue = (name: string, over: Partial<QueueRow> = {}): QueueRow => ({
  sid: `WQ-${name}`,
  name,
  waiting: 0,
  reserved: 0,
  assigned: 0,
  wrapping: 0,
  oldestAt: null,
  ...over,
})
const names = (queues: readonly QueueRow[]) => queues.map(({ name }) => name)

describe('queues by harm', () => {
  const quiet = queue('Quiet')
  const busy = queue('Busy', { assigned: 40 })
  const one = queue('One', { waiting: 1, oldestAt: NOON - 86_400_000 })
  const many = queue('Many', { waiting: 20, reserved: 10, oldestAt: NOON - 1_200_000 })

  it('puts many customers who wait before one who was forgotten, and both before work', () => {
    expect(names(sortedQueues([quiet, busy, one, many], '', NOON))).toEqual(['Many', 'One', 'Busy', 'Quiet'])
    expect(harmOf(quiet, NOON)).toBe(0)
  })

  it('finds by words, and keeps its order while it is held', () => {
    expect(names(sortedQueues([quiet, busy], 'qui', NOON))).toEqual(['Quiet'])
    const fresh = queue('Fresh')
    expect(names(inOrderOf([many, fresh, quiet], [quiet.sid, many.sid]))).toEqual(['Quiet', 'Many', 'Fresh'])
  })
})

describe('a curve', () => {
  it('draws nothing across a gap, and a lone value as a dash', () => {
    const { line, gaps } = sparkPaths([null, null, 2, null, 1, 3])
    expect(line.match(/M/g)).toHaveLength(2)
    expect(line).toContain('h1')
    expect(gaps).toHaveLength(2)
    expect(sparkPaths([]).line).toBe('')
    expect(sparkPaths([0, 0]).line).toMatch(/^M0\.0 23\.0L120\.0 23\.0$/)
  })
})

describe('the strip', () => {
  afterEach(() => {
    unmountAll()
    vi.useRealTimers()
  })

  async function open() {
    const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR }, rows: 60 })
    const board = createConsole({
      bridge: fake.bridge,
      settings: () => DEFAULT_SETTINGS,
      saveSettings: () => undefined,
    })
    await settle()
    const wrapper = mount(QueueStrip, {
      attachTo: document.body,
      global: {
        plugins: [
          i18n,
          {
            install: (app) => {
              provideConsole(app, board)
            },
          },
        ],
      },
    })
    await settle()
    return {
      fake,
      board,
      close: () => {
        wrapper.unmount()
        board.stop()
      },
    }
  }

  it('asks again as soon as the workspace is read, not only when its time has come', async () => {
    const { fake, board, close } = await open()
    const asked = () => fake.calls.filter(({ channel }) => channel === 'board/queues').length
    expect([board.board.complete.value, asked()]).toEqual([false, 1])
    await until(() => board.board.complete.value)
    expect(asked()).toBe(2)
    close()
  })

  it('asks once more where an answer was on its way when it was to ask', async () => {
    const { bridge, calls } = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
    const scope = effectScope()
    const queues = scope.run(() => useQueues(bridge, () => NOON))
    void queues?.look()
    void queues?.look()
    await settle()
    expect(calls.filter(({ channel }) => channel === 'board/queues')).toHaveLength(2)
    scope.stop()
  })

  it('filters the board by a press, by several with Ctrl, and lets go with another press', async () => {
    const { board, close } = await open()
    const [first, second] = allByRole('button', /waiting/)
    first?.click()
    await settle()
    const chosen = board.board.filter.value.lists.queue ?? []
    expect(chosen).toHaveLength(1)
    expect(first?.getAttribute('aria-pressed')).toBe('true')
    second?.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))
    await settle()
    expect(board.board.filter.value.lists.queue).toHaveLength(2)
    second?.dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))
    first?.click()
    await settle()
    expect(board.board.filter.value.lists.queue).toBeUndefined()
    close()
  })

  it('is one stop of the Tab key, with arrows between the queues, and says the hour was observed', async () => {
    const { close } = await open()
    const cards = allByRole('button', /waiting/)
    expect(cards.filter((card) => card.tabIndex === 0)).toHaveLength(1)
    cards[0]?.focus()
    await key('ArrowRight')
    expect(document.activeElement).toBe(cards[1])
    expect(byRole('img', /^Unanswered in the last hour/)).toBeTruthy()
    close()
  })

  it('asks for the last hour once, and then only for numbers', async () => {
    const { fake, close } = await open()
    const asked = fake.calls.filter(({ channel }) => channel === 'board/queues')
    expect(asked[0]?.request).toEqual({ history: true })
    expect(asked.slice(1).every(({ request }) => JSON.stringify(request) === '{"history":false}')).toBe(true)
    close()
  })
})
