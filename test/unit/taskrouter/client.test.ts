import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../main/taskrouter/clock'
import { instructionOf } from '../../../preload/contract/instructions'
import type { Reply } from '../../support/http-scripted-server'
import { createLimitedServer } from '../../support/limited-server'
import { collect } from '../../support/pages'
import { sid } from '../../support/rows'
import {
  CREDENTIALS,
  errorOf,
  RESERVATION_PATH,
  RESERVATION_TARGET,
  reservationJson,
  scriptedClients,
  WORKSPACE_SID,
  type ScriptedClients,
} from '../../support/scripted-client'

let desk: ScriptedClients

beforeEach(async () => {
  desk = await scriptedClients()
})
afterEach(() => desk.close())

describe('a request', () => {
  test('is signed in, asks for JSON and says what it wants in the API’s words', async () => {
    desk.server.answer(() => ({ json: { tasks: [], meta: { key: 'tasks', next_page_url: null } } }))
    await collect(
      desk.workspace().listTasks({
        statuses: ['reserved', 'assigned'],
        ordering: 'Priority:desc',
        hasAddons: false,
      }),
    )
    const [request] = desk.server.seen
    expect(request?.path).toBe(`/v1/Workspaces/${WORKSPACE_SID}/Tasks`)
    expect([...request!.query]).toEqual([
      ['AssignmentStatus', 'reserved'],
      ['AssignmentStatus', 'assigned'],
      ['HasAddons', 'false'],
      ['Ordering', 'Priority:desc'],
      ['PageSize', '1000'],
    ])
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from(`${sid('SK', 1)}:${CREDENTIALS.password}`).toString('base64')}`,
    )
    expect(request?.headers.accept).toBe('application/json')
  })

  test('that writes carries a form and the version it was read with', async () => {
    desk.server.answer(() => ({ json: reservationJson('rejected'), headers: { etag: 'W/"4"' } }))
    const { value } = await desk
      .workspace()
      .updateReservation(RESERVATION_PATH, instructionOf('reject', { WorkerActivitySid: sid('WA', 1) }), {
        ifMatch: '3',
      })
    expect(value).toMatchObject({ status: 'rejected', version: '4', workerName: 'Noor V.' })
    const [request] = desk.server.seen
    expect(request).toMatchObject({
      method: 'POST',
      path: RESERVATION_TARGET,
      body: `ReservationStatus=rejected&WorkerActivitySid=${sid('WA', 1)}`,
    })
    expect(request?.headers['if-match']).toBe('3')
    expect(request?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/)
  })

  test('that is not valid never leaves', async () => {
    const api = desk.workspace()
    const refused = [
      api.updateReservation(RESERVATION_PATH, instructionOf('redirect')),
      api.updateReservation(
        { workerSid: sid('WK', 1), sid: sid('WR', 1) },
        {
          kind: 'supervise',
          parameters: { Supervisor: sid('WK', 1), SupervisorMode: 'barge' },
        },
      ),
      api.updateTask(sid('WT', 1), {}),
      api.updateTask(sid('WT', 1), { attributes: '{not json' }),
      api.updateWorker(sid('WK', 1), { rejectPendingReservations: true }),
      api.updateWorkerChannel(sid('WK', 1), sid('WC', 1), { capacity: -1 }),
      api.cumulativeStatistics({ of: 'workspace' }, { minutes: 5, startAt: 0 }),
      api.fetchTask(''),
    ]
    for (const promise of refused)
      expect(await errorOf(promise)).toMatchObject({ kind: 'invalid', applied: 'no' })
    expect(desk.server.seen).toEqual([])
  })

  test.each([
    'http://taskrouter.example',
    'ftp://127.0.0.1',
    'https://a:b@x.example',
    'https://x.example/v2',
    'no',
  ])('never goes to %s', (baseUrl) => {
    expect(() => desk.open({ baseUrl })).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })
})

describe('paging', () => {
  const page = (n: number, next: string | null): Reply => ({
    json: { tasks: [{ sid: sid('WT', n) }], meta: { key: 'tasks', next_page_url: next } },
  })

  test('follows next_page_url on the chosen host, whatever Twilio host it names, token and all', async () => {
    const second = `/v1/Workspaces/${WORKSPACE_SID}/Tasks?PageSize=1&Page=1&PageToken=PAWT%2B1`
    desk.server.answer(({ query }) =>
      query.has('PageToken') ? page(2, null) : page(1, `https://taskrouter.dublin.ie1.twilio.com${second}`),
    )
    const tasks = await collect(desk.workspace().listTasks({}, { pageSize: 1 }))
    expect(tasks.map((task) => task.sid)).toEqual([sid('WT', 1), sid('WT', 2)])
    expect(desk.server.seen[1]?.target).toBe(second)
    expect(desk.server.seen[1]?.headers.authorization).toBeDefined()
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
    desk.server.answer(() => page(1, next))
    expect(await errorOf(collect(desk.workspace().listTasks()))).toMatchObject({
      kind: 'malformed',
      applied: 'no',
    })
    expect(desk.server.seen).toHaveLength(1)
  })

  test('ends when the pages lead in a circle', async () => {
    const circle = `/v1/Workspaces/${WORKSPACE_SID}/Tasks?PageToken=PA1`
    desk.server.answer(() => page(1, `${desk.server.url}${circle}`))
    expect(await errorOf(collect(desk.workspace().listTasks()))).toMatchObject({ kind: 'malformed' })
    expect(desk.server.seen).toHaveLength(2)
  })

  test('rows without a SID are skipped, counted, and stop nothing', async () => {
    const rows = [null, 7, 'x', {}, { sid: 5 }, { sid: '../../x' }, { sid: sid('WT', 1) }]
    desk.server.answer(() => ({ json: { tasks: rows, meta: { key: 'tasks', next_page_url: null } } }))
    expect(await collect(desk.workspace().listTasks())).toHaveLength(1)
    expect(desk.anomalies).toEqual([{ kind: 'rowsSkipped', list: 'tasks', count: 6, requestId: null }])
  })

  test('a large page is decoded in slices, so that others have their turn', async () => {
    const attributes = JSON.stringify({
      note: 'x'.repeat(3_000),
      list: Array.from({ length: 100 }, (_, i) => i),
    })
    const rows = Array.from({ length: 1_000 }, (_, n) => ({ sid: sid('WT', n), attributes }))
    desk.server.answer(() => ({ json: { tasks: rows, meta: { key: 'tasks', next_page_url: null } } }))
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
    const tasks = await collect(desk.workspace({ clock }).listTasks())
    counting = false
    expect(tasks).toHaveLength(1_000)
    expect(turns).toBeGreaterThan(10)
  })
})

