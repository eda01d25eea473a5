import { describe, expect, it } from 'vitest'
import { AlertDesk } from '../../../main/alerts/desk'
import type { AlertEntry } from '../../../preload/contract/alerts'
import { DEFAULT_SETTINGS, type Settings } from '../../../preload/contract/settings'
import { fakeBoard } from '../../support/fake-board'

const settings: Settings = {
  ...DEFAULT_SETTINGS,
  alertRules: [
    { id: 'r', name: 'Offers', view: 'pending', stuckOnly: false, atLeast: 2, forSeconds: 0, enabled: true },
  ],
}

/** A board with so many offers, watched by one rule about two of them. */
async function watched(offers: number) {
  const { board, clock, world } = fakeBoard()
  const notified: (readonly AlertEntry[])[] = []
  const alerts = new AlertDesk({
    clock,
    settings: () => settings,
    newId: () => String(notified.length),
    localMinutes: () => 0,
    store: { load: () => Promise.resolve(null), save: () => Promise.resolve() },
    notify: (entries) => notified.push(entries),
    changed: () => undefined,
  })
  alerts.follow(board)
  const sids = Array.from({ length: offers }, () => world.offer(world.addTask(), world.addWorker()).sid)
  return {
    alerts,
    board,
    clock,
    sids,
    begun: () => alerts.state().entries.filter(({ endedAt }) => endedAt === null).length,
  }
}

describe('snoozing rows', () => {
  it('takes several at once, ends by itself, and is told either way', async () => {
    const { alerts, board, clock, sids, begun } = await watched(3)
    board.start()
    alerts.snooze({ sids }, 15)
    expect(Object.keys(alerts.state().snoozedRows).sort()).toEqual([...sids].sort())
    await clock.advance(60_000)
    expect(begun(), 'no rule counts a snoozed row').toBe(0)
    await clock.advance(15 * 60_000)
    expect(alerts.state().snoozedRows).toEqual({})
    expect(begun()).toBe(1)
    await board.stop()
  })

  it('is undone by no minutes at all, for the rows named and no others', async () => {
    const { alerts, board, clock, sids, begun } = await watched(3)
    board.start()
    alerts.snooze({ sids }, 15)
    await clock.advance(20_000)
    expect(begun()).toBe(0)
    alerts.snooze({ sids: sids.slice(0, 2) }, 0)
    expect(Object.keys(alerts.state().snoozedRows)).toEqual(sids.slice(2))
    expect(begun(), 'two rows count again at once').toBe(1)
    await board.stop()
  })
})
