import { describe, expect, it } from 'vitest'
import type { TaskRouterErrorKind } from '../../../main/taskrouter/errors'
import { AMPLE, boardTruth, fakeBoard, worldTruth } from '../../support/fake-board'

const looks = (requests: readonly string[]) => requests.filter((each) => each === 'listEvents').length

describe('how far the board can be believed', () => {
  it.each<[TaskRouterErrorKind, string]>([
    ['network', 'offline'],
    ['server', 'stale'],
    ['rateLimited', 'stale'],
    ['notSignedIn', 'blocked'],
  ])('after %s it is %s and not to be acted on, and recovers', async (kind, phase) => {
    const { board, world, clock } = fakeBoard()
    world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(500)
    expect(board.trustworthy()).toBe(true)
    world.fault = () => kind
    await clock.advance(5_000)
    expect(board.status()).toMatchObject({ phase, problem: { code: kind }, rows: 1 })
    expect(board.trustworthy()).toBe(false)
    world.answer(world.live()[0]!, 'accepted')
    world.fault = () => null
    await clock.advance(90_000)
    expect(board.status()).toMatchObject({ phase: 'live', problem: null, counts: { accepted: 1 } })
    await board.stop()
  })

  it('is never believed before every row is on it, also not while rows are still joined slice by slice', async () => {
    const { board, world, clock } = fakeBoard()
    const rows = 1_000
    for (let n = 0; n < rows; n++) world.offer(world.addTask(), world.addWorker())
    const breathe = clock.breathe.bind(clock)
    const seen: number[] = []
    let breaths = 0
    clock.breathe = async () => {
      breaths += 1
      if (board.trustworthy()) seen.push(board.rows().length)
      await breathe()
    }
    board.onStatus(({ phase }) => {
      if (phase === 'live') seen.push(board.rows().length)
    })
    for (const again of [false, true]) {
      if (again) {
        board.suspend()
        board.resume()
      } else board.start()
      await clock.advance(3_000)
      expect(board.trustworthy()).toBe(true)
    }
    expect(breaths).toBeGreaterThan(rows / 120)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter((count) => count !== rows)).toEqual([])
    await board.stop()
  })

  it('a token that expires in the middle of the first read blocks, and the read goes on after it was renewed', async () => {
    const { board, world, clock } = fakeBoard()
    world.pageSize = 3
    for (let n = 0; n < 12; n++) world.offer(world.addTask(), world.addWorker())
    let asked = 0
    world.fault = () => (++asked > 14 ? 'notSignedIn' : null)
    board.start()
    await clock.advance(2_000)
    expect(board.status().phase).toBe('blocked')
    world.fault = () => null
    board.refresh()
    await clock.advance(2_000)
    expect(board.status().phase).toBe('live')
    expect(boardTruth(board)).toEqual(worldTruth(world))
    await board.stop()
  })

  it('a wish to read again that comes in the middle of a read is not lost with it', async () => {
    const { board, world, clock } = fakeBoard()
    world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(500)
    const reads = () => world.requests.filter((each) => each === 'listWorkers').length
    const before = reads()
    let asked = false
    world.fault = () => {
      if (!asked) {
        asked = true
        board.refresh()
      }
      return null
    }
    board.refresh()
    await clock.advance(60_000)
    expect(reads() - before).toBe(2)
    await board.stop()
  })

  it('after a night asleep everything is read again before it is trusted', async () => {
    const { board, world, clock } = fakeBoard()
    const worker = world.addWorker()
    const offer = world.offer(world.addTask(), worker)
    board.start()
    await clock.advance(500)
    board.suspend()
    await clock.advance(5 * 3_600_000)
    world.answer(offer, 'rejected')
    world.remove(world.taskOf(offer))
    const fresh = world.offer(world.addTask(), worker)
    await clock.advance(5 * 3_600_000)
    world.fault = () => 'network'
    board.resume()
    await clock.advance(500)
    expect(board.trustworthy()).toBe(false)
    world.fault = () => null
    await clock.advance(10_000)
    expect(board.trustworthy()).toBe(true)
    expect(boardTruth(board)).toEqual(worldTruth(world))
    expect(board.row(fresh.sid)).toBeDefined()
    await board.stop()
  })

  it('stopping in the middle of a read cancels it and asks nothing more', async () => {
    const { board, world, clock } = fakeBoard()
    world.pageSize = 1
    for (let n = 0; n < 20; n++) world.offer(world.addTask(), world.addWorker())
    board.start()
    await board.stop()
    const asked = world.requests.length
    await clock.advance(60_000)
    expect(world.requests.length).toBe(asked)
    expect(board.status().phase).toBe('idle')
  })

  it('is right whatever the workstation clock says', async () => {
    const { board, world, clock } = fakeBoard()
    world.skewMs = -7 * 3_600_000
    const offer = world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(1_000)
    expect(board.row(offer.sid)?.createdAt).toBe(offer.createdAt)
    expect(Math.abs((board.status().freshAt ?? 0) - world.now)).toBeLessThan(2_000)
    await board.stop()
  })
})