describe('what is told', () => {
  test('the clock of the server is learned from its Date', async () => {
    const ahead = 3_600_000
    desk.server.answer(() => ({
      json: { sid: sid('WT', 1) },
      headers: { date: new Date(Date.now() + ahead).toUTCString() },
    }))
    const client = desk.open()
    const { serverTime } = await client.workspace(WORKSPACE_SID).fetchTask(sid('WT', 1))
    expect(Math.abs(client.clockOffset() - ahead)).toBeLessThan(2_000)
    expect(Math.abs((serverTime ?? 0) - Date.now() - ahead)).toBeLessThan(5_000)
  })

  test('one line is logged for each request, whatever became of it', async () => {
    desk.server.answer(({ method }) => (method === 'GET' ? { json: { sid: sid('WT', 1) } } : { status: 412 }))
    const api = desk.workspace()
    await api.fetchTask(sid('WT', 1))
    await errorOf(api.deleteTask(sid('WT', 1), { ifMatch: '1' }))
    const path = `/v1/Workspaces/${WORKSPACE_SID}/Tasks/${sid('WT', 1)}`
    expect(desk.logs).toMatchObject([
      { method: 'GET', path, status: 200, attempts: 1, outcome: 'ok' },
      { method: 'DELETE', path, status: 412, attempts: 1, outcome: 'changed' },
    ])
  })

  test('secrets are in no error, no log, no anomaly and no print of the client', async () => {
    const basic = Buffer.from(`${sid('SK', 1)}:${CREDENTIALS.password}`).toString('base64')
    const secrets = [CREDENTIALS.password, basic, 'sip-hush-hush', 'Jane Customer', '+15550123']
    desk.server.answer(({ headers, body, query }) => ({
      status: 400,
      json: {
        code: 20001,
        message: `got ${headers.authorization} ${CREDENTIALS.password} ${decodeURIComponent(body)} ${query}`,
      },
    }))
    const client = desk.open()
    const api = client.workspace(WORKSPACE_SID)
    const parameters = { To: 'sip:a@b.example', From: '+15550123', SipAuthPassword: 'sip-hush-hush' }
    const errors = [
      await errorOf(api.updateReservation(RESERVATION_PATH, instructionOf('conference', parameters))),
      await errorOf(collect(api.listWorkers({ friendlyName: 'Jane Customer' }))),
    ]
    const everything = [errors, desk.logs, desk.anomalies, client, api, errors.map((error) => error.stack)]
      .map((thing) => inspect(thing, { depth: 10, showHidden: true }) + JSON.stringify(thing))
      .join()
    for (const secret of secrets) expect(everything).not.toContain(secret)
    expect(everything).not.toContain('Jane+Customer')
  })
})

test('over real HTTP too, the limit of the server is used and hardly ever run into', async () => {
  const limited = createLimitedServer(systemClock, { rate: 60, burst: 30, concurrent: 16, latencyMs: 20 })
  desk.server.answer(async () => {
    const { status } = await limited.handle()
    return status === 200 ? { json: reservationJson('rejected') } : { status, json: { code: 20429 } }
  })
  const client = desk.open()
  const api = client.workspace(WORKSPACE_SID)
  const startedAt = performance.now()
  const outcomes = await Promise.all(
    Array.from({ length: 200 }, () => api.updateReservation(RESERVATION_PATH, instructionOf('reject'))),
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
