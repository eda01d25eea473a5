import { describe, expect, it } from 'vitest'
import { createDiagnose, ACCEPT_GRACE_MS, type DiagnosisContext } from '../../../main/diagnosis'
import type { BoardRow } from '../../../preload/contract/board'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { boardRow, NOON } from '../../support/rows'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const diagnose = createDiagnose()

/** What the rules say of `row` at noon, with neighbours that default to the row alone. */
function look(row: BoardRow, context: Partial<DiagnosisContext> = {}) {
  return diagnose(row, {
    now: NOON,
    thresholds: DEFAULT_SETTINGS.thresholds,
    rejectionLimit: 10,
    ofTask: [row],
    ofWorker: [row],
    capacity: null,
    ...context,
  })
}

const reasonOf = (row: BoardRow, context?: Partial<DiagnosisContext>) =>
  look(row, context).found?.reason ?? null

describe('an ordinary offer', () => {
  it('is not named, and is looked at again when it becomes worth watching', () => {
    const answer = look(boardRow({ createdAt: NOON - 30 * SECOND }))
    expect(answer.found).toBeNull()
    expect(answer.nextLook).toBe(NOON + 90 * SECOND)
  })

  it('of unknown age is not named at all', () => {
    expect(reasonOf(boardRow({ createdAt: null, updatedAt: null, deadlineAt: null }))).toBeNull()
  })
})

describe('P1 wrap-up that nobody ends', () => {
  const wrapping = (ms: number) => boardRow({ status: 'wrapping', updatedAt: NOON - ms })

  it('is watched after three minutes and stuck after five, with complete as advice', () => {
    expect(look(wrapping(2 * MINUTE)).found).toBeNull()
    expect(look(wrapping(4 * MINUTE)).found).toMatchObject({ reason: 'longWrapUp', level: 'watch' })
    expect(look(wrapping(6 * MINUTE)).found).toMatchObject({
      reason: 'longWrapUp',
      level: 'stuck',
      advice: 'complete',
      evidence: [{ key: 'wrappingFor', facts: { ms: 6 * MINUTE } }],
    })
  })

  it('counts from the change to wrapping, not from the offer', () => {
    expect(
      reasonOf(boardRow({ status: 'wrapping', createdAt: NOON - HOUR, updatedAt: NOON - MINUTE })),
    ).toBeNull()
  })
})

describe('P4 worker who left with work in hand', () => {
  const left = (overrides: Partial<BoardRow> = {}) =>
    boardRow({
      status: 'accepted',
      updatedAt: NOON - 6 * HOUR,
      available: false,
      activityName: 'Offline',
      activitySince: NOON - 5 * HOUR,
      ...overrides,
    })

  it('is stuck, asks for a decision and says when TaskRouter ends it', () => {
    const { found } = look(left())
    expect(found).toMatchObject({ reason: 'abandonedWork', level: 'stuck', advice: 'decide' })
    expect(found?.evidence.find((line) => line.key === 'endsBySystemIn')?.facts).toEqual({ ms: 18 * HOUR })
  })

  it('advises to complete what only waits for wrap-up', () => {
    expect(look(left({ status: 'wrapping' })).found).toMatchObject({
      reason: 'abandonedWork',
      advice: 'complete',
    })
  })

  it('is not said of a worker who took the work in a busy activity', () => {
    const row = left({
      updatedAt: NOON - 30 * MINUTE,
      activitySince: NOON - 2 * HOUR,
      activityName: 'On a call',
    })
    expect(reasonOf(row)).toBeNull()
  })
})

