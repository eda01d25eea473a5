import { describe, expect, it } from 'vitest'
import type { PracticeOptions } from '../../main/practice'
import { isTrue, leftAlone } from '../support/claims'
import { openSteppedDay, type SteppedDay } from '../support/stepped-day'

const LONG = process.env['LONG'] === '1'
const HOUR = 3_600_000
/** The board looks every 15 s while its window is hidden, and every 30 s while requests are short. */
const TICK_MS = LONG ? 15_000 : 30_000

interface Day {
  readonly name: string
  readonly hours: number
  readonly options: PracticeOptions
  /** Looks for which a claim may be behind the world: none, unless the log itself is. */
  readonly lag: number
}

const busy = (seed: number, hours: number): Day => ({
  name: `seed ${seed}, ${hours} h`,
  hours,
  // Steps of workflows, left out as in many workspaces, explain no reservation.
  options: { scenario: 'busy', seed, rules: { logWorkflowSteps: false } },
  lag: 0,
})

/** Lines of the log appear late and out of order. */
const late = (seed: number, hours: number): Day => ({
  name: `seed ${seed}, ${hours} h, late log`,
  hours,
  options: { scenario: 'busy', seed, rules: { eventDelayMs: 4_000, eventJitterMs: 6_000 } },
  lag: 1,
})

const DAYS: readonly Day[] = LONG
  ? [...[1, 2, 3, 4, 5].map((seed) => busy(seed, 24)), ...[6, 7, 8].map((seed) => late(seed, 8))]
  : [busy(1, 8), late(2, 1)]

interface Count {
  readonly claims: number
  readonly wrong: readonly string[]
}

/** Looks at every act-now reason after every look of the board. */
async function watchDay({ server, board, liveTo }: SteppedDay, day: Day): Promise<Count> {
  const stage = server.control.current
  const claims = new Set<string>()
  const behind = new Map<string, number>()
  const wrong: string[] = []
  const start = server.control.now
  for (let look = 1; look * TICK_MS <= day.hours * HOUR; look++) {
    await liveTo(start + look * TICK_MS)
    for (const row of board.rows()) {
      if (row.reasonLevel !== 'stuck') continue
      const claim = `${row.sid} ${row.reason}`
      claims.add(claim)
      const { now } = server.control
      const looks = isTrue(row, stage, now) ? 0 : (behind.get(claim) ?? 0) + 1
      behind.set(claim, looks)
      const inTruth = stage.world.reservations.get(row.sid)?.status
      if (looks > day.lag) wrong.push(`${claim} at ${new Date(now).toISOString()}, in truth ${inTruth}`)
    }
  }
  return { claims: claims.size, wrong }
}

describe.each(DAYS)('a busy day: $name', (day) => {
  it(
    'nothing is called stuck that is not, and what is left alone is called stuck',
    { timeout: day.hours * 60_000 + 60_000 },
    async () => {
      const stepped = await openSteppedDay(day.options, {
        activeTickMs: TICK_MS,
        staleAfterMs: 4 * TICK_MS,
        overlapMs: 2 * TICK_MS,
      })
      try {
        const { server, board } = stepped
        const { world } = server.control.current
        board.start()
        const { claims, wrong } = await watchDay(stepped, day)
        expect(wrong).toEqual([])
        expect(board.status().phase).toBe('live')
        // Counts of this moment are ahead of a log that is late.
        if (day.lag === 0) expect(board.status().drift).toBe(0)
        // The day was a busy one, and it had its stuck reservations.
        expect(world.reservations.size).toBeGreaterThan(200)
        expect(claims).toBeGreaterThan(20)
        const missed = leftAlone(server.control.current, server.control.now).filter(
          ({ sid }) => board.row(sid)?.reasonLevel !== 'stuck',
        )
        expect(missed.map(({ sid, status }) => [sid, status, board.row(sid)?.reason])).toEqual([])
      } finally {
        await stepped.close()
      }
    },
  )
})
