import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { followChildProcesses } from '../../../main/shell/child-processes'
import { Cover } from '../../../main/shell/cover'
import { createVirtualClock } from '../../support/virtual-clock'

function open(settings: { coverAfterMinutes: number | null; coverWithScreen: boolean }) {
  const clock = createVirtualClock()
  const world = { idle: 0, told: 0 }
  const cover = new Cover({
    clock,
    idleSeconds: () => world.idle,
    settings: () => settings,
    tell: () => {
      world.told += 1
    },
  })
  return { clock, world, cover }
}

describe('the cover', () => {
  it('comes after the minutes that were chosen, not before, and again the next time', async () => {
    const { clock, world } = open({ coverAfterMinutes: 5, coverWithScreen: false })
    world.idle = 299
    await clock.advance(60_000)
    expect(world.told).toBe(0)
    world.idle = 300
    await clock.advance(10_000)
    expect(world.told).toBe(1)
    world.idle = 2
    await clock.advance(60_000)
    expect(world.told).toBe(1)
    world.idle = 400
    await clock.advance(10_000)
    expect(world.told).toBe(2)
  })

  it('never comes by itself where it was not chosen', async () => {
    const { clock, world, cover } = open({ coverAfterMinutes: null, coverWithScreen: false })
    world.idle = 100_000
    await clock.advance(600_000)
    cover.screenLocked()
    expect(world.told).toBe(0)
  })

  it('comes with the lock of the screen where that was chosen', () => {
    const { world, cover } = open({ coverAfterMinutes: null, coverWithScreen: true })
    cover.screenLocked()
    expect(world.told).toBe(1)
  })

  it('leaves no timer behind', async () => {
    const { clock, world, cover } = open({ coverAfterMinutes: 1, coverWithScreen: false })
    cover.close()
    world.idle = 1_000
    await clock.advance(600_000)
    expect(world.told).toBe(0)
  })
})

it('a graphics process that dies is logged and the window painted anew; others are logged', () => {
  const app = new EventEmitter()
  const logged: unknown[] = []
  let painted = 0
  followChildProcesses(
    app as unknown as Parameters<typeof followChildProcesses>[0],
    () => {
      painted += 1
    },
    (event, facts) => logged.push({ event, ...facts }),
  )
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'crashed', exitCode: 5 })
  expect(painted).toBe(0)
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 139 })
  expect(painted).toBe(1)
  expect(logged).toEqual([
    { event: 'process.gone', type: 'Utility', reason: 'crashed', exitCode: 5 },
    { event: 'process.gone', type: 'GPU', reason: 'crashed', exitCode: 139 },
  ])
})
