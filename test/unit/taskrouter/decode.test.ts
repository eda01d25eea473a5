import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeActivity,
  decodeEvent,
  decodeReservationOf,
  decodeTask,
  decodeTaskChannel,
  decodeTaskQueue,
  decodeWorker,
  decodeWorkerChannel,
  decodeWorkflow,
  decodeWorkspace,
} from '../../../main/taskrouter/decode/resources'
import {
  decodeCumulativeStatistics,
  decodeRealTimeStatistics,
} from '../../../main/taskrouter/decode/statistics'
import { asBoolean, asNumber, asTime } from '../../../main/taskrouter/decode/values'
import { readLevelReport } from '../../../main/taskrouter/http/rate-headers'
import { readRetryAfter } from '../../../main/taskrouter/http/retry'
import { createServerClock } from '../../../main/taskrouter/http/server-clock'

const sid = (prefix: string) => prefix + 'a'.repeat(32)

const decoders = {
  workspace: decodeWorkspace,
  task: decodeTask,
  reservation: decodeReservationOf(null),
  'reservation of a task': decodeReservationOf(sid('WT')),
  worker: decodeWorker,
  'worker channel': decodeWorkerChannel,
  activity: decodeActivity,
  'task queue': decodeTaskQueue,
  workflow: decodeWorkflow,
  'task channel': decodeTaskChannel,
  event: decodeEvent,
  'real-time statistics': decodeRealTimeStatistics,
  'cumulative statistics': decodeCumulativeStatistics,
}

/** Keys that decoders look for, with any JSON under them: rarer than chance, and nastier. */
const KEYS = [
  'sid',
  'task_sid',
  'worker_sid',
  'friendly_name',
  'attributes',
  'assignment_status',
  'reservation_status',
  'age',
  'date_created',
  'event_date_ms',
  'event_type',
  'event_data',
  'tasks_by_status',
  'activity_statistics',
  'realtime',
  'cumulative',
  'available',
  'start_time',
  'addons',
] as const
const nasty = fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(fc.jsonValue(), fc.constant(sid('WT'))))

describe.each(Object.entries(decoders))('%s', (_name, decode) => {
  test('never throws, whatever JSON comes, and uses nothing without a proper SID', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nasty), (value) => {
        const resource = decode(value, null)
        if (resource !== null && 'sid' in resource) expect(resource.sid).toMatch(/^[A-Za-z]{2}[A-Za-z0-9]+$/)
      }),
      { numRuns: 300 },
    )
  })
})

test('a task with nothing but its SID is still a task', () => {
  const task = decodeTask({ sid: sid('WT') }, null)
  expect(task).toMatchObject({ status: 'unknown', priority: null, createdAt: null })
  expect(task?.attributes).toEqual({ raw: null, parsed: null })
})

test('unknown statuses, numbers as text, broken JSON in JSON and unknown fields are lived with', () => {
  const task = decodeTask(
    {
      sid: sid('WT'),
      assignment_status: 'hibernating',
      age: '26',
      priority: '5',
      attributes: '{"call_sid": ',
      addons: '[1]',
      date_created: 'Mon, 03 Feb 2031 09:00:00 GMT',
      ignore_capacity: 'true',
      brand_new_field: { a: 1 },
    },
    '4',
  )
  expect(task).toMatchObject({
    status: 'hibernating',
    ageSeconds: 26,
    priority: 5,
    attributes: { raw: '{"call_sid": ', parsed: null },
    addons: { raw: '[1]', parsed: null },
    createdAt: Date.UTC(2031, 1, 3, 9),
    ignoreCapacity: true,
    version: '4',
  })
})

test('a reservation takes its task from the path when the row does not name it', () => {
  expect(decodeReservationOf(sid('WT'))({ sid: sid('WR') }, null)?.taskSid).toBe(sid('WT'))
  expect(decodeReservationOf(null)({ sid: sid('WR') }, null)).toBeNull()
})

test('events are ordered by milliseconds where they have them, and without any time are not used', () => {
  const event = { sid: sid('EV'), event_type: 'reservation.created', event_date: '2031-02-03T09:01:31Z' }
  expect(decodeEvent(event, null)?.at).toBe(Date.UTC(2031, 1, 3, 9, 1, 31))
  expect(decodeEvent({ ...event, event_date_ms: '1927875691042' }, null)?.at).toBe(1_927_875_691_042)
  expect(decodeEvent({ ...event, event_date: null }, null)).toBeNull()
  expect(decodeEvent({ ...event, event_data: '{"task_sid":"x"}' }, null)?.data).toEqual({ task_sid: 'x' })
})

test('statistics: counts as text or number, nothing means none, combined answers too', () => {
  const counts = { tasks_by_status: { pending: '4', reserved: 3, oddity: {} }, total_tasks: 7 }
  expect(decodeRealTimeStatistics(counts, null)).toMatchObject({
    tasksByStatus: { pending: 4, reserved: 3 },
    totalTasks: 7,
    activityStatistics: [],
  })
  expect(decodeRealTimeStatistics({ realtime: counts }, null)?.totalTasks).toBe(7)
  expect(decodeCumulativeStatistics({ cumulative: { tasks_moved: 2 } }, null)).toMatchObject({
    tasksMoved: 2,
    tasksCreated: 0,
  })
})

test.each([
  ['2031-02-03T09:00:00Z', Date.UTC(2031, 1, 3, 9)],
  ['Mon, 03 Feb 2031 10:00:00 +0100', Date.UTC(2031, 1, 3, 9)],
  [1_927_875_600, 1_927_875_600_000],
  ['1927875600000', 1_927_875_600_000],
  ['yesterday', null],
  [null, null],
])('time %j', (value, expected) => {
  expect(asTime(value)).toBe(expected)
})

test('single values', () => {
  expect([asNumber('12.5'), asNumber(''), asNumber('1e999'), asNumber([]), asNumber(NaN)]).toEqual([
    12.5,
    null,
    null,
    null,
    null,
  ])
  expect([asBoolean('yes'), asBoolean(0), asBoolean('FALSE'), asBoolean('perhaps')]).toEqual([
    true,
    false,
    false,
    null,
  ])
})

test.each([
  [
    { 'x-rate-limit-limit': '60', 'x-rate-limit-remaining': '12' },
    { limit: 60, remaining: 12 },
  ],
  [
    { 'x-rate-limit-limit': '60, 60;w=1', 'x-rate-limit-remaining': ' 12' },
    { limit: 60, remaining: 12 },
  ],
  [{ 'x-rate-limit-limit': 'general', 'x-rate-limit-remaining': '12' }, null],
  [{ 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '12' }, null],
  [{ 'x-rate-limit-remaining': '12' }, null],
])('rate headers %j', (headers, expected) => {
  expect(readLevelReport(new Map(Object.entries(headers)))).toEqual(expected)
})

test('Retry-After in seconds or as a date', () => {
  const now = Date.UTC(2031, 1, 3, 9)
  expect(readRetryAfter('3', now)).toBe(3_000)
  expect(readRetryAfter(new Date(now + 5_000).toUTCString(), now)).toBe(5_000)
  expect(readRetryAfter(new Date(now - 5_000).toUTCString(), now)).toBe(0)
  expect(readRetryAfter('soon', now)).toBeNull()
})

test('the clock offset is a median: one slow answer does not move it', () => {
  const clock = createServerClock()
  expect(clock.offset()).toBe(0)
  for (let i = 0; i < 9; i += 1) clock.observe(100_000 + i * 1_000, i * 1_000 - 40, i * 1_000 + 40)
  clock.observe(500_000, 0, 900_000)
  expect(clock.offset()).toBe(100_500)
})
