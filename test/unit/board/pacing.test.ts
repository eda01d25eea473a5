import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_PACE } from '../../../main/board'
import { nextDelay } from '../../../main/board/pacing'
import { boardStatus } from '../../support/board-fixtures'

const { budget: shown } = boardStatus()
const budget = { ...shown, concurrency: 8, waiting: { action: 0, detail: 0, tail: 0, read: 0, audit: 0 } }

it('an administrator’s polling floor holds in every situation', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.boolean(),
      fc.nat(12),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.option(fc.nat(100)),
      (seconds, visible, failures, random, remaining) => {
        const floorMs = seconds * 1000
        const now = { visible, floorMs, failures, random, clock: 0 }
        const delay = nextDelay(DEFAULT_PACE, { ...now, budget: { ...budget, limit: 100, remaining } })
        expect(delay).toBeGreaterThanOrEqual(floorMs)
      },
    ),
  )
})

it('without a floor a visible board is looked at more often than a hidden one', () => {
  const now = { floorMs: 0, failures: 0, random: 0.5, clock: 0, budget }
  expect(nextDelay(DEFAULT_PACE, { ...now, visible: true })).toBeLessThan(
    nextDelay(DEFAULT_PACE, { ...now, visible: false }),
  )
})
