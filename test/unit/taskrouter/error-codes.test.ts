// What the service says of a failure reaches the caller unchanged: every code of TaskRouter, with a wording of ours or not.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WorkspaceApi } from '../../../main/taskrouter/api'
import type { TaskRouterErrorKind } from '../../../main/taskrouter/errors'
import { toProblem } from '../../../main/taskrouter/problem'
import { instructionOf } from '../../../preload/contract/instructions'
import type { Reply } from '../../support/http-scripted-server'
import {
  errorOf,
  RESERVATION_PATH,
  scriptedClients,
  type ScriptedClients,
} from '../../support/scripted-client'

const REQUEST_ID = 'RQ0123456789abcdef0123456789abcdef'

let desk: ScriptedClients
let api: WorkspaceApi

beforeAll(async () => {
  desk = await scriptedClients()
})
// A client learns from a 429; each test has its own.
beforeEach(() => {
  api = desk.workspace({ retry: { readAttempts: 1, rateLimitedAttempts: 1 } })
})
afterAll(() => desk.close())

const write = () => api.updateReservation(RESERVATION_PATH, instructionOf('accept'))
const read = () => api.fetchReservation(RESERVATION_PATH)
const answering = (reply: Reply) =>
  desk.server.answer(() => ({ ...reply, headers: { 'twilio-request-id': REQUEST_ID, ...reply.headers } }))

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
      const error = await errorOf(ask())
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
      const written = await errorOf(write())
      expect(written).toMatchObject({ kind, status, code: null, requestId: REQUEST_ID, applied })
      expect(written.message).toMatch(new RegExp(`^[A-Z][^<>{}[\\]]+ \\(HTTP ${status}\\)$`))
      expect(await errorOf(read())).toMatchObject({
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
    expect(await errorOf(write())).toMatchObject({ ...facts, applied: 'unknown' })
    expect(await errorOf(read())).toMatchObject({ ...facts, applied: 'no' })
  })
})
