import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Pages } from '../../../main/taskrouter/api'
import { systemClock } from '../../../main/taskrouter/clock'
import { createTaskRouterClient, type TaskRouterClientOptions } from '../../../main/taskrouter/client'
import { isTaskRouterError, type TaskRouterError } from '../../../main/taskrouter/errors'
import type { Anomaly } from '../../../main/taskrouter/http/paging'
import type { RequestLog } from '../../../main/taskrouter/http/requester'
import { undiciTransport } from '../../../main/taskrouter/transport/undici-transport'
import { instructionOf } from '../../../preload/contract/instructions'
import { createLimitedServer } from '../../support/limited-server'
import { startScriptedServer, type Reply, type ScriptedServer } from '../../support/http-scripted-server'

const sid = (prefix: string, n = 1) => prefix + n.toString(16).padStart(32, '0')
const WS = sid('WS')
const PASSWORD = 'swordfish-very-secret'

let server: ScriptedServer
let logs: RequestLog[]
let anomalies: Anomaly[]
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  server = await startScriptedServer()
  logs = []
  anomalies = []
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()))
  await server.close()
})

function open(options: Partial<TaskRouterClientOptions> = {}) {
  const client = createTaskRouterClient({
    credentials: { user: sid('SK'), password: PASSWORD },
    baseUrl: server.url,
    random: () => 0,
    log: (line) => logs.push(line),
    onAnomaly: (anomaly) => anomalies.push(anomaly),
    ...options,
  })
  opened.push(client)
  return client
}

const workspace = (options: Partial<TaskRouterClientOptions> = {}) => open(options).workspace(WS)

async function collect<T>(pages: Pages<T>): Promise<T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...page.items)
  return items
}

async function errorOf(promise: Promise<unknown>): Promise<TaskRouterError> {
  const error = await promise.then(
    () => new Error('was not rejected'),
    (reason: unknown) => reason,
  )
  if (!isTaskRouterError(error)) throw error
  return error
}

const reservation = (status = 'pending') => ({
  sid: sid('WR'),
  task_sid: sid('WT'),
  worker_sid: sid('WK'),
  worker_name: 'Noor V.',
  reservation_status: status,
  date_created: '2031-02-03T09:01:10Z',
  date_updated: '2031-02-03T09:01:10Z',
})
const PATH = { taskSid: sid('WT'), sid: sid('WR') }
const TARGET = `/v1/Workspaces/${WS}/Tasks/${sid('WT')}/Reservations/${sid('WR')}`

