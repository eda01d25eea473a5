import { describe, expect, it } from 'vitest'
import { HISTORY_STEP_MS, HISTORY_STEPS, QueueRecord } from '../../../main/board/queues'
import { fakeBoard } from '../../support/fake-board'
import { NOON } from '../../support/rows'

const queue = (over: object = {}) => ({
  sid: 'WQ1',
  name: 'Billing',
  waiting: 0,
  reserved: 0,
  assigned: 0,
  wrapping: 0,
  oldestAt: null,
  ...over,
})

describe('the queues of a board', () => {
  it('counts live tasks by what holds them, and knows since when somebody waits', async () => {
    const { board, world, clock } = fakeBoard()
    const worker = world.addWorker()
    const first = world.addTask()
    await clock.advance(10_000)
    world.addTask()
    world.offer(world.addTask(), worker)
    world.answer(world.offer(world.addTask(), worker), 'accepted')
    board.start()
    await clock.advance(4_000)
    expect(board.queues(false)).toMatchObject({
      queues: [
        {
          sid: world.queue.sid,
          name: world.queue.friendlyName,
          waiting: 2,
          reserved: 1,
          assigned: 1,
          wrapping: 0,
        },
      ],
      history: null,
    })
    expect(board.queues(false).queues[0]?.oldestAt).toBe(first.createdAt)
    world.offer(first, worker)
    await clock.advance(4_000)
    expect(board.queues(false).queues[0]).toMatchObject({ waiting: 1, reserved: 2 })
    await board.stop()
  })

  it('finds tasks that wait longer than the log reaches back, and drops those that left silently', async () => {
    const { board, world, clock } = fakeBoard()
    const forgotten = world.addTask()
    await clock.advance(30 * 3_600_000)
    board.start()
    await clock.advance(6_000)
    expect(board.queues(false).queues[0]?.waiting).toBe(1)
    expect(board.queues(false).waitingCheckedAt).toBeGreaterThan(NOON)
    world.tasks.delete(forgotten.sid)
    await clock.advance(130_000)
    expect(board.queues(false).queues[0]?.waiting).toBe(0)
    await board.stop()
  })

  it('reads a long list of those who wait a page a tick, so that following costs the same', async () => {
    const { board, world, clock } = fakeBoard()
    for (let n = 0; n < 10; n += 1) world.addTask()
    await clock.advance(30 * 3_600_000)
    world.pageSize = 3
    const lists: number[] = []
    world.fault = (request) => {
      if (request === 'listTasks') lists.push(clock.now())
      return null
    }
    board.start()
    await clock.advance(1_000)
    // The read itself lists the tasks that hold a reservation; nobody does.
    const cold = lists.length
    expect(board.queues(false).waitingCheckedAt).toBeNull()
    await clock.advance(20_000)
    expect(board.queues(false).queues[0]?.waiting).toBe(10)
    expect(board.queues(false).waitingCheckedAt).toBeLessThan(clock.now() - 15_000)
    const rest = lists.slice(cold)
    expect(lists).toHaveLength(5)
    for (const [index, at] of rest.entries())
      if (index > 0) expect(at - (rest[index - 1] ?? 0)).toBeGreaterThan(1_000)
    await board.stop()
  })

  it('begins the list of those who wait anew when a later page of it is refused', async () => {
    const { board, world, clock } = fakeBoard()
    for (let n = 0; n < 10; n += 1) world.addTask()
    await clock.advance(30 * 3_600_000)
    world.pageSize = 3
    let lists = 0
    // The read itself lists once; then the first page of those who wait comes, and the token of the second has aged.
    world.fault = (request) => (request === 'listTasks' && ++lists === 3 ? 'invalid' : null)
    board.start()
    await clock.advance(20_000)
    expect(lists).toBe(3)
    expect(board.queues(false).waitingCheckedAt).toBeNull()
    await clock.advance(70_000)
    expect(board.queues(false).queues[0]?.waiting).toBe(10)
    expect(board.queues(false).waitingCheckedAt).not.toBeNull()
    await board.stop()
  })

  it('asks who waits only when every row is shown, and the board is believed before the answer', async () => {
    const { board, world, clock } = fakeBoard()
    world.offer(world.addTask(), world.addWorker())
    let trustedBefore: boolean | null = null
    let lists = 0
    world.fault = (request) => {
      // The tasks that hold a reservation are listed by the read itself; the second list is about who waits.
      if (request === 'listTasks' && ++lists === 2) trustedBefore = board.trustworthy()
      return null
    }
    board.start()
    await clock.advance(1_500)
    expect(trustedBefore).toBe(true)
    expect(board.queues(false).waitingCheckedAt).not.toBeNull()
    await board.stop()
  })

  it('keeps an hour of what was unanswered, with a gap where the board was not live', async () => {
    const { board, world, clock } = fakeBoard()
    world.addTask()
    board.start()
    await clock.advance(5 * HISTORY_STEP_MS)
    world.fault = () => 'network'
    await clock.advance(4 * HISTORY_STEP_MS)
    world.fault = () => null
    await clock.advance(4 * HISTORY_STEP_MS)
    const { history } = board.queues(true)
    const series = history?.values[world.queue.sid] ?? []
    expect(series).toHaveLength(HISTORY_STEPS)
    expect(series.at(-1)).toBe(1)
    expect(series.slice(-6).includes(null)).toBe(true)
    expect(series[0]).toBeNull()
    await board.stop()
  })
})

describe('the record of the last hour', () => {
  it('forgets what is older, and gives a queue that came later zeros, not gaps', () => {
    const record = new QueueRecord()
    record.sample(NOON, [queue({ waiting: 2, reserved: 1 })])
    record.sample(NOON + HISTORY_STEP_MS, [queue(), queue({ sid: 'WQ2', waiting: 7 })])
    const { values, from } = record.history(NOON + HISTORY_STEP_MS)
    expect(values['WQ1']?.slice(-2)).toEqual([3, 0])
    expect(values['WQ2']?.slice(-2)).toEqual([0, 7])
    expect(from).toBe(NOON + HISTORY_STEP_MS - (HISTORY_STEPS - 1) * HISTORY_STEP_MS)
    record.sample(NOON + 3_600_000, [queue({ waiting: 1 })])
    expect(record.history(NOON + 3_600_000).values['WQ1']).toHaveLength(HISTORY_STEPS)
    expect(record.history(NOON + 3_600_000).values['WQ1']?.[0]).toBe(0)
  })
})
