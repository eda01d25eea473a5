import { describe, expect, it } from 'vitest'
import { type FakeBoard, fakeBoard } from '../../support/fake-board'

async function opened(): Promise<FakeBoard & { readonly sid: string }> {
  const fake = fakeBoard()
  const { board, world, clock } = fake
  const task = world.addTask()
  const first = world.offer(task, world.addWorker('Noor'))
  world.answer(first, 'rejected')
  const offer = world.offer(task, world.addWorker('Sam'))
  board.start()
  await clock.advance(500)
  return { ...fake, sid: offer.sid }
}

describe('the detail of a reservation', () => {
  it('holds attributes, the other offers of its task and its timeline in the order of time', async () => {
    const { board, sid } = await opened()
    const detail = await board.detail(sid)
    expect(detail.row).toMatchObject({ sid, status: 'pending', workerName: 'Sam' })
    expect(JSON.parse(detail.taskAttributes ?? 'null')).toBeTypeOf('object')
    expect(detail.others.map(({ status }) => status)).toEqual(['rejected'])
    const times = detail.timeline.map(({ at }) => at)
    expect(times.length).toBeGreaterThan(1)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    await board.stop()
  })

  it.each([
    ['fetchTask', 'taskAttributes', null],
    ['fetchWorker', 'workerAttributes', null],
    ['listEvents', 'timeline', []],
    ['listWorkerChannels', 'channels', []],
  ] as const)('without the right to %s lacks that part only', async (method, part, empty) => {
    const { board, world, sid } = await opened()
    world.fault = (asked) => (asked === method ? 'notAllowed' : null)
    const detail = await board.detail(sid)
    expect(detail[part]).toEqual(empty)
    expect(detail.row.sid).toBe(sid)
    await board.stop()
  })

  it('of a task that is gone shows the row as ended', async () => {
    const { board, world, sid } = await opened()
    world.fault = (asked) => (asked === 'fetchTask' || asked === 'listTaskReservations' ? 'gone' : null)
    const detail = await board.detail(sid)
    expect(detail.taskAttributes).toBeNull()
    expect(detail.row.endedAt).not.toBeNull()
    await board.stop()
  })

  it('of what the board does not know is told as gone, and a failing server as failing', async () => {
    const { board, world, sid } = await opened()
    await expect(board.detail('WR' + '9'.repeat(32))).rejects.toMatchObject({ kind: 'gone' })
    world.fault = () => 'server'
    await expect(board.detail(sid)).rejects.toMatchObject({ kind: 'server' })
    await board.stop()
  })
})
