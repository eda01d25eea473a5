// Size without a stopwatch: how much is looked at for a page, in a workspace where looking at everything would show.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  pageByKeys,
  pageByPlace,
  pageInOrder,
  type Page,
  type PageRequest,
} from '../../../main/practice/http/paging'
import { buildStage } from '../../../main/practice/scenario/build'
import type { Task } from '../../../main/practice/world/model'
import { least } from '../../../main/practice/world/least'

const { world } = buildStage({
  scenario: 'standard',
  startMs: Date.UTC(2031, 1, 3, 9),
  tasks: 6_000,
  workers: 400,
  eventsPerDay: 30_000,
  life: false,
})

const page = (over: Partial<PageRequest> = {}): PageRequest => ({
  size: 100,
  number: 0,
  token: null,
  ...over,
})

function counting() {
  let looked = 0
  return {
    fits: (_task: Task) => {
      looked += 1
      return true
    },
    looked: () => looked,
  }
}

it('a page in the usual order looks at its own rows and one more, wherever it begins', () => {
  const middle = world.taskList.all[3_000]?.sid ?? ''
  for (const token of [null, `PA${middle}`]) {
    const { fits, looked } = counting()
    expect(pageByPlace(world, page({ token }), [world.taskList], fits).rows).toHaveLength(100)
    expect(looked()).toBe(101)
  }
})

it('a page of one status looks only at tasks of that status', () => {
  const { fits, looked } = counting()
  const rows = pageByPlace(world, page(), [world.tasksWith('reserved')], fits).rows
  expect(rows.every(({ status }) => status === 'reserved')).toBe(true)
  expect(looked()).toBe(101)
})

it('a page in another order looks at each row once and sorts only what it shows', () => {
  const { fits, looked } = counting()
  let keys = 0
  const first = pageByKeys(page(), [world.taskList], fits, [
    (task) => {
      keys += 1
      return -task.priority
    },
  ])
  expect(first.rows).toHaveLength(100)
  expect(looked()).toBe(world.taskList.size)
  // Two for each comparison; a sort of all of them takes more than 24 for each row.
  expect(keys).toBeLessThan(world.taskList.size * 6)

  let comparisons = 0
  const numbers = Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 50_021)
  const found = least(numbers, 1_001, (a, b) => {
    comparisons += 1
    return a - b
  })
  expect(found).toEqual([...numbers].sort((a, b) => a - b).slice(0, 1_001))
  // A sort of all of them takes about 700,000.
  expect(comparisons).toBeLessThan(200_000)
})

it('pages in another order give every task once, in that order', () => {
  const seen: Task[] = []
  for (let token: string | null = null, first = true; first || token !== null; first = false) {
    const result: Page<Task> = pageByKeys<Task>(page({ size: 997, token }), [world.taskList], () => true, [
      (task) => -task.priority,
    ])
    seen.push(...result.rows)
    token = result.next
  }
  expect(new Set(seen).size).toBe(world.taskList.size)
  expect(seen).toEqual([...world.taskList.all].sort((a, b) => b.priority - a.priority || a.seq - b.seq))
})

it('a page in an order that is kept looks at its own rows and one more, wherever it begins', () => {
  const byPriority = [(task: Task) => -task.priority]
  const list = world.tasksBy('Priority:-1', byPriority)
  expect(list.all).toEqual([...world.taskList.all].sort((a, b) => b.priority - a.priority || a.seq - b.seq))
  const first = pageInOrder(page(), list, () => true, byPriority)
  for (const token of [null, first.next]) {
    const { fits, looked } = counting()
    expect(pageInOrder(page({ token }), list, fits, byPriority).rows).toHaveLength(100)
    expect(looked()).toBe(101)
  }
})

it('the least of any rows are what a sort would have put first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 0, max: 20 }), (numbers, count) => {
      expect(least(numbers, count, (a, b) => a - b)).toEqual(
        [...numbers].sort((a, b) => a - b).slice(0, count),
      )
    }),
  )
})

it('events of one worker are found without walking the log', () => {
  const worker = world.workerList.first
  let taken = 0
  const filter = {
    fromMs: 0,
    toMs: world.now,
    type: null,
    taskSid: null,
    workerSid: worker?.sid ?? '',
    reservationSid: null,
    queueSid: null,
    workflowSid: null,
    channelSid: null,
    sid: null,
  }
  world.log.walk(filter, 'newest-first', null, (event) => {
    taken += 1
    expect(event.worker?.worker).toBe(worker)
    return true
  })
  expect(taken).toBeGreaterThan(0)
  expect(taken).toBeLessThan(world.log.size / 50)
})