describe('P5 and P6 past the time-out', () => {
  const past = (ms: number) =>
    boardRow({ createdAt: NOON - HOUR - ms, deadlineAt: NOON - ms, activitySince: NOON - 5 * HOUR })

  it('first says that an accept may be in progress, and to wait', () => {
    const answer = look(past(20 * SECOND))
    expect(answer.found).toMatchObject({ reason: 'acceptInProgress', level: 'watch', advice: 'wait' })
    expect(answer.nextLook).toBe(NOON - 20 * SECOND + ACCEPT_GRACE_MS)
  })

  it('calls it overdue when no accept can take that long', () => {
    expect(look(past(ACCEPT_GRACE_MS)).found).toMatchObject({
      reason: 'overdueOffer',
      level: 'stuck',
      advice: 'reject',
    })
  })

  it('advises nothing else during the grace, whatever else is wrong', () => {
    const row = { ...past(20 * SECOND), available: false, rejections: 9 }
    expect(reasonOf(row)).toBe('acceptInProgress')
  })

  it('says long offer while the time-out is ahead, and that an unknown time-out is unknown', () => {
    const ahead = look(boardRow({ createdAt: NOON - 10 * MINUTE })).found
    expect(ahead).toMatchObject({ reason: 'longOffer', level: 'stuck' })
    expect(ahead?.evidence.map((line) => line.key)).toEqual(['pendingFor', 'deadlineAhead'])
    const unknown = look(boardRow({ createdAt: NOON - 10 * MINUTE, deadlineAt: null })).found
    expect(unknown?.evidence.map((line) => line.key)).toEqual(['pendingFor', 'deadlineUnknown'])
  })
})

describe('P7 and P8 offers that contradict the activity', () => {
  it('names an offer left behind by a change between available activities', () => {
    const row = boardRow({
      createdAt: NOON - 100 * SECOND,
      activitySince: NOON - 60 * SECOND,
      available: true,
    })
    expect(look(row).found).toMatchObject({ reason: 'leftoverOffer', advice: 'rejectKeepActivity' })
  })

  it('does not take an offer made after the change for a leftover', () => {
    const row = boardRow({ createdAt: NOON - 60 * SECOND, activitySince: NOON - 100 * SECOND })
    expect(reasonOf(row)).toBeNull()
  })

  it('names an offer to an unavailable worker, but not in the first seconds of a race', () => {
    const unavailable = { available: false, activityName: 'Break', activitySince: NOON - 50 * SECOND }
    expect(reasonOf(boardRow({ ...unavailable }))).toBe('offerToUnavailable')
    expect(reasonOf(boardRow({ ...unavailable, activitySince: NOON - 3 * SECOND }))).toBeNull()
  })
})

describe('P9 worker who does not answer', () => {
  const offer = boardRow()
  const timeouts = (n: number) =>
    Array.from({ length: n }, (_, i) =>
      boardRow({
        status: 'timeout',
        workerSid: offer.workerSid,
        createdAt: NOON - (i + 2) * MINUTE,
        endedAt: NOON - (i + 1) * MINUTE,
      }),
    )

  it('is suspected after two time-outs and called silent after three', () => {
    expect(reasonOf(offer, { ofWorker: [offer, ...timeouts(1)] })).toBeNull()
    expect(look(offer, { ofWorker: [offer, ...timeouts(2)] }).found).toMatchObject({
      reason: 'silentWorker',
      level: 'watch',
    })
    expect(look(offer, { ofWorker: [offer, ...timeouts(3)] }).found).toMatchObject({
      reason: 'silentWorker',
      level: 'stuck',
      advice: 'setUnavailable',
    })
  })

  it('is not said of somebody who is working on something else', () => {
    const working = boardRow({ status: 'accepted', workerSid: offer.workerSid })
    expect(reasonOf(offer, { ofWorker: [offer, working, ...timeouts(5)] })).toBeNull()
  })

  it('is not said when the last offer was answered', () => {
    const answered = boardRow({
      status: 'completed',
      workerSid: offer.workerSid,
      endedAt: NOON - 30 * SECOND,
    })
    expect(reasonOf(offer, { ofWorker: [offer, answered, ...timeouts(5)] })).toBeNull()
  })
})

