import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Handler, RequestContext } from '../../../main/practice/http/context'
import { Form } from '../../../main/practice/http/form'
import { KeptRows } from '../../../main/practice/http/kept-rows'
import { listEvents } from '../../../main/practice/http/routes/events'
import { listTasks } from '../../../main/practice/http/routes/tasks'
import { listWorkers } from '../../../main/practice/http/routes/workers'
import { taskJson, workerJson } from '../../../main/practice/http/serialise'
import { eventJson } from '../../../main/practice/http/serialise-event'
import { bodyBytes } from '../../../main/practice/http/written'
import type { PracticeRules } from '../../../main/practice/options'
import { buildStage } from '../../../main/practice/scenario/build'
import { Random } from '../../../main/practice/world/random'
import type { Json } from './support'

/** Rows that are not what a row written this moment would be. */
function wrongRows(shown: readonly Json[], fresh: readonly unknown[]): Json[] {
  expect(shown).toHaveLength(fresh.length)
  return shown.filter((row, index) => !isDeepStrictEqual(row, plain(fresh[index])))
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))

/** A small busy workspace whose lists can be asked again and again. */
function busyDay() {
  const stage = buildStage({ scenario: 'busy', seed: 3, speed: 0 })
  const { world } = stage
  const contextOf = (path: string, baseUrl: string, rules: PracticeRules): RequestContext => {
    const { pathname, searchParams } = new URL(path, 'http://127.0.0.1')
    return {
      world,
      rules,
      method: 'GET',
      path: pathname,
      ids: [world.identity.workspaceSid],
      query: new Form(searchParams),
      form: Form.parse(''),
      json: undefined,
      ifMatch: null,
      baseUrl,
      random: new Random(1),
    }
  }
  const list = (handler: Handler, context: RequestContext): Json =>
    JSON.parse(bodyBytes(handler(context).body).toString())
  return { stage, world, contextOf, list }
}

describe('rows kept between lists', () => {
  it('say what a row written this moment would say, however the day goes on', () => {
    const { stage, world, contextOf, list } = busyDay()
    let moved = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600_000 }),
        fc.constantFrom('http://127.0.0.1:1', 'http://localhost:1'),
        fc.constantFrom<PracticeRules['listAttributes']>('filled', 'null'),
        (ms, baseUrl, listAttributes) => {
          const before = world.log.size
          world.clock.advanceTo(world.now + ms)
          moved += world.log.size - before
          const rules = { ...stage.rules, listAttributes }
          const ask = (path: string): RequestContext => contextOf(path, baseUrl, rules)
          const context = ask('/x')
          const tasks = list(listTasks, ask('/Tasks?PageSize=1000')).tasks
          const freshTasks = world.taskList.all.slice(0, 1000).map((task) => taskJson(context, task, true))
          expect(wrongRows(tasks, freshTasks)).toEqual([])
          const workers = list(listWorkers, ask('/Workers?PageSize=1000')).workers
          const freshWorkers = world.workerList.all.map((worker) => workerJson(context, worker, true))
          expect(wrongRows(workers, freshWorkers)).toEqual([])
          const events: Json[] = list(listEvents, ask('/Events?PageSize=200&Minutes=1440')).events
          const freshEvents = events.map(({ sid }) => eventJson(context, world.log.get(sid)!))
          expect(wrongRows(events, freshEvents)).toEqual([])
        },
      ),
      { numRuns: 12 },
    )
    expect(moved).toBeGreaterThan(500)
  })

  it('are written once while nothing changes and again when something did', () => {
    const kept = new KeptRows()
    let written = 0
    const take = (...from: unknown[]): string => kept.take('WT1', from, () => ({ n: ++written })).toString()
    expect([take(1, 'a'), take(1, 'a'), take(1, 'b'), take(1, 'b')]).toEqual([
      '{"n":1}',
      '{"n":1}',
      '{"n":2}',
      '{"n":2}',
    ])
  })

  it('never hold more than their budget', () => {
    const kept = new KeptRows(1_000)
    let written = 0
    const ask = (index: number): void => {
      kept.take(`WT${index}`, [], () => (written++, 'x'.repeat(98)))
    }
    for (let index = 0; index < 100; index++) ask(index)
    expect(written).toBe(100)
    ask(99)
    expect(written).toBe(100)
    ask(0)
    expect(written).toBe(101)
  })
})
