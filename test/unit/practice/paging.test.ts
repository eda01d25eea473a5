import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../../../main/practice/http/context'
import { Form } from '../../../main/practice/http/form'
import { listEvents } from '../../../main/practice/http/routes/events'
import { listTasks } from '../../../main/practice/http/routes/tasks'
import { bodyBytes } from '../../../main/practice/http/written'
import { DEFAULT_PRACTICE_RULES } from '../../../main/practice/options'
import { buildDesk } from '../../../main/practice/scenario/desk'
import { Random } from '../../../main/practice/world/random'
import { cancelTask, createTask, deleteTask } from '../../../main/practice/world/tasks'
import { World } from '../../../main/practice/world/world'
import type { Json } from './support'

const START = Date.UTC(2031, 1, 3, 9)

function setUp() {
  const world = new World({ startMs: START, seed: 5 })
  const desk = buildDesk(world)
  const ask = (handler: typeof listTasks, url: string): Json => {
    const { pathname, searchParams } = new URL(url)
    const context: RequestContext = {
      world,
      rules: DEFAULT_PRACTICE_RULES,
      method: 'GET',
      path: pathname,
      ids: [world.identity.workspaceSid],
      query: new Form(searchParams),
      form: Form.parse(''),
      json: undefined,
      ifMatch: null,
      baseUrl: 'http://127.0.0.1',
      random: new Random(1),
    }
    return JSON.parse(bodyBytes(handler(context).body).toString())
  }
  const create = (priority = 0) =>
    createTask(world, {
      attributes: '{}',
      channel: desk.channels.chat,
      workflow: desk.frontDesk,
      routed: false,
      priority,
    })
  return { world, ask, create }
}

type Movement = 'create' | 'cancel' | 'delete' | 'pass' | 'backdate'

const movements = fc.array(
  fc.array(
    fc.record({
      kind: fc.constantFrom<Movement>('create', 'cancel', 'delete', 'pass', 'backdate'),
      pick: fc.nat(),
    }),
    { maxLength: 6 },
  ),
  { maxLength: 12 },
)

describe('paging while rows come, change and go', () => {
  it.each(['', '&AssignmentStatus=pending', '&AssignmentStatus=pending,canceled', '&Ordering=Priority:desc'])(
    'loses nothing that stays and repeats nothing (%s)',
    (query) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 40 }),
          fc.integer({ min: 1, max: 9 }),
          movements,
          (rows, size, moves) => {
            const { world, ask, create } = setUp()
            for (let index = 0; index < rows; index++) create(index % 3)
            const stay = new Set([...world.tasks.values()].map(({ sid }) => sid))
            const seen: string[] = []
            let next: string | null = `http://127.0.0.1/v1/Tasks?PageSize=${size}${query}`
            for (let page = 0; next !== null; page++) {
              const answer: Json = ask(listTasks, next)
              seen.push(...answer.tasks.map((row: Json) => row.sid))
              expect(answer.tasks.length).toBeLessThanOrEqual(size)
              next = answer.meta.next_page_url
              for (const { kind, pick } of moves[page] ?? []) {
                const tasks = [...world.tasks.values()]
                const task = tasks[pick % Math.max(1, tasks.length)]
                if (kind === 'create') create()
                else if (kind === 'backdate') world.clock.asOf(START - (pick % 1000), () => create())
                else if (kind === 'pass') world.clock.advanceTo(world.now + (pick % 200_000))
                else if (task !== undefined) {
                  // A list of all statuses goes on showing what was canceled.
                  if (query.endsWith('=pending')) stay.delete(task.sid)
                  if (kind === 'delete') deleteTask(world, task)
                  else if (task.status === 'pending') cancelTask(world, task, 'test')
                }
              }
            }
            expect(new Set(seen).size).toBe(seen.length)
            for (const sid of stay) if (world.tasks.has(sid)) expect(seen).toContain(sid)
          },
        ),
        { numRuns: 60, seed: 99 },
      )
    },
  )

  it('walks the event log, newest first, without loss while new events come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 7 }), (rows, size) => {
        const { world, ask, create } = setUp()
        for (let index = 0; index < rows; index++) {
          create()
          world.clock.advanceTo(world.now + 10)
        }
        const before = world.log.events.map(({ sid }) => sid).reverse()
        const seen: string[] = []
        let next: string | null = `http://127.0.0.1/v1/Events?PageSize=${size}`
        while (next !== null) {
          const answer: Json = ask(listEvents, next)
          seen.push(...answer.events.map((row: Json) => row.sid))
          next = answer.meta.next_page_url
          world.clock.advanceTo(world.now + 10)
          create()
        }
        expect(seen).toEqual(before)
      }),
      { numRuns: 40, seed: 7 },
    )
  })
})
