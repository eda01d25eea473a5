// What the client makes of answers that are none, of a server in trouble, and of callers that give up.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TaskRouterError } from '../../../main/taskrouter/errors'
import { undiciTransport } from '../../../main/taskrouter/transport/undici-transport'
import { instructionOf } from '../../../preload/contract/instructions'
import type { Reply } from '../../support/http-scripted-server'
import { sid } from '../../support/rows'
import {
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
    desk.server.answer(() => reply)
    const error = await errorOf(desk.workspace().updateReservation(RESERVATION_PATH, instructionOf('accept')))
    expect(error).toMatchObject(expected)
    expect(error.request).toBe(`POST ${RESERVATION_TARGET}`)
    expect(desk.server.seen).toHaveLength(1)
  })

  test('carry the request id', async () => {
    desk.server.answer(() => json(404, 20404))
    expect(await errorOf(desk.workspace().fetchTask(sid('WT', 1)))).toMatchObject({
      requestId: 'RQ1',
      status: 404,
    })
  })
})

describe('retry', () => {
  const fast = { retry: { readAttempts: 3 } }

  test.each([500, 502, 503, 504])('a read is repeated on %i, within bounds', async (status) => {
    let times = 0
    desk.server.answer(() => ((times += 1) < 3 ? { status } : { json: { sid: sid('WT', 1) } }))
    const answer = await desk.workspace(fast).fetchTask(sid('WT', 1))
    expect(answer).toMatchObject({ attempts: 3, value: { sid: sid('WT', 1) } })
    times = -100
    expect(await errorOf(desk.workspace(fast).fetchTask(sid('WT', 1)))).toMatchObject({
      kind: 'server',
      applied: 'no',
    })
    expect(desk.server.seen).toHaveLength(6)
  })

  test.each([400, 401, 403, 404])('a read is not repeated on %i', async (status) => {
    desk.server.answer(() => ({ status }))
    await errorOf(desk.workspace().fetchTask(sid('WT', 1)))
    expect(desk.server.seen).toHaveLength(1)
  })

  test('a 429 is repeated whatever the verb, for it was not processed', async () => {
    let times = 0
    desk.server.answer(() =>
      (times += 1) < 4 ? { status: 429, json: { code: 20429 } } : { json: reservationJson('accepted') },
    )
    const { attempts, value } = await desk
      .workspace()
      .updateReservation(RESERVATION_PATH, instructionOf('accept'))
    expect(attempts).toBe(4)
    expect(value.status).toBe('accepted')
  })

  test('a 429 that does not end is an error in the end, and nothing was applied', async () => {
    desk.server.answer(() => ({ status: 429, json: { code: 20429 } }))
    const api = desk.workspace({ retry: { rateLimitedAttempts: 3 } })
    const error = await errorOf(api.updateReservation(RESERVATION_PATH, instructionOf('accept')))
    expect(error).toMatchObject({ kind: 'rateLimited', code: 20429, applied: 'no' })
    expect(desk.server.seen).toHaveLength(3)
  })

  test.each(['before', 'after'])(
    'a write whose connection is lost %s the head of the answer is not sent again',
    async (when) => {
      desk.server.answer((_request, { response, socket }) => {
        if (when === 'after') response.writeHead(200, { 'content-length': '500' }).write('{"sid":')
        setImmediate(() => socket.destroy())
        return undefined
      })
      const error = await errorOf(
        desk.workspace().updateReservation(RESERVATION_PATH, instructionOf('accept')),
      )
      expect(error).toMatchObject({ kind: 'network', networkCause: 'reset', applied: 'unknown' })
      expect(desk.server.seen).toHaveLength(1)
    },
  )

  test('a read whose connection is lost is sent again', async () => {
    let times = 0
    desk.server.answer((_request, { socket }) => {
      if ((times += 1) > 1) return { json: { sid: sid('WT', 1) } }
      socket.destroy()
      return undefined
    })
    expect((await desk.workspace().fetchTask(sid('WT', 1))).attempts).toBe(2)
  })

  test('a write that certainly did not leave was not applied', async () => {
    await desk.server.close()
    const error = await errorOf(
      desk
        .workspace({ retry: { readAttempts: 2 } })
        .updateReservation(RESERVATION_PATH, instructionOf('accept')),
    )
    expect(error).toMatchObject({ kind: 'network', networkCause: 'refused', applied: 'no' })
  })

  test('a server that is silent or drips for ever runs into the time-out', async () => {
    desk.server.answer(({ method }, { response }) => {
      if (method === 'POST') return undefined
      response.writeHead(200)
      const drip = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(drip))
      return undefined
    })
    const transport = () => undiciTransport({ timeoutMs: 60_000, totalTimeoutMs: 150 })
    const silent = desk.workspace({ transport: transport() })
    expect(await errorOf(silent.updateReservation(RESERVATION_PATH, instructionOf('accept')))).toMatchObject({
      networkCause: 'timeout',
      applied: 'unknown',
    })
    const dripping = desk.workspace({ transport: transport(), retry: { readAttempts: 1 } })
    expect(await errorOf(dripping.fetchTask(sid('WT', 1)))).toMatchObject({
      networkCause: 'timeout',
      applied: 'no',
    })
  })

  test('an answer that is too large is not taken in', async () => {
    desk.server.answer(() => ({ body: `"${'x'.repeat(100_000)}"` }))
    const api = desk.workspace({
      transport: undiciTransport({ maxResponseBytes: 10_000 }),
      retry: { readAttempts: 1 },
    })
    expect(await errorOf(api.fetchTask(sid('WT', 1)))).toMatchObject({ kind: 'malformed' })
  })
})

describe('giving up', () => {
  const silent = () => desk.server.answer(() => undefined)

  test('an aborted read is cancelled; an aborted write may have been applied', async () => {
    silent()
    const abort = new AbortController()
    const api = desk.workspace()
    const read = errorOf(api.fetchTask(sid('WT', 1), { signal: abort.signal }))
    const write = errorOf(
      api.updateReservation(RESERVATION_PATH, instructionOf('accept'), { signal: abort.signal }),
    )
    await expect.poll(() => desk.server.seen.length).toBe(2)
    abort.abort()
    expect(await read).toMatchObject({ kind: 'cancelled', applied: 'no' })
    expect(await write).toMatchObject({ kind: 'cancelled', applied: 'unknown' })
    expect(await errorOf(api.fetchTask(sid('WT', 1), { signal: abort.signal }))).toMatchObject({
      kind: 'cancelled',
    })
  })

  test('closing ends what runs and what waits, and nothing more is sent', async () => {
    silent()
    const client = desk.open({ scheduler: { startConcurrency: 1, maxConcurrency: 1 } })
    const api = client.workspace(WORKSPACE_SID)
    const errors = [errorOf(api.fetchTask(sid('WT', 1))), errorOf(api.fetchTask(sid('WT', 2)))]
    await expect.poll(() => desk.server.seen.length).toBe(1)
    expect(client.budget()).toMatchObject({ inFlight: 1, waiting: { detail: 1 } })
    await client.close()
    for (const error of await Promise.all(errors)) expect(error.kind).toBe('cancelled')
    expect(await errorOf(api.fetchTask(sid('WT', 3)))).toMatchObject({ kind: 'cancelled' })
    expect(desk.server.seen).toHaveLength(1)
  })
})
