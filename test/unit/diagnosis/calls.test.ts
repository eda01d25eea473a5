import { describe, expect, it } from 'vitest'
import { createDiagnose, suspectsCall, type CallFact, type DiagnosisContext } from '../../../main/diagnosis'
import type { BoardRow } from '../../../preload/contract/board'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { boardRow, NOON } from '../../support/rows'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const diagnose = createDiagnose()

function look(row: BoardRow, call: CallFact | null, context: Partial<DiagnosisContext> = {}) {
  return diagnose(row, {
    now: NOON,
    thresholds: DEFAULT_SETTINGS.thresholds,
    rejectionLimit: 10,
    ofTask: [row],
    ofWorker: [row],
    capacity: null,
    call,
    ...context,
  })
}

/** An accepted call of a task that is as old as it. */
const talking = (ms: number, over: Partial<BoardRow> = {}) =>
  boardRow({
    status: 'accepted',
    taskStatus: 'assigned',
    taskCreatedAt: NOON - ms - MINUTE,
    createdAt: NOON - ms,
    updatedAt: NOON - ms,
    deadlineAt: null,
    ...over,
  })
const ended = (ms: number): CallFact => ({ over: true, endedAt: NOON - ms, at: NOON - 1000 })
const up = (ms = 1000): CallFact => ({ over: false, endedAt: null, at: NOON - ms })

describe('P2 the call ended, the task did not', () => {
  it('is named with when the call ended, and completed where it was accepted', () => {
    expect(look(talking(20 * MINUTE), ended(7 * MINUTE)).found).toMatchObject({
      reason: 'callEnded',
      level: 'stuck',
      since: NOON - 7 * MINUTE,
      advice: 'complete',
      evidence: [
        { key: 'callEnded', at: NOON - 7 * MINUTE, facts: { ms: 7 * MINUTE } },
        { key: 'acceptedFor', facts: { ms: 20 * MINUTE } },
      ],
    })
  })

  it('is cancelled where nobody accepted it', () => {
    const offer = boardRow({ createdAt: NOON - 3 * MINUTE, taskCreatedAt: NOON - 10 * MINUTE })
    expect(look(offer, ended(2 * MINUTE)).found).toMatchObject({
      reason: 'callEnded',
      level: 'watch',
      advice: 'cancelTask',
    })
  })

  it('is left alone while the desk may still be cleaning up, and looked at again when it should have', () => {
    const { found, nextLook } = look(talking(20 * MINUTE), ended(30_000))
    expect(found).toBeNull()
    expect(nextLook).toBe(NOON + 30_000)
  })

  it('is not named where the call was over before its task was made: a callback', () => {
    const callback = talking(5 * MINUTE, { taskCreatedAt: NOON - 6 * MINUTE })
    expect(look(callback, ended(20 * MINUTE)).found).toBeNull()
  })

  it('is not named where nobody looked, the call goes on, or nobody knows', () => {
    const row = talking(20 * MINUTE)
    expect(look(row, null).found).toBeNull()
    expect(look(row, up()).found).toBeNull()
    expect(look(row, { over: null, endedAt: null, at: NOON }).found).toBeNull()
    expect(look(row, { over: true, endedAt: null, at: NOON }).found).toBeNull()
    expect(look({ ...row, taskCreatedAt: null }, ended(7 * MINUTE)).found).toBeNull()
  })

  it('is not named in wrap-up, where the call is over by nature', () => {
    const row = talking(2 * MINUTE, { status: 'wrapping' })
    expect(look(row, ended(2 * MINUTE)).found).toBeNull()
  })

  it('says why before how long', () => {
    const offer = boardRow({
      createdAt: NOON - HOUR,
      taskCreatedAt: NOON - HOUR,
      deadlineAt: NOON - 30 * MINUTE,
    })
    expect(look(offer, null).found?.reason).toBe('overdueOffer')
    expect(look(offer, ended(20 * MINUTE)).found?.reason).toBe('callEnded')
  })
})

describe('a call that is up', () => {
  it('calms long work down to watching, as long as the look is fresh', () => {
    const row = talking(6 * HOUR)
    expect(look(row, null).found).toMatchObject({ reason: 'longAccepted', level: 'stuck' })
    const calmed = look(row, up())
    expect(calmed.found).toMatchObject({ reason: 'longAccepted', level: 'watch' })
    expect(calmed.found?.evidence.map(({ key }) => key)).toContain('callUp')
    expect(calmed.nextLook).toBe(NOON - 1000 + 10 * MINUTE)
    expect(look(row, up(11 * MINUTE)).found?.level).toBe('stuck')
  })

  it('calms work of somebody who left, but never a wrap-up', () => {
    const gone = { available: false, activitySince: NOON - 5 * HOUR }
    expect(look(talking(6 * HOUR, gone), up()).found).toMatchObject({
      reason: 'abandonedWork',
      level: 'watch',
    })
    const wrapping = talking(6 * HOUR, { ...gone, status: 'wrapping' })
    expect(look(wrapping, up()).found).toMatchObject({ reason: 'abandonedWork', level: 'stuck' })
  })

  it('raises a task that was just cancelled: somebody is waiting on that line', () => {
    const row = boardRow({ status: 'canceled', taskStatus: 'canceled', endedAt: NOON - MINUTE })
    expect(look(row, null).found).toMatchObject({ reason: 'justCanceled', level: 'watch' })
    expect(look(row, up()).found).toMatchObject({ reason: 'justCanceled', level: 'stuck' })
    expect(look(row, ended(MINUTE)).found).toBeNull()
  })
})

describe('which calls are looked at', () => {
  it('those of rows that a rule names, and of conversations that last', () => {
    expect(suspectsCall(talking(20 * MINUTE), NOON)).toBe(true)
    expect(suspectsCall(boardRow({ reason: 'overdueOffer' }), NOON)).toBe(true)
    expect(suspectsCall(boardRow({ status: 'canceled', endedAt: NOON, reason: 'justCanceled' }), NOON)).toBe(
      true,
    )
  })

  it('and no others', () => {
    expect(suspectsCall(talking(5 * MINUTE), NOON)).toBe(false)
    expect(suspectsCall(boardRow(), NOON)).toBe(false)
    expect(suspectsCall(talking(20 * MINUTE, { hasCall: false }), NOON)).toBe(false)
    expect(suspectsCall(talking(20 * MINUTE, { hasCall: null }), NOON)).toBe(false)
    expect(suspectsCall(talking(20 * MINUTE, { status: 'wrapping', reason: 'longWrapUp' }), NOON)).toBe(false)
    expect(suspectsCall(boardRow({ status: 'rejected', endedAt: NOON }), NOON)).toBe(false)
  })
})
