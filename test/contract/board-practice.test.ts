import { describe, expect, it } from 'vitest'
import type { Fault } from '../../main/practice'
import { type PracticeBoard, holdStill, practiceBoard, settled } from '../support/practice-board'

const LONG = process.env['LONG'] === '1'
/** `npm run soak` gives one seed at a time. */
const SEED = Number(process.env['SOAK_SEED'] ?? '0')
const SEEDS = LONG ? 40 : 3
const FAST = {
  activeTickMs: 40,
  hiddenTickMs: 40,
  auditRoundMs: 0,
  staleAfterMs: 3_600_000,
  longestGapMs: 86_400_000,
}

/** Everything that can go wrong on the way, each now and then. */
const WEATHER: readonly Fault[] = [
  { kind: 'status', status: 500, probability: 0.02, method: 'GET' },
  { kind: 'status', status: 503, probability: 0.02, method: 'GET' },
  { kind: 'status', status: 429, probability: 0.03 },
  { kind: 'reset-before', probability: 0.02 },
  { kind: 'truncate', probability: 0.01, method: 'GET' },
  { kind: 'html', probability: 0.01, method: 'GET' },
  { kind: 'latency', probability: 0.1, delayMs: 30, jitterMs: 50 },
]

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function quiet(practice: PracticeBoard): Promise<string[]> {
  holdStill(practice)
  const found = await settled(practice, PATIENCE_MS)
  practice.server.control.resume()
  return found
}

/** Generous: several suites share the machine. */
const PATIENCE_MS = 40_000

describe.each(SEED > 0 ? [SEED] : Array.from({ length: SEEDS }, (_, index) => index + 1))(
  'a busy day, seed %i',
  (seed) => {
    it('is told exactly, at quiet moments and at its end, whatever the network does', async () => {
      const practice = await practiceBoard({ scenario: LONG ? 'busy' : 'helpdesk', seed, speed: 100 }, FAST)
      const { server, board } = practice
      try {
        for (const fault of WEATHER) server.control.armFault(fault)
        board.start()
        for (let moment = 0; moment < 3; moment++) {
          await pause(600 + ((seed * 137 + moment * 311) % 500))
          server.control.clearFaults()
          expect(await quiet(practice)).toEqual([])
          for (const fault of WEATHER) server.control.armFault(fault)
        }
        server.control.clearFaults()
        holdStill(practice)
        expect(await settled(practice, PATIENCE_MS)).toEqual([])
        expect(board.rows().length).toBeGreaterThan(5)
      } finally {
        await practice.close()
      }
    })
  },
)

describe('where a key may not read everything', () => {
  it.each([
    ['events', '*/Events*', null],
    ['statistics', '*Statistics*', 'events'],
    ['workflows', '*/Workflows*', 'events'],
  ] as const)('without %s the board is complete', async (_what, path, plan) => {
    const practice = await practiceBoard({ scenario: 'helpdesk', seed: 5, speed: 100 }, FAST)
    try {
      practice.server.control.armFault({ kind: 'permission', path })
      practice.board.start()
      await pause(500)
      holdStill(practice)
      expect(await settled(practice, PATIENCE_MS)).toEqual([])
      const used = practice.board.status().plan
      if (plan === null) expect(used).not.toBe('events')
      else expect(used).toBe(plan)
      if (path === '*/Workflows*')
        expect(practice.board.rows().every((row) => row.deadlineAt === null)).toBe(true)
    } finally {
      await practice.close()
    }
  })
})