describe('a request', () => {
  test('is signed in, asks for JSON and says what it wants in the API’s words', async () => {
    server.answer(() => ({ json: { tasks: [], meta: { key: 'tasks', next_page_url: null } } }))
    await collect(
      workspace().listTasks({
        statuses: ['reserved', 'assigned'],
        ordering: 'Priority:desc',
        hasAddons: false,
      }),
    )
    const [request] = server.seen
    expect(request?.path).toBe(`/v1/Workspaces/${WS}/Tasks`)
    expect([...request!.query]).toEqual([
      ['AssignmentStatus', 'reserved'],
      ['AssignmentStatus', 'assigned'],
      ['HasAddons', 'false'],
      ['Ordering', 'Priority:desc'],
      ['PageSize', '1000'],
    ])
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${sid('SK')}:${PASSWORD}`).toString('base64')}`,
    )
    expect(request?.headers.accept).toBe('application/json')
  })

  test('that writes carries a form and the version it was read with', async () => {
    server.answer(() => ({ json: reservation('rejected'), headers: { etag: 'W/"4"' } }))
    const { value } = await workspace().updateReservation(
      PATH,
      instructionOf('reject', { WorkerActivitySid: sid('WA') }),
      { ifMatch: '3' },
    )
    expect(value).toMatchObject({ status: 'rejected', version: '4', workerName: 'Noor V.' })
    const [request] = server.seen
    expect(request).toMatchObject({
      method: 'POST',
      path: TARGET,
      body: `ReservationStatus=rejected&WorkerActivitySid=${sid('WA')}`,
    })
    expect(request?.headers['if-match']).toBe('3')
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  test('that is not valid never leaves', async () => {
    const api = workspace()
    const refused = [
      api.updateReservation(PATH, instructionOf('redirect')),
      api.updateReservation(
        { workerSid: sid('WK'), sid: sid('WR') },
        {
          kind: 'supervise',
          parameters: { Supervisor: sid('WK'), SupervisorMode: 'barge' },
        },
      ),
      api.updateTask(sid('WT'), {}),
      api.updateTask(sid('WT'), { attributes: '{not json' }),
      api.updateWorker(sid('WK'), { rejectPendingReservations: true }),
      api.updateWorkerChannel(sid('WK'), sid('WC'), { capacity: -1 }),
      api.cumulativeStatistics({ of: 'workspace' }, { minutes: 5, startAt: 0 }),
      api.fetchTask(''),
    ]
    for (const promise of refused)
      expect(await errorOf(promise)).toMatchObject({ kind: 'invalid', applied: 'no' })
    expect(server.seen).toEqual([])
  })

  test.each([
    'http://taskrouter.example',
    'ftp://127.0.0.1',
    'https://a:b@x.example',
    'https://x.example/v2',
    'no',
  ])('never goes to %s', (baseUrl) => {
    expect(() => open({ baseUrl })).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
})

describe('paging', () => {
  const page = (n: number, next: string | null): Reply => ({
    json: { tasks: [{ sid: sid('WT', n) }], meta: { key: 'tasks', next_page_url: next } },
  })

  test('follows next_page_url on the chosen host, whatever Twilio host it names, token and all', async () => {
    const second = `/v1/Workspaces/${WS}/Tasks?PageSize=1&Page=1&PageToken=PAWT%2B1`
    server.answer(({ query }) =>
      query.has('PageToken') ? page(2, null) : page(1, `https://taskrouter.dublin.ie1.twilio.com${second}`),
    )
    const tasks = await collect(workspace().listTasks({}, { pageSize: 1 }))
    expect(tasks.map((task) => task.sid)).toEqual([sid('WT', 1), sid('WT', 2)])
    expect(server.seen[1]?.target).toBe(second)
    expect(server.seen[1]?.headers.authorization).toBeDefined()
  })

  test.each([
    'https://taskrouter.twilio.com.evil.example/v1/Workspaces',
    'https://eviltwilio.com/v1/Workspaces',
    'http://taskrouter.twilio.com/v1/Workspaces',
    'https://taskrouter.twilio.com:8443/v1/Workspaces',
    'https://u:p@taskrouter.twilio.com/v1/Workspaces',
    'https://taskrouter.twilio.com/2010-04-01/Accounts',
    'https://taskrouter.twilio.com/v1/../2010-04-01/Accounts',
    'http://127.0.0.1:1/v1/Workspaces',
    'javascript:alert(1)',
  ])('never follows %s', async (next) => {
    server.answer(() => page(1, next))
    expect(await errorOf(collect(workspace().listTasks()))).toMatchObject({
      kind: 'malformed',
      applied: 'no',
    })
    expect(server.seen).toHaveLength(1)
  })

  test('ends when the pages lead in a circle', async () => {
    const circle = `/v1/Workspaces/${WS}/Tasks?PageToken=PA1`
    server.answer(() => page(1, `${server.url}${circle}`))
    expect(await errorOf(collect(workspace().listTasks()))).toMatchObject({ kind: 'malformed' })
    expect(server.seen).toHaveLength(2)
  })

  test('rows without a SID are skipped, counted, and stop nothing', async () => {
    const rows = [null, 7, 'x', {}, { sid: 5 }, { sid: '../../x' }, { sid: sid('WT') }]
    server.answer(() => ({ json: { tasks: rows, meta: { key: 'tasks', next_page_url: null } } }))
    expect(await collect(workspace().listTasks())).toHaveLength(1)
    expect(anomalies).toEqual([{ kind: 'rowsSkipped', list: 'tasks', count: 6, requestId: null }])
  })

  test('a large page is decoded in slices, so that others have their turn', async () => {
    const attributes = JSON.stringify({
      note: 'x'.repeat(3_000),
      list: Array.from({ length: 100 }, (_, i) => i),
    })
    const rows = Array.from({ length: 1_000 }, (_, n) => ({ sid: sid('WT', n), attributes }))
    server.answer(() => ({ json: { tasks: rows, meta: { key: 'tasks', next_page_url: null } } }))
    // Each reading of the clock says that another 2 ms went by: many slices are due, whatever the machine.
    let time = 0
    const clock = {
      now: () => Date.now(),
      monotonic: () => (time += 2),
      schedule: (run: () => void, ms: number) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    }
    let turns = 0
    let counting = true
    const count = () => {
      turns += 1
      if (counting) setImmediate(count)
    }
    setImmediate(count)
    const tasks = await collect(workspace({ clock }).listTasks())
    counting = false
    expect(tasks).toHaveLength(1_000)
    expect(turns).toBeGreaterThan(10)
  })
})

describe('errors', () => {
  const json = (status: number, code?: number, message = 'said by the server'): Reply => ({
    status,
    json: { status, message, ...(code === undefined ? {} : { code }) },
    headers: { 'twilio-request-id': 'RQ1' },
  })

  test.each<[string, Reply, Partial<TaskRouterError>]>([
    ['401', json(401, 20003), { kind: 'notSignedIn', code: 20003, applied: 'no' }],
    ['403', json(403, 70051), { kind: 'notAllowed', code: 70051 }],
    ['404', json(404, 20404), { kind: 'gone', code: 20404 }],
    ['412', json(412, 20412), { kind: 'changed', code: 20412 }],
    ['400 with a code', json(400, 40136), { kind: 'refused', code: 40136 }],
    ['400 of bare paging', json(400, 40153), { kind: 'refused', code: 40153 }],
    ['405', json(405, 20004), { kind: 'refused', code: 20004 }],
    ['409', json(409), { kind: 'refused', code: null }],
    [
      'a code in text',
      { status: 400, json: { code: '40151', message: 'm' } },
      { kind: 'refused', code: 40151 },
    ],
    [
      'RFC 9457',
      { status: 400, json: { title: 'T', detail: 'D', code: 20001 } },
      { message: 'D', code: 20001 },
    ],
    ['empty 404', { status: 404 }, { kind: 'gone', code: null }],
    ['HTML 403', { status: 403, body: '<html>Blocked</html>' }, { kind: 'notAllowed', code: null }],
    ['407', { status: 407 }, { kind: 'network', networkCause: 'proxy', applied: 'no' }],
    [
      '302',
      { status: 302, headers: { location: 'https://evil.example' } },
      { kind: 'malformed', applied: 'unknown' },
    ],
    ['500', json(500, 20500), { kind: 'server', applied: 'unknown' }],
    ['503', { status: 503, body: '' }, { kind: 'server', applied: 'unknown' }],
    [
      '200 with HTML',
      { body: '<html>Welcome to the hotel</html>' },
      { kind: 'malformed', applied: 'unknown' },
    ],
    ['200 with nothing', { body: '' }, { kind: 'malformed', applied: 'unknown' }],
    ['200 with half a JSON', { body: '{"sid": "WR' }, { kind: 'malformed', applied: 'unknown' }],
  ])('of a write: %s', async (_name, reply, expected) => {
    server.answer(() => reply)
    const error = await errorOf(workspace().updateReservation(PATH, instructionOf('accept')))
    expect(error).toMatchObject(expected)
    expect(error.request).toBe(`POST ${TARGET}`)
    expect(server.seen).toHaveLength(1)
  })

  test('carry the request id', async () => {
    server.answer(() => json(404, 20404))
    expect(await errorOf(workspace().fetchTask(sid('WT')))).toMatchObject({ requestId: 'RQ1', status: 404 })
  })
})

describe('retry', () => {
  const fast = { retry: { readAttempts: 3 } }

  test.each([500, 502, 503, 504])('a read is repeated on %i, within bounds', async (status) => {
    let times = 0
    server.answer(() => ((times += 1) < 3 ? { status } : { json: { sid: sid('WT') } }))
    const answer = await workspace(fast).fetchTask(sid('WT'))
    expect(answer).toMatchObject({ attempts: 3, value: { sid: sid('WT') } })
    times = -100
    expect(await errorOf(workspace(fast).fetchTask(sid('WT')))).toMatchObject({
      kind: 'server',
      applied: 'no',
    })
    expect(server.seen).toHaveLength(6)
  })

  test.each([400, 401, 403, 404])('a read is not repeated on %i', async (status) => {
    server.answer(() => ({ status }))
    await errorOf(workspace().fetchTask(sid('WT')))
    expect(server.seen).toHaveLength(1)
  })

  test('a 429 is repeated whatever the verb, for it was not processed', async () => {
    let times = 0
    server.answer(() =>
      (times += 1) < 4 ? { status: 429, json: { code: 20429 } } : { json: reservation('accepted') },
    )
    const { attempts, value } = await workspace().updateReservation(PATH, instructionOf('accept'))
    expect(attempts).toBe(4)
    expect(value.status).toBe('accepted')
  })

  test('a 429 that does not end is an error in the end, and nothing was applied', async () => {
    server.answer(() => ({ status: 429, json: { code: 20429 } }))
    const api = workspace({ retry: { rateLimitedAttempts: 3 } })
    const error = await errorOf(api.updateReservation(PATH, instructionOf('accept')))
    expect(error).toMatchObject({ kind: 'rateLimited', code: 20429, applied: 'no' })
    expect(server.seen).toHaveLength(3)
  })

  test.each(['before', 'after'])(
    'a write whose connection is lost %s the head of the answer is not sent again',
    async (when) => {
      server.answer((_request, { response, socket }) => {
        if (when === 'after') response.writeHead(200, { 'content-length': '500' }).write('{"sid":')
        setImmediate(() => socket.destroy())
        return undefined
      })
      const error = await errorOf(workspace().updateReservation(PATH, instructionOf('accept')))
      expect(error).toMatchObject({ kind: 'network', networkCause: 'reset', applied: 'unknown' })
      expect(server.seen).toHaveLength(1)
    },
  )

  test('a read whose connection is lost is sent again', async () => {
    let times = 0
    server.answer((_request, { socket }) => {
      if ((times += 1) > 1) return { json: { sid: sid('WT') } }
      socket.destroy()
      return undefined
    })
    expect((await workspace().fetchTask(sid('WT'))).attempts).toBe(2)
  })

  test('a write that certainly did not leave was not applied', async () => {
    await server.close()
    const error = await errorOf(
      workspace({ retry: { readAttempts: 2 } }).updateReservation(PATH, instructionOf('accept')),
    )
    expect(error).toMatchObject({ kind: 'network', networkCause: 'refused', applied: 'no' })
  })

  test('a server that is silent or drips for ever runs into the time-out', async () => {
    server.answer(({ method }, { response }) => {
      if (method === 'POST') return undefined
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
      return undefined
    })
    const transport = () => undiciTransport({ timeoutMs: 60_000, totalTimeoutMs: 150 })
    const silent = workspace({ transport: transport() })
    expect(await errorOf(silent.updateReservation(PATH, instructionOf('accept')))).toMatchObject({
      networkCause: 'timeout',
      applied: 'unknown',
    })
    const dripping = workspace({ transport: transport(), retry: { readAttempts: 1 } })
    expect(await errorOf(dripping.fetchTask(sid('WT')))).toMatchObject({
      networkCause: 'timeout',
      applied: 'no',
    })
  })

  test('an answer that is too large is not taken in', async () => {
    server.answer(() => ({ body: `"${'x'.repeat(100_000)}"` }))
    const api = workspace({
      transport: undiciTransport({ maxResponseBytes: 10_000 }),
      retry: { readAttempts: 1 },
    })
    expect(await errorOf(api.fetchTask(sid('WT')))).toMatchObject({ kind: 'malformed' })
  })
})

describe('giving up', () => {
  const silent = () => server.answer(() => undefined)

  test('an aborted read is cancelled; an aborted write may have been applied', async () => {
    silent()
    const abort = new AbortController()
    const api = workspace()
    const read = errorOf(api.fetchTask(sid('WT'), { signal: abort.signal }))
    const write = errorOf(api.updateReservation(PATH, instructionOf('accept'), { signal: abort.signal }))
    await expect.poll(() => server.seen.length).toBe(2)
    abort.abort()
    expect(await read).toMatchObject({ kind: 'cancelled', applied: 'no' })
    expect(await write).toMatchObject({ kind: 'cancelled', applied: 'unknown' })
    expect(await errorOf(api.fetchTask(sid('WT'), { signal: abort.signal }))).toMatchObject({
      kind: 'cancelled',
    })
  })

  test('closing ends what runs and what waits, and nothing more is sent', async () => {
    silent()
    const client = open({ scheduler: { startConcurrency: 1, maxConcurrency: 1 } })
    const api = client.workspace(WS)
    const errors = [errorOf(api.fetchTask(sid('WT', 1))), errorOf(api.fetchTask(sid('WT', 2)))]
    await expect.poll(() => server.seen.length).toBe(1)
    expect(client.budget()).toMatchObject({ inFlight: 1, waiting: { detail: 1 } })
    await client.close()
    for (const error of await Promise.all(errors)) expect(error.kind).toBe('cancelled')
    expect(await errorOf(api.fetchTask(sid('WT', 3)))).toMatchObject({ kind: 'cancelled' })
    expect(server.seen).toHaveLength(1)
  })
})

describe('what is told', () => {
  test('the clock of the server is learned from its Date', async () => {
    const ahead = 3_600_000
    server.answer(() => ({
      json: { sid: sid('WT') },
      headers: { date: new Date(Date.now() + ahead).toUTCString() },
    }))
    const client = open()
    const { serverTime } = await client.workspace(WS).fetchTask(sid('WT'))
    expect(Math.abs(client.clockOffset() - ahead)).toBeLessThan(2_000)
    expect(Math.abs((serverTime ?? 0) - Date.now() - ahead)).toBeLessThan(5_000)
  })

  test('one line is logged for each request, whatever became of it', async () => {
    server.answer(({ method }) => (method === 'GET' ? { json: { sid: sid('WT') } } : { status: 412 }))
    const api = workspace()
    await api.fetchTask(sid('WT'))
    await errorOf(api.deleteTask(sid('WT'), { ifMatch: '1' }))
    const path = `/v1/Workspaces/${WS}/Tasks/${sid('WT')}`
    expect(logs).toMatchObject([
      { method: 'GET', path, status: 200, attempts: 1, outcome: 'ok' },
      { method: 'DELETE', path, status: 412, attempts: 1, outcome: 'changed' },
    ])
  })

  test('secrets are in no error, no log, no anomaly and no print of the client', async () => {
    const basic = Buffer.from(`${sid('SK')}:${PASSWORD}`).toString('base64')
    const secrets = [PASSWORD, basic, 'sip-hush-hush', 'Jane Customer', '+15550123']
    server.answer(({ headers, body, query }) => ({
      status: 400,
      json: {
        code: 20001,
        message: `got ${headers.authorization} ${PASSWORD} ${decodeURIComponent(body)} ${query}`,
      },
    }))
    const client = open()
    const api = client.workspace(WS)
    const parameters = { To: 'sip:a@b.example', From: '+15550123', SipAuthPassword: 'sip-hush-hush' }
    const errors = [
      await errorOf(api.updateReservation(PATH, instructionOf('conference', parameters))),
      await errorOf(collect(api.listWorkers({ friendlyName: 'Jane Customer' }))),
    ]
    const everything = [errors, logs, anomalies, client, api, errors.map((error) => error.stack)]
      .map((thing) => inspect(thing, { depth: 10, showHidden: true }) + JSON.stringify(thing))
      .join()
    for (const secret of secrets) expect(everything).not.toContain(secret)
    expect(everything).not.toContain('Jane+Customer')
  })
})

test('over real HTTP too, the limit of the server is used and hardly ever run into', async () => {
  const limited = createLimitedServer(systemClock, { rate: 60, burst: 30, concurrent: 16, latencyMs: 20 })
  server.answer(async () => {
    const { status } = await limited.handle()
    return status === 200 ? { json: reservation('rejected') } : { status, json: { code: 20429 } }
  })
  const client = open()
  const api = client.workspace(WS)
  const startedAt = performance.now()
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () => api.updateReservation(PATH, instructionOf('reject'))),
  )
  const seconds = (performance.now() - startedAt) / 1_000
  expect(outcomes).toHaveLength(200)
  expect(limited.accepted).toBe(200)
  expect(limited.refused).toBeLessThanOrEqual(8)
  // A generous bound for a busy machine; the exact share is proven on the virtual clock.
  expect(seconds).toBeLessThan(((200 - 30) / 60) * 3)
  expect(client.budget()).toMatchObject({
    inFlight: 0,
    sent: 200 + limited.refused,
    rateLimited: limited.refused,
  })
})
