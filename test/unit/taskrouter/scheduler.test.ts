import { setMaxListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Priority } from '../../../main/taskrouter/api'
import { readLevelReport } from '../../../main/taskrouter/http/rate-headers'
import { readRetryAfter } from '../../../main/taskrouter/http/retry'
import { Line } from '../../../main/taskrouter/scheduler/line'
import {
  createScheduler,
  DEFAULT_SCHEDULER_SETTINGS,
  GivenUp,
  type Outcome,
  type Scheduler,
} from '../../../main/taskrouter/scheduler/scheduler'
import { createLimitedServer, type LimitedServer, type Limits } from '../../support/limited-server'
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock'

const OK: Outcome = { status: 200, report: null, retryAfterMs: null }

interface World {
  readonly clock: VirtualClock
  readonly server: LimitedServer
  readonly scheduler: Scheduler
  /** Sends until the request is accepted; returns how long it stood in line before it first left, ms. */
  send(priority: Priority): Promise<number>
}

function createWorld(limits: Limits): World {
  const clock = createVirtualClock()
  const server = createLimitedServer(clock, limits)
  const scheduler = createScheduler(clock)
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  async function send(priority: Priority): Promise<number> {
    const askedAt = clock.monotonic()
    let leftAt: number | null = null
    for (;;) {
      const permit = await scheduler.acquire({ priority, signal, again: leftAt !== null })
      leftAt ??= clock.monotonic()
      const { status, headers } = await server.handle()
      permit.release({
        status,
        report: readLevelReport(headers),
        retryAfterMs: readRetryAfter(headers.get('retry-after'), clock.now()),
      })
      if (status === 200) return leftAt - askedAt
    }
  }
  return { clock, server, scheduler, send }
}

