import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from '../../../main/board/model/agenda'
import { estimateEvents, estimatePlans } from '../../../main/board/plans/estimate'
import { BoardIndex } from '../../../main/board/model/index'
import { newNotes } from '../../../main/board/model/fold'
import { EventRead, type Slice, SliceCutter } from '../../../main/board/plans/events'
import type { Workbench } from '../../../main/board/plans/workbench'
import type { CumulativeStatistics, RealTimeStatistics } from '../../../main/taskrouter/resources'
import { fakeBoard } from '../../support/fake-board'
import { NOON } from '../../support/rows'

const NOW: RealTimeStatistics = {
  tasksByStatus: { pending: 900, reserved: 1_000, assigned: 2_500, wrapping: 500 },
  tasksByPriority: {},
  totalTasks: 4_900,
  totalWorkers: 600,
  longestTaskWaitingAgeSeconds: null,
  longestTaskWaitingSid: null,
  activityStatistics: [],
  totalEligibleWorkers: null,
  totalAvailableWorkers: null,
}
const DAY: CumulativeStatistics = {
  startAt: null,
  endAt: null,
  reservationsCreated: 3_000,
  reservationsAccepted: 2_000,
  reservationsRejected: 500,
  reservationsTimedOut: 400,
  reservationsCanceled: 100,
  reservationsRescinded: 0,
  tasksCreated: 2_200,
  tasksCanceled: 100,
  tasksCompleted: 1_900,
  tasksDeleted: 0,
  tasksMoved: 0,
}
const names = (estimates: readonly { readonly plan: string }[]) => estimates.map(({ plan }) => plan)

describe('the choice of a way to read', () => {
  it('takes the log where tasks and workers are many', () => {
    const [first, ...others] = estimatePlans(NOW, DAY, new Set())
    expect(first?.plan).toBe('events')
    // Four pages of live tasks, the day's lines in pages of 1,000, one look to close the gap.
    expect(first?.requests).toBe(4 + Math.ceil((estimateEvents(DAY) ?? 0) / 1_000) + 1)
    for (const { requests } of others) expect(requests).toBeGreaterThan(1_000)
  })

  it('takes the tasks where a few of them live in a loud log', () => {
    const few = { ...NOW, tasksByStatus: { reserved: 4, assigned: 3 } }
    const loud = { ...DAY, reservationsRejected: 400_000 }
    expect(names(estimatePlans(few, loud, new Set()))[0]).toBe('tasks')
  })

  it('takes the workers where they are fewer than the live tasks and the log is loud', () => {
    const crowd = { ...NOW, totalWorkers: 20 }
    expect(names(estimatePlans(crowd, { ...DAY, reservationsRejected: 400_000 }, new Set()))[0]).toBe(
      'workers',
    )
  })

  it('tries the log first where the statistics are closed, and never what was refused', () => {
    expect(names(estimatePlans(null, null, new Set()))[0]).toBe('events')
    expect(names(estimatePlans(null, null, new Set(['events'])))).not.toContain('events')
    expect(names(estimatePlans(NOW, DAY, new Set(['events', 'workers'])))).toEqual(['tasks'])
    expect(estimateEvents(null)).toBeNull()
  })

  it('counts four lines for a task and its end, and three more for accepted work', () => {
    const nothing = Object.fromEntries(
      Object.keys(DAY).map((key) => [key, 0]),
    ) as unknown as CumulativeStatistics
    expect(estimateEvents(nothing)).toBe(0)
    expect(estimateEvents({ ...nothing, tasksCreated: 1, tasksCompleted: 1 })).toBe(5)
    expect(estimateEvents({ ...nothing, reservationsCreated: 1, reservationsAccepted: 1 })).toBe(4)
  })
})

