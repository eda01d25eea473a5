import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildDesk } from '../../../main/practice/scenario/desk'
import type { Task } from '../../../main/practice/world/model'
import type { TaskKey } from '../../../main/practice/world/task-orders'
import { createTask, deleteTask } from '../../../main/practice/world/tasks'
import { World } from '../../../main/practice/world/world'

const START = Date.UTC(2031, 1, 3, 9)

const ORDERS: Readonly<Record<string, readonly TaskKey[]>> = {
  'Priority:-1': [(task) => -task.priority],
  'Priority:1': [(task) => task.priority],
  'DateCreated:-1': [(task) => -task.createdAt],
  'VirtualStartTime:1': [(task) => task.virtualStartAt],
  'Priority:-1,VirtualStartTime:1': [(task) => -task.priority, (task) => task.virtualStartAt],
}

const sortedBy = (world: World, keys: readonly TaskKey[]): Task[] =>
  [...world.tasks.values()].sort((a, b) => {
    for (const key of keys) if (key(a) !== key(b)) return key(a) - key(b)
    return a.seq - b.seq
  })

function setUp() {
  const world = new World({ startMs: START, seed: 5 })
  const desk = buildDesk(world)
  const create = (priority: number) =>
    createTask(world, {
      attributes: '{}',
      channel: desk.channels.chat,
      workflow: desk.frontDesk,
      routed: false,
      priority,
    })
  return { world, create }
}

const moves = fc.array(
  fc.record({
    kind: fc.constantFrom('create', 'backdate', 'delete', 'prioritise', 'restart', 'ask', 'pass'),
    pick: fc.nat(),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 40 },
)

it('an order once asked for stays what sorting would give, whatever comes, goes or changes its place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), moves, (rows, steps) => {
      const { world, create } = setUp()
      for (let index = 0; index < rows; index++) create(index % 3)
      const asked = new Set<string>()
      for (const { kind, pick, value } of steps) {
        const tasks = world.taskList.all
        const task = tasks[pick % Math.max(1, tasks.length)]
        const name = Object.keys(ORDERS)[value] ?? ''
        if (kind === 'create') create(value)
        else if (kind === 'backdate') world.clock.asOf(START - (pick % 1000), () => create(value))
        else if (kind === 'pass') world.clock.advanceTo(world.now + (pick % 200_000))
        else if (kind === 'ask') {
          world.tasksBy(name, ORDERS[name] ?? [])
          asked.add(name)
        } else if (task === undefined) continue
        else if (kind === 'delete') deleteTask(world, task)
        else
          world.reorder(task, () => {
            if (kind === 'prioritise') task.priority = value
            else task.virtualStartAt = START - (pick % 5)
          })
        for (const each of asked)
          expect(world.tasksBy(each, ORDERS[each] ?? []).all).toEqual(sortedBy(world, ORDERS[each] ?? []))
      }
    }),
    { numRuns: 80, seed: 17 },
  )
})

it('keeps the orders asked for last and forgets the oldest', () => {
  const { world, create } = setUp()
  for (let index = 0; index < 5; index++) create(index)
  const key: TaskKey = (task) => task.priority
  const list = (name: string) => world.tasksBy(name, [key])
  const [oldest, second] = [list('0'), list('1')]
  for (let index = 2; index < 8; index++) list(String(index))
  expect(list('0')).toBe(oldest)
  list('8')
  expect(list('0')).toBe(oldest)
  expect(list('1')).not.toBe(second)
  expect(list('1').all).toEqual(second.all)
})
