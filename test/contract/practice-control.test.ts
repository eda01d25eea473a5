// The practice workspace steered from the window's side of main, over its real control API.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { practiceHandlers } from '../../main/bridge/handlers/practice'
import { STAGES } from '../../main/practice'
import { PRACTICE_FAULTS, PRACTICE_STAGES } from '../../preload/contract/practice'
import { openDesk, type Desk } from '../support/shell/connections-desk'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

let refreshed = 0
const handlers = () =>
  practiceHandlers({
    control: () => desk.connections.requirePractice(),
    refresh: () => {
      refreshed += 1
    },
    restart: () => desk.connections.restartPractice(),
  })

it('names every situation that the practice workspace knows, and no other', () => {
  expect(PRACTICE_STAGES).toEqual(STAGES.map(({ name }) => name))
})

it('is refused while the practice workspace is not what is open', async () => {
  const refused = expect.objectContaining({ problem: expect.objectContaining({ code: 'noConnection' }) })
  const asks: readonly (() => unknown)[] = [
    () => handlers()['practice/state'](),
    () => handlers()['practice/stage']({ stage: 'P1' }),
    () => handlers()['practice/fault']({ fault: 'slow', on: true }),
    () => handlers()['practice/reset'](),
  ]
  for (const ask of asks) await expect(Promise.resolve().then(ask)).rejects.toEqual(refused)
  await desk.connect()
  for (const ask of asks) await expect(Promise.resolve().then(ask)).rejects.toEqual(refused)
  await desk.connections.practice()
  expect((await handlers()['practice/state']()).speed).toBe(1)
  await desk.connections.signOut('practice')
  for (const ask of asks) await expect(Promise.resolve().then(ask)).rejects.toEqual(refused)
})

describe('while practising', () => {
  beforeEach(async () => {
    await desk.connections.practice()
  })

  it('puts situations on', async () => {
    const staged = await handlers()['practice/stage']({ stage: 'P6' })
    expect(staged).toMatchObject({ stage: 'P6' })
    expect(staged.reservations).toBeGreaterThan(0)
    expect(refreshed).toBe(1)
  })

  it('moves its time', async () => {
    const before = await handlers()['practice/state']()
    expect(await handlers()['practice/pause']()).toMatchObject({ paused: true })
    const ahead = await handlers()['practice/advance']({ minutes: 10 })
    expect(ahead.now - before.now).toBeGreaterThanOrEqual(600_000)
    expect((await handlers()['practice/state']()).now).toBe(ahead.now)
    expect(await handlers()['practice/resume']()).toMatchObject({ paused: false })
    expect(await handlers()['practice/speed']({ speed: 20 })).toMatchObject({ speed: 20 })
  })

  it('switches each trouble on and off, apart from those of a situation', async () => {
    await handlers()['practice/stage']({ stage: 'P29' })
    for (const fault of PRACTICE_FAULTS) {
      await handlers()['practice/fault']({ fault, on: true })
      // Twice on is on once.
      expect(await handlers()['practice/fault']({ fault, on: true })).toMatchObject({
        faults: [fault],
        otherFaults: 1,
      })
      expect((await handlers()['practice/fault']({ fault, on: false })).faults).toEqual([])
    }
    expect((await handlers()['practice/limit']({ rps: 3 })).rps).toBe(3)
    expect(await handlers()['practice/clearFaults']()).toMatchObject({ faults: [], otherFaults: 0 })
  })

  it('starts anew: another server, nothing of what was set', async () => {
    await handlers()['practice/fault']({ fault: 'slow', on: true })
    expect(await handlers()['practice/reset']()).toMatchObject({ phase: 'connected' })
    expect(desk.practiceUrls()).toHaveLength(2)
    expect(await handlers()['practice/state']()).toMatchObject({ faults: [], rps: 0 })
  })
})
