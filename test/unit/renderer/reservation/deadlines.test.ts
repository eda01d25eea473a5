import { expect, it } from 'vitest'
import type { ReservationDetail } from '../../../../preload/contract/board'
import { deadlinesOf } from '../../../../renderer/reservation/deadlines'
import { boardRow, NOON } from '../../../support/rows'

const DAY = 24 * 3_600_000
const detail = (over: Partial<ReservationDetail> = {}): ReservationDetail => ({
  row: boardRow(),
  taskAttributes: null,
  workerAttributes: null,
  taskReason: null,
  taskAgeSeconds: null,
  taskTimeoutSeconds: null,
  others: [],
  channels: [],
  timeline: [],
  evidence: [],
  ...over,
})

it('an offer ends with its time-out, its task with its time to live', () => {
  const row = boardRow({
    status: 'pending',
    deadlineAt: NOON + 5_000,
    taskStatus: 'reserved',
    taskCreatedAt: NOON,
  })
  expect(deadlinesOf(row, null)).toEqual([{ kind: 'offer', at: NOON + 5_000, earliest: false }])
  expect(deadlinesOf(row, detail({ taskTimeoutSeconds: 3_600 }))[1]).toEqual({
    kind: 'ttl',
    at: NOON + 3_600_000,
    earliest: false,
  })
})

it('work is removed a day after it was accepted; without the log that moment is only the earliest', () => {
  const row = boardRow({ status: 'wrapping', createdAt: NOON, deadlineAt: null })
  expect(deadlinesOf(row, detail())).toEqual([{ kind: 'day', at: NOON + DAY, earliest: true }])
  const timeline = [{ sid: 'EV1', at: NOON + 60_000, type: 'reservation.accepted', description: null }]
  expect(deadlinesOf(row, detail({ timeline }))).toEqual([
    { kind: 'day', at: NOON + 60_000 + DAY, earliest: false },
  ])
})

it('nothing is left to end for a reservation that has ended', () => {
  expect(deadlinesOf(boardRow({ status: 'completed', endedAt: NOON }), detail())).toEqual([])
})
