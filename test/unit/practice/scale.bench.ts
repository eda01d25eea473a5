import { bench, describe } from 'vitest'
import type { RequestContext } from '../../../main/practice/http/context'
import { Form } from '../../../main/practice/http/form'
import { matchRoute } from '../../../main/practice/http/routes'
import { DEFAULT_PRACTICE_RULES } from '../../../main/practice/options'
import { buildStage } from '../../../main/practice/scenario/build'
import { Random } from '../../../main/practice/world/random'

/** The largest workspace that is promised: each answer of 1,000 rows must stay below 50 ms. */
const { world } = buildStage({
  scenario: 'standard',
  startMs: Date.UTC(2031, 1, 3, 9),
  tasks: 50_000,
  workers: 15_000,
  eventsPerDay: 300_000,
  life: false,
})
const home = `/v1/Workspaces/${world.identity.workspaceSid}`
const queue = [...world.queues.keys()].at(-1) ?? ''
const worker = world.workerList.first?.sid ?? ''
const tokenFromTheMiddle = `PA${world.taskList.all[25_000]?.sid ?? ''}`

function answer(path: string, query: string): string {
  const match = matchRoute('GET', home + path)
  if (match.kind !== 'found') throw new Error(`No route for ${path}`)
  const context: RequestContext = {
    world,
    rules: DEFAULT_PRACTICE_RULES,
    method: 'GET',
    path: home + path,
    ids: match.ids,
    query: Form.parse(query),
    form: Form.parse(''),
    json: undefined,
    ifMatch: null,
    baseUrl: 'http://127.0.0.1',
    random: new Random(1),
  }
  return JSON.stringify(match.handler(context).body)
}

describe('50,000 tasks, 15,000 workers, 300,000 events a day: 1,000 rows', () => {
  const requests = [
    ['tasks', '/Tasks', 'PageSize=1000'],
    ['tasks, from the middle', '/Tasks', `PageSize=1000&Page=25&PageToken=${tokenFromTheMiddle}`],
    ['tasks by status', '/Tasks', 'PageSize=1000&AssignmentStatus=reserved,wrapping'],
    ['tasks by queue', '/Tasks', `PageSize=1000&TaskQueueSid=${queue}`],
    ['workers', '/Workers', 'PageSize=1000'],
    ['events of a day', '/Events', 'PageSize=1000&Minutes=1440'],
    ['events of a worker', '/Events', `PageSize=1000&Minutes=1440&WorkerSid=${worker}`],
  ] as const
  for (const [name, path, query] of requests) {
    bench(name, () => {
      answer(path, query)
    })
  }
})
