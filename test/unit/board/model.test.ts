import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardTruth, fakeBoard, worldTruth, type FakeBoard } from '../../support/fake-board'
import type { FakeReservation } from '../../support/fake-world'

const SEED = Number(process.env['SOAK_SEED'] ?? '0')
const RUNS = process.env['LONG'] === '1' ? 400 : 40
const SIZE = SEED > 0 ? { numRuns: RUNS, seed: SEED } : { numRuns: RUNS }

/** What can happen, as small numbers, so that a failure shrinks to a short story. */
const step = fc.record({
  what: fc.constantFrom(
    'task',
    'offer',
    'multiOffer',
    'answer',
    'answer',
    'cancel',
    'delete',
    'remove',
    'activity',
    'wait',
    'longWait',
    'network',
    'poke',
    'refresh',
    'sleep',
    'strange',
  ),
  n: fc.nat(50),
  m: fc.nat(50),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)]

const NEXT: Readonly<Record<string, readonly string[]>> = {
  pending: ['accepted', 'rejected', 'timeout', 'accepted', 'canceled'],
  accepted: ['wrapping', 'completed'],
  wrapping: ['completed'],
}

function answer(fake: FakeBoard, reservation: FakeReservation | undefined, n: number): void {
  if (reservation === undefined) return
  const status = pick(NEXT[reservation.status] ?? [], n)
  if (status !== undefined) fake.world.answer(reservation, status)
}

async function perform(fake: FakeBoard, { what, n, m }: Step): Promise<void> {
  const { world, board, clock } = fake
  const waiting = [...world.tasks.values()].filter((task) => task.status === 'pending')
  const worker = pick([...world.workers.values()], m) ?? world.addWorker()
  if (what === 'task') world.addTask({ priority: n % 3 })
  else if (what === 'offer') world.offer(pick(waiting, n) ?? world.addTask(), worker)
  else if (what === 'multiOffer') {
    const task = pick(waiting, n) ?? world.addTask()
    for (const each of [...world.workers.values()].slice(0, 1 + (m % 4))) world.offer(task, each)
  } else if (what === 'answer') answer(fake, pick(world.live(), n), m)
  else if (what === 'cancel') {
    const task = pick(
      [...world.tasks.values()].filter((each) => ['pending', 'reserved'].includes(each.status)),
      n,
    )
    if (task !== undefined) world.cancel(task)
  } else if (what === 'delete') {
    const task = pick([...world.tasks.values()], n)
    if (task !== undefined && m % 4 === 0) world.deleteTask(task)
  } else if (what === 'remove') {
    const task = pick(
      [...world.tasks.values()].filter((each) => ['completed', 'canceled'].includes(each.status)),
      n,
    )
    if (task !== undefined) world.remove(task)
  } else if (what === 'activity') world.setActivity(worker, ((n % 3) + 1) as 1 | 2 | 3)
  else if (what === 'wait') await clock.advance(n * 150)
  else if (what === 'longWait') await clock.advance(n * 4_000)
  else if (what === 'network') {
    let failing = n % 6
    world.fault = () => (failing-- > 0 ? 'network' : null)
  } else if (what === 'poke')
    board.poke(
      world
        .live()
        .slice(0, n)
        .map((each) => each.sid),
    )
  else if (what === 'refresh') board.refresh()
  else if (what === 'sleep') {
    board.suspend()
    await clock.advance(m * 3_600_000)
    board.resume()
  } else world.log('reservation.pondered', { task: world.addTask() })
}

interface Luck {
  readonly seed: number
  readonly lossPercent: number
  readonly latestMs: number
  readonly pageSize: number
  readonly skewMs: number
}

const luck: fc.Arbitrary<Luck> = fc.record({
  seed: fc.nat(),
  lossPercent: fc.constantFrom(0, 0, 5, 20),
  latestMs: fc.constantFrom(0, 500, 20_000),
  pageSize: fc.constantFrom(1000, 7, 2),
  skewMs: fc.constantFrom(0, -3_600_000, 86_400_000),
})

function troubledBoard(
  { seed, lossPercent, latestMs, pageSize, skewMs }: Luck,
  pace: Parameters<typeof fakeBoard>[0] = {},
): FakeBoard {
  const fake = fakeBoard(pace)
  let state = seed % 2147483647
  const chance = () => (state = (state * 48271 + 11) % 2147483647) / 2147483647
  fake.world.pageSize = pageSize
  fake.world.skewMs = skewMs
  fake.world.eventDelay = () => (chance() * 100 < lossPercent ? null : chance() * latestMs)
  // While somebody leafs through a list, somebody else answers.
  fake.world.betweenPages = () => {
    if (chance() < 0.3)
      answer(fake, pick(fake.world.live(), Math.floor(chance() * 50)), Math.floor(chance() * 50))
  }
  return fake
}

describe('the board after any history', () => {
  it('equals the workspace once things have settled', async () => {
    await fc.assert(
      fc.asyncProperty(
        luck,
        fc.array(step, { maxLength: 40 }),
        fc.array(step, { maxLength: 60 }),
        async (fortune, before, after) => {
          const fake = troubledBoard(fortune)
          const { board, world, clock } = fake
          for (const each of before)
            if (!['sleep', 'poke', 'refresh'].includes(each.what)) await perform(fake, each)
          board.start()
          for (const each of after) await perform(fake, each)
          world.fault = () => null
          world.betweenPages = () => undefined
          await clock.advance(15 * 60_000)
          expect(board.status().phase).toBe('live')
          expect(boardTruth(board)).toEqual(worldTruth(world))
          const truth: Record<string, number> = {}
          for (const { status } of world.live()) truth[status] = (truth[status] ?? 0) + 1
          expect(board.status().counts).toEqual(truth)
          await board.stop()
        },
      ),
      SIZE,
    )
  })

  it('equals it after two looks, by the log alone, while the log is complete', async () => {
    await fc.assert(
      fc.asyncProperty(luck, fc.array(step, { maxLength: 60 }), async (fortune, steps) => {
        // Counting is put off: a change between a look and a count, twice in a row, is drift to the board, and it reads once more.
        const pace = { waitingCheckMs: 0, driftCheckMs: 86_400_000 }
        const fake = troubledBoard({ ...fortune, lossPercent: 0, latestMs: 0 }, pace)
        const { board, world, clock } = fake
        board.start()
        await clock.advance(1_000)
        world.requests.length = 0
        for (const each of steps)
          if (!['sleep', 'network', 'refresh', 'poke'].includes(each.what)) await perform(fake, each)
        world.betweenPages = () => undefined
        await clock.advance(4_500)
        expect(boardTruth(board)).toEqual(worldTruth(world))
        expect(world.requests).not.toContain('listTasks')
        await board.stop()
      }),
      SIZE,
    )
  })

  it('tells listeners enough to keep an exact copy', async () => {
    await fc.assert(
      fc.asyncProperty(luck, fc.array(step, { maxLength: 60 }), async (fortune, steps) => {
        const fake = troubledBoard(fortune)
        const copy = new Map<string, unknown>()
        fake.board.onChange(({ upserts, removed }) => {
          for (const row of upserts) copy.set(row.sid, row)
          for (const sid of removed) copy.delete(sid)
        })
        fake.board.start()
        for (const each of steps) await perform(fake, each)
        expect([...copy.values()]).toEqual([...fake.board.rows()])
        await fake.board.stop()
      }),
      SIZE,
    )
  })
})
