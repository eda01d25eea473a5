// What the service says of a failure reaches the caller unchanged: every code of TaskRouter, with a wording of ours or not.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TaskRouterClient } from '../../../main/taskrouter/api'
import { createTaskRouterClient } from '../../../main/taskrouter/client'
import {
  isTaskRouterError,
  type TaskRouterError,
  type TaskRouterErrorKind,
} from '../../../main/taskrouter/errors'
import { toProblem } from '../../../main/taskrouter/problem'
import { instructionOf } from '../../../preload/contract/instructions'
import { startScriptedServer, type Reply, type ScriptedServer } from '../../support/http-scripted-server'

const sid = (prefix: string) => prefix + '1'.padStart(32, '0')
const RESERVATION = { taskSid: sid('WT'), sid: sid('WR') }
const REQUEST_ID = 'RQ0123456789abcdef0123456789abcdef'

let server: ScriptedServer
let client: TaskRouterClient

beforeAll(async () => {
  server = await startScriptedServer()
})
afterAll(() => server.close())
beforeEach(() => {
  client = createTaskRouterClient({
    credentials: { user: sid('SK'), password: 'swordfish-very-secret' },
    baseUrl: server.url,
    random: () => 0,
    log: () => undefined,
    onAnomaly: () => undefined,
    retry: { readAttempts: 1, rateLimitedAttempts: 1 },
  })
})
afterEach(() => client.close())

async function failureOf(promise: Promise<unknown>): Promise<TaskRouterError> {
  const outcome = await promise.then(
    () => new Error('was not rejected'),
    (reason: unknown) => reason,
  )
  if (!isTaskRouterError(outcome)) throw outcome
  return outcome
}

const write = () => client.workspace(sid('WS')).updateReservation(RESERVATION, instructionOf('accept'))
const read = () => client.workspace(sid('WS')).fetchReservation(RESERVATION)
const answering = (reply: Reply) =>
  server.answer(() => ({ ...reply, headers: { 'twilio-request-id': REQUEST_ID, ...reply.headers } }))

/** The whole range of the instructions, with the numbers that the service has not given away yet. */
const INSTRUCTION_CODES = Array.from({ length: 60 }, (_, index) => 40100 + index)

const CODES: readonly (readonly [code: number, status: number, kind: TaskRouterErrorKind])[] = [
  [20404, 404, 'gone'],
  [20412, 412, 'changed'],
  [20429, 429, 'rateLimited'],
  ...INSTRUCTION_CODES.map((code) => [code, 400, 'refused'] as const),
]

describe('an error code', () => {
  test.each(CODES)('%i (HTTP %i) is %s, with code, message and request id', async (code, status, kind) => {
    const message = `Said of ${code} by the service.`
    answering({ status, json: { code, message, more_info: `https://errors.example/${code}`, status } })
    const expected = { kind, status, code, message, requestId: REQUEST_ID, applied: 'no' }
    for (const ask of [write, read]) {
      const error = await failureOf(ask())
      expect(error).toMatchObject(expected)
      expect(toProblem(error)).toEqual({
        code: kind,
        message,
        status,
        twilioCode: code,
        requestId: REQUEST_ID,
      })
    }
  })
})

const HTML = '<!DOCTYPE html><html><head><title>Blocked</title></head><body><p>Ask IT.</p></body></html>'

const STATUSES: readonly (readonly [status: number, kind: TaskRouterErrorKind, applied: 'no' | 'unknown'])[] =
  [
    [400, 'refused', 'no'],
    [401, 'notSignedIn', 'no'],
    [403, 'notAllowed', 'no'],
    [404, 'gone', 'no'],
    [405, 'refused', 'no'],
    [409, 'refused', 'no'],
    [412, 'changed', 'no'],
    [429, 'rateLimited', 'no'],
    [500, 'server', 'unknown'],
    [502, 'server', 'unknown'],
    [503, 'server', 'unknown'],
    [504, 'server', 'unknown'],
  ]

describe.each([
  ['an empty body', ''],
  ['an HTML body', HTML],
  ['a body cut short', '{"code": 404'],
  ['a body that is no object', '[20404]'],
])('%s', (_name, body) => {
  test.each(STATUSES)(
    'with %i is %s, in words of ours and with the request id',
    async (status, kind, applied) => {
      answering({ status, body, headers: { 'content-type': 'text/html' } })
      const written = await failureOf(write())
      expect(written).toMatchObject({ kind, status, code: null, requestId: REQUEST_ID, applied })
      expect(written.message).toMatch(new RegExp(`^[A-Z][^<>{}[\\]]+ \\(HTTP ${status}\\)$`))
      expect(await failureOf(read())).toMatchObject({
        kind,
        code: null,
        requestId: REQUEST_ID,
        applied: 'no',
      })
    },
  )

  test('with 200 is malformed, and a write may have been applied', async () => {
    answering({ status: 200, body })
    const facts = { kind: 'malformed', status: 200, code: null, requestId: REQUEST_ID }
    expect(await failureOf(write())).toMatchObject({ ...facts, applied: 'unknown' })
    expect(await failureOf(read())).toMatchObject({ ...facts, applied: 'no' })
  })
})