describe('P10, P11, P12 offers that come back', () => {
  const offer = boardRow({ createdAt: NOON - 60 * SECOND })
  const before = (status: string, endedAt: number, workerSid = offer.workerSid) =>
    boardRow({ status, taskSid: offer.taskSid, workerSid, createdAt: endedAt - MINUTE, endedAt })

  it('sees the loop when the same worker gets the task back within seconds', () => {
    const rejected = before('rejected', NOON - 65 * SECOND)
    expect(look(offer, { ofTask: [offer, rejected] }).found).toMatchObject({
      reason: 'rejectLoop',
      advice: 'rejectAndMove',
    })
  })

  it('does not call it a loop when another worker rejected, or when it took minutes', () => {
    const other = before('rejected', NOON - 65 * SECOND, boardRow().workerSid)
    expect(reasonOf(offer, { ofTask: [offer, other] })).toBeNull()
    const longAgo = before('rejected', NOON - 10 * MINUTE)
    expect(reasonOf(offer, { ofTask: [offer, longAgo] })).toBeNull()
  })

  it('sees cancel churn without counting it as rejections', () => {
    const canceled = [1, 2, 3].map((n) => before('canceled', NOON - MINUTE - n * 20 * SECOND))
    expect(look(offer, { ofTask: [offer, ...canceled] }).found).toMatchObject({
      reason: 'cancelChurn',
      level: 'stuck',
    })
  })

  it('warns at one below the configured limit only', () => {
    expect(reasonOf(boardRow({ rejections: 9 }))).toBe('nearRejectionLimit')
    expect(reasonOf(boardRow({ rejections: 9 }), { rejectionLimit: 1000 })).toBeNull()
  })
})

describe('P17, P23, P24, P25', () => {
  it('P17 tags a redirected offer that is still pending', () => {
    expect(look(boardRow({ instructed: 'redirect' })).found).toMatchObject({
      reason: 'instructedPending',
      advice: 'rejectOrAccept',
    })
  })

  it('P23 finds capacity that no reservation explains, and keeps quiet when something moved since the audit', () => {
    const row = boardRow({ status: 'accepted', channel: 'chat', updatedAt: NOON - 5 * MINUTE })
    const capacity = { assigned: 2, configured: 3, at: NOON - MINUTE }
    expect(reasonOf(row, { capacity })).toBe('ghostCapacity')
    expect(reasonOf(row, { capacity: { ...capacity, assigned: 1 } })).toBeNull()
    expect(reasonOf({ ...row, updatedAt: NOON - 10 * SECOND }, { capacity })).toBeNull()
  })

  it('P24 waits for the youngest of several offers', () => {
    const old = boardRow({ createdAt: NOON - 20 * MINUTE })
    const young = boardRow({ createdAt: NOON - 30 * SECOND, taskSid: old.taskSid })
    expect(reasonOf(old, { ofTask: [old, young] })).toBe('longOffer')
    const alsoOld = { ...young, createdAt: NOON - 19 * MINUTE }
    expect(look(old, { ofTask: [old, alsoOld] }).found).toMatchObject({
      reason: 'multiOffer',
      level: 'stuck',
      advice: 'rejectAllOffers',
    })
  })

  it('P25 tells of a fresh cancellation with a call, for five minutes, and offers no reservation action', () => {
    const row = boardRow({
      status: 'canceled',
      taskStatus: 'canceled',
      endedAt: NOON - MINUTE,
      hasCall: true,
    })
    expect(look(row).found).toMatchObject({ reason: 'justCanceled', advice: 'redirectCall' })
    expect(reasonOf({ ...row, hasCall: null })).toBeNull()
    expect(reasonOf({ ...row, endedAt: NOON - 6 * MINUTE })).toBeNull()
    expect(reasonOf({ ...row, taskStatus: 'pending' })).toBeNull()
  })
})

it('a rule that is switched off is never named', () => {
  const row = boardRow({ status: 'wrapping', updatedAt: NOON - HOUR })
  const context: DiagnosisContext = {
    now: NOON,
    thresholds: DEFAULT_SETTINGS.thresholds,
    rejectionLimit: 10,
    ofTask: [row],
    ofWorker: [row],
    capacity: null,
  }
  expect(diagnose(row, context).found?.reason).toBe('longWrapUp')
  expect(diagnose(row, { ...context, disabled: new Set(['longWrapUp']) }).found).toBeNull()
})