describe('what the board asks', () => {
  it('costs at most two requests a tick, however many rows there are', async () => {
    for (const size of [20, 500]) {
      const { board, world, clock } = fakeBoard()
      for (let n = 0; n < size; n++) world.offer(world.addTask(), world.addWorker())
      board.start()
      await clock.advance(3_000)
      const [before, seen] = [world.requests.length, looks(world.requests)]
      for (let n = 0; n < 60; n++) {
        world.answer(world.live()[n % 10]!, 'accepted')
        await clock.advance(2_000)
        for (const each of world.live().filter(({ status }) => status === 'accepted'))
          world.answer(each, 'completed')
        world.offer(world.addTask(), [...world.workers.values()][n % size]!)
      }
      const ticks = looks(world.requests) - seen
      expect(ticks).toBeGreaterThan(50)
      expect((world.requests.length - before) / ticks).toBeLessThanOrEqual(2)
      await board.stop()
    }
  })

  it('looks seldom while hidden or short of requests, and at once after a hint', async () => {
    let remaining = 900
    const { board, world, clock } = fakeBoard({}, () => ({ ...AMPLE, limit: 1000, remaining }))
    const offer = world.offer(world.addTask(), world.addWorker())
    const looksWithin = async (ms: number) => {
      const before = looks(world.requests)
      await clock.advance(ms)
      return looks(world.requests) - before
    }
    board.start()
    await clock.advance(3_000)
    expect(await looksWithin(20_000)).toBe(10)
    board.setVisible(false)
    await clock.advance(15_000)
    expect(await looksWithin(30_000)).toBe(2)
    board.setVisible(true)
    remaining = 0
    await clock.advance(3_000)
    expect(await looksWithin(16_000)).toBe(2)
    world.answer(offer, 'accepted')
    board.poke([offer.sid])
    await clock.advance(0)
    expect(board.row(offer.sid)?.status).toBe('accepted')
    await board.stop()
  })

  it('closes a gap of 10,000 lines between two looks', async () => {
    const { board, world, clock } = fakeBoard()
    const workers = Array.from({ length: 50 }, () => world.addWorker())
    board.start()
    await clock.advance(1_000)
    for (let n = 0; n < 2_050; n++) {
      const offer = world.offer(world.addTask(), workers[n % 50]!)
      if (n % 25 !== 0) world.answer(offer, 'accepted')
      if (n % 25 > 1) world.answer(offer, 'completed')
    }
    await clock.advance(4_000)
    expect(boardTruth(board)).toEqual(worldTruth(world))
    await board.stop()
  })

  it('a row whose task is gone ends, and a detail of it is told as gone', async () => {
    const { board, world, clock } = fakeBoard()
    const offer = world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(1_000)
    world.remove(world.taskOf(offer))
    board.poke([offer.sid])
    await clock.advance(100)
    expect(board.row(offer.sid)).toMatchObject({ status: 'canceled' })
    expect(board.row(offer.sid)?.endedAt).not.toBeNull()
    await clock.advance(4 * 60_000)
    await expect(board.detail(offer.sid)).rejects.toMatchObject({ kind: 'gone' })
    await board.stop()
  })

  it('finds capacity that nothing holds', async () => {
    const { board, world, clock } = fakeBoard({ auditRoundMs: 60_000 })
    const worker = world.addWorker()
    const offer = world.offer(world.addTask(), worker)
    world.channels.set(worker.sid, [
      {
        sid: 'WC1',
        workerSid: worker.sid,
        taskChannelSid: 'TC1',
        taskChannelName: 'voice',
        available: true,
        assignedTasks: 2,
        availableCapacityPercentage: 0,
        configuredCapacity: 2,
      },
    ])
    board.start()
    await clock.advance(30_000)
    expect(board.row(offer.sid)).toMatchObject({ reason: 'ghostCapacity', advice: 'audit' })
    await board.stop()
  })
})
