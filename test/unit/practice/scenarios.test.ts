import { describe, expect, it } from 'vitest'
import { ClockDriver } from '../../../main/practice/driver'
import { VirtualClock } from '../../../main/practice/world/clock'
import { buildStage } from '../../../main/practice/scenario/build'
import { isLive } from '../../../main/practice/world/model'
import { compileExpression, ExpressionError } from '../../../main/practice/world/expression'
import { openPractice, START } from './support'

const MINUTE = 60_000

describe('the helpdesk a newcomer meets', () => {
  it('has about 150 live reservations in all states, a good dozen of them stuck', async () => {
    const { server } = await openPractice({ scenario: 'helpdesk' })
    const rows = server.control.liveReservations()
    const now = server.control.now
    const old = rows.filter((row) => row.status === 'pending' && now - row.createdAt > 5 * MINUTE)
    expect(rows.length).toBeGreaterThan(100)
    expect(rows.length).toBeLessThan(220)
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['pending', 'accepted', 'wrapping']))
    expect(old.length).toBeGreaterThanOrEqual(13)
    expect(
      rows.filter((row) => row.status === 'wrapping' && now - row.createdAt > 30 * MINUTE).length,
    ).toBeGreaterThan(2)
  })

  it('stays alive: something changes every few seconds, and what is stuck stays stuck', async () => {
    const { server } = await openPractice({ scenario: 'helpdesk' })
    const world = server.control.current.world
    const stuck = server.control
      .liveReservations()
      .filter((row) => row.status === 'pending' && world.now - row.createdAt > 5 * MINUTE)
    const before = world.log.size
    server.control.advance(30 * MINUTE)
    const changes = world.log.events.slice(before).filter(({ type }) => type.startsWith('reservation.'))
    expect(changes.length / (30 * 60)).toBeGreaterThan(1 / 3)
    for (const { sid } of stuck) expect(world.reservations.get(sid)?.status).toBe('pending')
  })

  it('is the same for the same seed, and another for another', () => {
    const story = (seed: number): string[] =>
      buildStage({ seed, startMs: START, scenario: 'helpdesk' }).world.log.events.map(
        ({ at, type, sid }) => `${at}${type}${sid}`,
      )
    const first = story(3)
    expect(story(3)).toEqual(first)
    expect(story(4)).not.toEqual(first)
  })

  it('lets a rejected stuck offer go to somebody who answers', async () => {
    const client = await openPractice({ scenario: 'helpdesk' })
    const { control } = client.server
    const row = control
      .liveReservations()
      .find((each) => each.status === 'pending' && !each.held && each.deadline === null)!
    await client.post(`${client.home}/Tasks/${row.taskSid}/Reservations/${row.sid}`, {
      ReservationStatus: 'rejected',
    })
    control.advance(5 * MINUTE)
    const task = control.current.world.tasks.get(row.taskSid)
    expect(task?.reservations.length).toBeGreaterThan(1)
  })
})

describe('the standard workspace', () => {
  it('has the sizes of its name, and scales', () => {
    const { world } = buildStage({ scenario: 'standard', startMs: START })
    const live = [...world.reservations.values()].filter(({ status }) => isLive(status))
    const liveTasks = (['pending', 'reserved', 'assigned', 'wrapping'] as const).map(
      (each) => world.tasksWith(each).size,
    )
    expect(liveTasks.reduce((sum, count) => sum + count)).toBe(4_000)
    expect(world.workers.size).toBe(600)
    expect(live.length).toBeGreaterThan(3_300)
    expect(world.reservations.size).toBeGreaterThan(4_700)
    expect(world.reservations.size).toBeLessThan(5_300)
    expect(world.log.size).toBeGreaterThan(18_000)
    expect(world.log.size).toBeLessThan(22_000)
  })

  it('keeps its size while it lives', () => {
    const { world } = buildStage({ scenario: 'standard', startMs: START, tasks: 400, workers: 60 })
    world.clock.advanceTo(START + 6 * 3_600_000)
    const live = (['pending', 'reserved', 'assigned', 'wrapping'] as const).map(
      (each) => world.tasksWith(each).size,
    )
    const total = live.reduce((sum, count) => sum + count)
    expect(total).toBeGreaterThan(300)
    expect(total).toBeLessThan(450)
  })
})

describe('a clock that follows real time', () => {
  it('runs at its speed, stands when paused, and jumps when told', () => {
    let real = 0
    const clock = new VirtualClock(START)
    const driver = new ClockDriver(clock, 10, () => real)
    const passed = (ms: number): number => {
      real += ms
      driver.catchUp()
      return clock.now - START
    }
    expect(passed(100)).toBe(1_000)
    driver.setSpeed(1)
    expect(passed(100)).toBe(1_100)
    driver.pause()
    expect(passed(5_000)).toBe(1_100)
    driver.advance(50)
    expect(passed(0)).toBe(1_150)
    driver.resume()
    expect(passed(10)).toBe(1_160)
  })

  it('runs what is due in order, at its own moment', () => {
    const clock = new VirtualClock(0)
    const told: string[] = []
    const at = (ms: number, name: string): void => {
      clock.schedule(ms, () => told.push(`${name}@${clock.now}`))
    }
    at(30, 'c')
    at(10, 'a')
    at(30, 'd')
    clock.schedule(10, () => {
      at(20, 'b')
    })
    clock.advanceTo(40)
    expect(told).toEqual(['a@10', 'b@20', 'c@30', 'd@30'])
    expect(clock.now).toBe(40)
  })
})

describe('expressions', () => {
  const worker = { skills: ['voice', 'chat'], team: 'North', level: 3, contact: { city: 'Delft' } }

  it.each([
    ['', true],
    ['1==1', true],
    ['skills HAS "voice"', true],
    ["skills HAS 'email'", false],
    ['team == "North" AND level > 2', true],
    ['team = "South" OR (level <= 3 AND contact.city == "Delft")', true],
    ['team IN ["South", "West"]', false],
    ['team NOT IN ["South"]', true],
    ['team CONTAINS "ort"', true],
    ['missing == 1', false],
    ['level != 4', true],
  ])('%s is %s', (source, expected) => {
    expect(compileExpression(source)(worker)).toBe(expected)
  })

  it.each(['level >', '== 3', 'level 3', '(level == 3', 'level == 3 )', 'a = [1', '§'])(
    'refuses %s',
    (source) => {
      expect(() => compileExpression(source)).toThrow(ExpressionError)
    },
  )
})
