import { expect, it } from 'vitest'
import { boardTruth, fakeBoard, worldTruth } from '../../support/fake-board'

const statistics = (requests: readonly string[]) =>
  requests.filter((each) => each === 'realTimeStatistics').length

/** Other ways to the same truth are kept out, so that it is the check of the counts that finds the difference. */
const PACE = { driftCheckMs: 60_000, auditEveryMs: 86_400_000, waitingCheckMs: 86_400_000 }

it('a difference between its counts and the server’s that lasts is repaired, though the log never told of it', async () => {
  const { board, world, clock } = fakeBoard(PACE)
  for (let n = 0; n < 5; n++) world.offer(world.addTask(), world.addWorker())
  board.start()
  await clock.advance(3_000)
  expect(boardTruth(board)).toEqual(worldTruth(world))

  // A gap in the log: nothing of what happens now is ever readable.
  world.eventDelay = () => null
  world.offer(world.addTask(), world.addWorker())
  world.answer(world.live()[0]!, 'accepted')
  world.cancel([...world.tasks.values()][1]!)
  await clock.advance(20_000)
  expect(boardTruth(board)).not.toEqual(worldTruth(world))

  await clock.advance(41_000)
  expect(board.status().drift).not.toBeNull()
  await clock.advance(30_000)
  expect(boardTruth(board)).toEqual(worldTruth(world))

  await clock.advance(60_000)
  expect(board.status()).toMatchObject({ drift: 0 })
  expect(board.status().verifiedAt ?? 0).toBeGreaterThan(world.now - 70_000)
  await board.stop()
})

it('a difference of one look alone, as between any two instants, reads nothing', async () => {
  const { board, world, clock } = fakeBoard(PACE)
  world.offer(world.addTask(), world.addWorker())
  board.start()
  await clock.advance(50_000)
  const tasks = () => world.requests.filter((each) => each === 'listTasks').length
  const before = tasks()
  // The counts know of the task eleven seconds before the log does.
  world.eventDelay = () => 11_000
  world.offer(world.addTask(), world.addWorker())
  await clock.advance(30_000)
  expect(boardTruth(board)).toEqual(worldTruth(world))
  expect(tasks()).toBe(before)
  await board.stop()
})

it('where the key may not read statistics they are asked for once and no more', async () => {
  const { board, world, clock } = fakeBoard(PACE)
  world.offer(world.addTask(), world.addWorker())
  board.start()
  await clock.advance(3_000)
  world.fault = (method) => (method === 'realTimeStatistics' ? 'notAllowed' : null)
  const before = statistics(world.requests)
  await clock.advance(600_000)
  expect(statistics(world.requests) - before).toBe(1)
  expect(board.status().phase).toBe('live')
  await board.stop()
})
