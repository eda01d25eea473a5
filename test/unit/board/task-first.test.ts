import { describe, expect, it } from 'vitest'
import { boardTruth, fakeBoard, worldTruth } from '../../support/fake-board'

const eventsRefused = (method: string) => (method === 'listEvents' ? 'notAllowed' : null)

describe('the board where events are refused', () => {
  it('shows every live reservation with its task, worker and names', async () => {
    const { board, world, clock } = fakeBoard()
    world.fault = eventsRefused
    const [noor, sam] = [world.addWorker('Noor'), world.addWorker('Sam')]
    const offer = world.offer(world.addTask(), noor)
    world.answer(world.offer(world.addTask(), sam), 'accepted')
    board.start()
    expect(board.status().phase).toBe('reading')
    await clock.advance(200)
    expect(boardTruth(board)).toEqual(worldTruth(world))
    expect(board.row(offer.sid)).toMatchObject({
      status: 'pending',
      workerName: 'Noor',
      activityName: 'Available',
      available: true,
      queueName: 'Harbour desk',
      workflowName: 'Front desk',
      channel: 'voice',
      deadlineAt: (offer.createdAt ?? 0) + 120_000,
      liveOffers: 1,
      source: 'read',
    })
    expect(board.status()).toMatchObject({
      phase: 'live',
      plan: 'tasks',
      counts: { pending: 1, accepted: 1 },
    })
    expect(board.trustworthy()).toBe(true)
    await board.stop()
    expect(board.status().phase).toBe('idle')
  })

  it('follows answers, new offers and activities by polling, and lets ended rows go after a while', async () => {
    const { board, world, clock } = fakeBoard()
    world.fault = eventsRefused
    const worker = world.addWorker()
    const offer = world.offer(world.addTask(), worker)
    board.start()
    await clock.advance(1000)
    world.answer(offer, 'rejected')
    const second = world.offer(world.taskOf(offer), worker)
    world.setActivity(worker, 2)
    await clock.advance(4000)
    expect(boardTruth(board)).toEqual(worldTruth(world))
    expect(board.row(offer.sid)).toMatchObject({ status: 'rejected' })
    expect(board.row(second.sid)).toMatchObject({ rejections: 1, offers: 2, available: false })
    await clock.advance(4 * 60_000)
    expect(board.row(offer.sid)).toBeUndefined()
    expect(board.row(second.sid)).toBeDefined()
    await board.stop()
  })
})