describe('slices of a look-back', () => {
  const all = (cutter: SliceCutter, lines: (slice: Slice) => number): Slice[] => {
    const slices: Slice[] = []
    for (let slice = cutter.next(); slice !== null; slice = cutter.next()) {
      slices.push(slice)
      cutter.learn(slice, lines(slice))
    }
    return slices
  }

  it('cover it without a hole, newest first, whatever was estimated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 48 * 3_600_000 }),
        fc.nat(500_000),
        fc.array(fc.nat(3_000), { minLength: 1, maxLength: 20 }),
        (span, about, counts) => {
          const from = 1_700_000_000_000
          let turn = 0
          const slices = all(
            new SliceCutter(from, from + span, about),
            () => counts[turn++ % counts.length] ?? 0,
          )
          expect(slices[0]?.to).toBeGreaterThanOrEqual(from + span)
          expect(slices.at(-1)?.from).toBe(from)
          for (const [index, { from: start, to }] of slices.entries()) {
            expect(to).toBeGreaterThan(start)
            if (index > 0) expect(to).toBe(slices[index - 1]?.from)
          }
        },
      ),
    )
  })

  it('hold about a page each on an even day', () => {
    const slices = all(
      new SliceCutter(0, 24 * 3_600_000, 20_000),
      ({ from, to }) => ((to - from) * 20_000) / 86_400_000,
    )
    expect(slices.length).toBeGreaterThanOrEqual(20)
    expect(slices.length).toBeLessThanOrEqual(30)
  })

  it('grow longer when the day turns out quieter than it was estimated', () => {
    const quiet = all(new SliceCutter(0, 24 * 3_600_000, 40_000), () => 10)
    expect(quiet.length).toBeLessThan(20)
    expect((quiet[3]?.to ?? 0) - (quiet[3]?.from ?? 0)).toBeGreaterThan(
      (quiet[0]?.to ?? 0) - (quiet[0]?.from ?? 0),
    )
  })
})

describe('reading the log', () => {
  it('given up while it folds rejects once, with nothing left unhandled while slices are still under way', async () => {
    const { world } = fakeBoard()
    const controller = new AbortController()
    const api = world.api()
    let asked = 0
    let answerLate = (): void => undefined
    const late = new Promise<void>((resolve) => (answerLate = resolve))
    const line = (index: number) => ({ sid: `EV${index}`, type: 'task.created', at: NOON - index, data: {} })
    const nothing = {
      description: null,
      actorType: null,
      actorSid: null,
      resourceType: null,
      resourceSid: null,
    }
    const bench: Workbench = {
      api: {
        ...api,
        async *listEvents() {
          const first = asked++ === 0
          if (!first) await late
          const items = first
            ? Array.from({ length: 400 }, (_, index) => ({ ...nothing, ...line(index) }))
            : []
          yield { items, index: 0, serverTime: NOON, last: true }
        },
      },
      index: new BoardIndex(),
      clock: {
        now: () => NOON,
        setTimeout: () => null,
        clearTimeout: () => undefined,
        breathe: () => {
          controller.abort()
          return Promise.resolve()
        },
      },
      signal: controller.signal,
      serverNow: () => NOON,
      publish: () => Promise.resolve(),
      publishSome: () => Promise.resolve(),
      progress: () => undefined,
      width: () => 4,
    }
    const unhandled: unknown[] = []
    const note = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', note)
    const reading = new EventRead(NOON - 86_400_000, NOON, 20_000).run(bench, newNotes())
    const ended = expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    answerLate()
    await ended
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})

describe('the agenda', () => {
  it('gives out keys in the order of their last date, each once', () => {
    const date = fc.option(fc.nat(50))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), date)),
        fc.nat(50),
        (sets, now) => {
          const agenda = new Agenda()
          const dates = new Map<string, number>()
          for (const [key, at] of sets) {
            agenda.set(key, at)
            if (at === null) dates.delete(key)
            else dates.set(key, at)
          }
          expect(agenda.size).toBe(dates.size)
          expect(agenda.next()).toBe(dates.size === 0 ? null : Math.min(...dates.values()))
          const due = [...dates].filter(([, at]) => at <= now)
          const taken = agenda.take(now, 100)
          expect([...taken].sort()).toEqual(due.map(([key]) => key).sort())
          const order = taken.map((key) => dates.get(key) ?? 0)
          expect(order).toEqual([...order].sort((a, b) => a - b))
          expect(agenda.take(now, 100)).toEqual([])
        },
      ),
    )
  })

  it('gives out no more than was asked for', () => {
    const agenda = new Agenda()
    for (const key of ['a', 'b', 'c']) agenda.set(key, 1)
    expect(agenda.take(1, 2)).toHaveLength(2)
    expect(agenda.take(1, 2)).toHaveLength(1)
  })
})
