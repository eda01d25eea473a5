// A server, or something on the way to it, answers nonsense. The program goes on, claims nothing that is not so, does nothing
// twice, and is right again as soon as the answers are.
import { afterEach, describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '../../preload/contract/envelope'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { startMutatingProxy, type MutatingProxy } from '../support/fuzz/mutating-proxy'
import { settled } from '../support/practice-board'
import { REJECT, until } from '../support/bulk-desk'

const LONG = process.env['LONG'] === '1'
const SEEDS = Array.from({ length: LONG ? 40 : 2 }, (_, index) => index + 1)
const OFFERS = 40
const PATIENCE_MS = 60_000

let proxy: MutatingProxy | null = null
let desk: PracticeDesk | null = null
const unhandled: unknown[] = []
const note = (error: unknown) => unhandled.push(error)

afterEach(async () => {
  proxy?.spoil(0)
  await desk?.close()
  await proxy?.close()
  desk = null
  proxy = null
})

async function open(seed: number): Promise<{ desk: PracticeDesk; proxy: MutatingProxy }> {
  let between: MutatingProxy | null = null
  desk = await openPracticeDesk({
    practice: { seed },
    pace: { staleAfterMs: 3_600_000, longestGapMs: 86_400_000 },
    way: async (serverUrl) => {
      between = proxy = await startMutatingProxy(serverUrl, seed)
      return between.url
    },
  })
  if (between === null) throw new Error('The client did not ask for its way.')
  return { desk, proxy: between }
}

describe.each(SEEDS)('answers spoiled by seed %i', (seed) => {
  it('board, plan and run survive them', { timeout: 180_000 }, async () => {
    unhandled.length = 0
    process.on('unhandledRejection', note)
    try {
      const { desk, proxy } = await open(seed)
      const { bulk, board, server } = desk
      const { reservationSids } = await desk.stage('P8', { count: OFFERS, ageMs: 10_000 })

      // The board reads everything again, and half of what it reads is nonsense.
      proxy.spoil(0.5)
      for (let round = 1; round <= 3; round += 1) {
        board.refresh()
        await until(() => (proxy.spoiled >= round * 4 ? true : null), 'answers to be spoiled', PATIENCE_MS)
      }
      const { problem } = board.status()
      if (problem !== null) expect(PROBLEM_CODES).toContain(problem.code)
      proxy.spoil(0)
      board.refresh()
      expect(await settled(desk, PATIENCE_MS)).toEqual([])
      await until(() => (board.trustworthy() ? true : null), 'the board to be live again', PATIENCE_MS)

      // A plan on nonsense names only rows it was asked about, and acts on none by itself.
      proxy.spoil(0.3)
      server.control.clearRequestLog()
      const doubtful = await planOn(desk, REJECT, reservationSids).catch((error: unknown) => error)
      if (doubtful instanceof Error) expect(doubtful).toHaveProperty('problem.code', expect.any(String))
      else expect(doubtful).toMatchObject({ counts: { act: expect.any(Number) } })
      expect(server.control.requestLog().filter(({ method }) => method === 'POST')).toEqual([])

      proxy.spoil(0)
      // A board that has just read nonsense says so, and a plan holds its rows back until the next look.
      await until(() => (board.trustworthy() ? true : null), 'the board to be live once more', PATIENCE_MS)
      const plan = await planOn(desk, REJECT, reservationSids)
      expect(plan.counts.act).toBe(OFFERS)
      proxy.spoil(0.4)
      const { job } = await runPlan(desk, plan)
      proxy.spoil(0)
      await until(
        () => (bulk.jobs().every(({ counts }) => counts.sending === 0) ? true : null),
        'nothing to be under way',
        PATIENCE_MS,
      )
      for (const row of bulk.outcomes(job.id)) {
        if (row.outcome === 'done') expect(desk.truth(row.sid)).toBe('rejected')
        if (row.outcome === 'failed' || row.outcome === 'waiting') expect(desk.truth(row.sid)).toBe('pending')
      }
      const processed = server.control
        .requestLog()
        .filter(({ method, status }) => method === 'POST' && status === 200)
        .map(({ path }) => path)
      expect(new Set(processed).size).toBe(processed.length)
      expect(processed.length).toBeGreaterThan(0)

      board.refresh()
      expect(await settled(desk, PATIENCE_MS)).toEqual([])
    } finally {
      await desk?.close()
      desk = null
      await new Promise((resolve) => setImmediate(resolve))
      process.off('unhandledRejection', note)
    }
    expect(unhandled).toEqual([])
  })
})