/** Keeps the line of one priority full for as long as the world turns. */
function keepBusy({ send }: World, priority: Priority, width = 64): void {
  const again = async (): Promise<void> => {
    for (;;) await send(priority)
  }
  for (let i = 0; i < width; i += 1) void again()
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? NaN

const share429 = ({ accepted, refused }: LimitedServer) => refused / (accepted + refused)

describe('under a hidden limit', () => {
  test.each<[string, Limits]>([
    ['30/s, burst 60, nothing said', { rate: 30, burst: 60, concurrent: 16, latencyMs: 80 }],
    ['30/s, burst 60, X-Rate-Limit-*', { rate: 30, burst: 60, concurrent: 16, latencyMs: 80, headers: true }],
    ['30/s, burst 60, Retry-After', { rate: 30, burst: 60, concurrent: 16, latencyMs: 80, retryAfter: 1 }],
    ['30/s, slow answers', { rate: 30, burst: 60, concurrent: 16, latencyMs: 300 }],
    ['100/s, burst 100', { rate: 100, burst: 100, concurrent: 64, latencyMs: 50 }],
  ])('%s: nearly all that is allowed is used, hardly anything refused', async (_name, limits) => {
    const world = createWorld(limits)
    keepBusy(world, 'action')
    await world.clock.advance(80_000)
    expect(world.server.accepted / world.server.allowed()).toBeGreaterThanOrEqual(0.95)
    expect(share429(world.server)).toBeLessThan(0.01)
  })

  test('a small one is found without a storm', async () => {
    const world = createWorld({ rate: 5, burst: 5, concurrent: 16, latencyMs: 80 })
    keepBusy(world, 'action')
    await world.clock.advance(10_000)
    const searching = world.server.refused
    expect(searching).toBeLessThanOrEqual(20)
    await world.clock.advance(110_000)
    expect(world.server.accepted / world.server.allowed()).toBeGreaterThanOrEqual(0.95)
    // One in a hundred of what may be sent in the 110 seconds once it is known.
    expect(world.server.refused - searching).toBeLessThan(0.01 * 5 * 110)
  })

  test('of concurrency alone, all places are used and few requests refused', async () => {
    const world = createWorld({ rate: 10_000, burst: 10_000, concurrent: 16, latencyMs: 400 })
    keepBusy(world, 'action')
    await world.clock.advance(20_000)
    const before = world.server.accepted
    await world.clock.advance(60_000)
    // A place is taken for half the latency on the server and for the way back; the client counts the whole time.
    const possible = (16 * 60_000) / 400
    expect(world.server.accepted - before).toBeGreaterThanOrEqual(0.95 * possible)
    expect(share429(world.server)).toBeLessThan(0.01)
  })

  test('that is lowered and raised, the rate follows', async () => {
    const world = createWorld({ rate: 40, burst: 40, concurrent: 32, latencyMs: 80 })
    keepBusy(world, 'action')
    await world.clock.advance(40_000)
    world.server.limits = { ...world.server.limits, rate: 10 }
    await world.clock.advance(20_000)
    const settled = world.server.refused
    await world.clock.advance(30_000)
    expect(world.server.refused - settled).toBeLessThanOrEqual(6)
    expect(world.scheduler.snapshot().ratePerSecond).toBeLessThan(11)
    world.server.limits = { ...world.server.limits, rate: 40 }
    await world.clock.advance(240_000)
    expect(world.scheduler.snapshot().ratePerSecond).toBeGreaterThan(36)
  })

  test.each([false, true])(
    '500 actions are through in the time that the limit allows (headers: %s)',
    async (headers) => {
      const world = createWorld({ rate: 30, burst: 60, concurrent: 16, latencyMs: 80, headers })
      let done = 0
      for (let i = 0; i < 500; i += 1) void world.send('action').then(() => (done += 1))
      const best = ((500 - 60) / 30) * 1_000
      await world.clock.advance(best / 0.95)
      expect(done).toBe(500)
      expect(share429(world.server)).toBeLessThan(0.01)
    },
  )
})

describe('who goes first', () => {
  test.each<[string, Limits]>([
    ['30/s, nothing said', { rate: 30, burst: 60, concurrent: 16, latencyMs: 80 }],
    ['30/s, X-Rate-Limit-*', { rate: 30, burst: 60, concurrent: 16, latencyMs: 80, headers: true }],
    ['30/s, slow answers', { rate: 30, burst: 60, concurrent: 16, latencyMs: 300 }],
    ['100/s', { rate: 100, burst: 100, concurrent: 64, latencyMs: 50 }],
  ])('an action hardly waits while a full read runs (%s)', async (_name, limits) => {
    const world = createWorld(limits)
    keepBusy(world, 'read')
    const waits: number[] = []
    for (let i = 0; i < 200; i += 1) {
      void world.send('action').then((waited) => waits.push(waited))
      await world.clock.advance(250)
    }
    await world.clock.advance(2_000)
    expect(waits).toHaveLength(200)
    expect(percentile(waits, 0.95)).toBeLessThan(150)
    expect(world.server.accepted / world.server.allowed()).toBeGreaterThanOrEqual(0.95)
    expect(share429(world.server)).toBeLessThan(0.01)
  })

  test('the more urgent overtake, and equals keep their order', async () => {
    const world = createWorld({ rate: 1_000, burst: 1_000, concurrent: 1_000, latencyMs: 10 })
    const { signal } = new AbortController()
    const scheduler = createScheduler(world.clock, {
      ...DEFAULT_SCHEDULER_SETTINGS,
      startConcurrency: 1,
      maxConcurrency: 1,
    })
    const blocker = await scheduler.acquire({ priority: 'read', signal, again: false })
    const order: string[] = []
    const asks: readonly [Priority, string][] = [
      ['audit', 'audit'],
      ['read', 'read 1'],
      ['read', 'read 2'],
      ['tail', 'tail'],
      ['action', 'action'],
      ['detail', 'detail'],
    ]
    for (const [priority, name] of asks) {
      void scheduler.acquire({ priority, signal, again: false }).then((permit) => {
        order.push(name)
        permit.release(OK)
      })
    }
    blocker.release(OK)
    await world.clock.advance(1_000)
    expect(order).toEqual(['action', 'detail', 'tail', 'read 1', 'read 2', 'audit'])
  })

  test('a long job of actions does not blind the event tail', async () => {
    const world = createWorld({ rate: 30, burst: 60, concurrent: 16, latencyMs: 80 })
    keepBusy(world, 'action')
    await world.clock.advance(20_000)
    let waited: number | null = null
    void world.send('tail').then((ms) => (waited = ms))
    await world.clock.advance(4_000)
    expect(waited).not.toBeNull()
  })
})

describe('the gate', () => {
  test('Retry-After is obeyed by everybody and shown', async () => {
    const clock = createVirtualClock()
    const scheduler = createScheduler(clock)
    const { signal } = new AbortController()
    const first = await scheduler.acquire({ priority: 'read', signal, again: false })
    first.release({ status: 429, report: null, retryAfterMs: 5_000 })
    expect(scheduler.snapshot()).toMatchObject({ pausedUntil: clock.now() + 5_000, rateLimited: 1, sent: 1 })
    let passed = false
    void scheduler.acquire({ priority: 'action', signal, again: false }).then(() => (passed = true))
    await clock.advance(4_900)
    expect(passed).toBe(false)
    await clock.advance(1_000)
    expect(passed).toBe(true)
    expect(scheduler.snapshot().pausedUntil).toBeNull()
  })

  test('whoever gives up leaves the line, and closing empties it', async () => {
    const clock = createVirtualClock()
    const scheduler = createScheduler(clock, {
      ...DEFAULT_SCHEDULER_SETTINGS,
      startConcurrency: 1,
      maxConcurrency: 1,
    })
    const keep = new AbortController()
    const leave = new AbortController()
    await scheduler.acquire({ priority: 'read', signal: keep.signal, again: false })
    const left = scheduler.acquire({ priority: 'read', signal: leave.signal, again: false })
    const stayed = scheduler.acquire({ priority: 'read', signal: keep.signal, again: false })
    expect(scheduler.snapshot().waiting.read).toBe(2)
    leave.abort()
    await expect(left).rejects.toBeInstanceOf(GivenUp)
    expect(scheduler.snapshot().waiting.read).toBe(1)
    scheduler.close()
    await expect(stayed).rejects.toBeInstanceOf(GivenUp)
    await expect(
      scheduler.acquire({ priority: 'action', signal: keep.signal, again: false }),
    ).rejects.toBeInstanceOf(GivenUp)
  })

  test('listeners hear of changes, bundled', async () => {
    const world = createWorld({ rate: 30, burst: 60, concurrent: 16, latencyMs: 80 })
    const heard: number[] = []
    const stop = world.scheduler.onChange(({ sent }) => heard.push(sent))
    for (let i = 0; i < 10; i += 1) void world.send('read')
    await world.clock.advance(500)
    expect(heard.length).toBeGreaterThan(0)
    expect(heard.length).toBeLessThanOrEqual(5)
    expect(heard.at(-1)).toBe(10)
    stop()
    const before = heard.length
    void world.send('read')
    await world.clock.advance(500)
    expect(heard).toHaveLength(before)
  })

  test('the line keeps its order under any coming, leaving and coming back', () => {
    const step = fc.oneof(
      fc.constant('push'),
      fc.constant('front'),
      fc.constant('take'),
      fc.nat().map((n) => `leave ${n}`),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const line = new Line<object>()
        const model: object[] = []
        for (const what of steps) {
          const entry = {}
          if (what === 'push') {
            line.push(entry)
            model.push(entry)
          } else if (what === 'front') {
            line.pushFront(entry)
            model.unshift(entry)
          } else {
            const index = what === 'take' ? 0 : Number(what.slice(6)) % Math.max(1, model.length)
            const [gone] = model.splice(index, 1)
            if (gone !== undefined) expect(line.remove(gone)).toBe(true)
          }
          expect(line.peek()).toBe(model[0] ?? null)
          expect(line.length).toBe(model.length)
        }
        expect([...line]).toEqual(model)
      }),
    )
  })
})
