import { describe, expect, it } from 'vitest'
import { PRESENT_ACTIVITY, recommendedAction } from '../../../../preload/contract/advice'
import { ADVICES } from '../../../../preload/contract/reasons'
import { recommendedFor } from '../../../../renderer/board/recommended'
import { actionOf } from '../../../../renderer/bulk/actions'
import { boardRow, sid } from '../../../support/rows'

const AWAY = sid('WA', 9)
const directory = {
  activities: [
    { sid: sid('WA', 1), name: 'Available', available: true },
    { sid: AWAY, name: 'Offline', available: false },
  ],
}

describe('what is recommended for a group', () => {
  it.each([
    ['reject', 'reject', null],
    ['rejectKeepActivity', 'reject', PRESENT_ACTIVITY],
    ['rejectAndMove', 'reject', AWAY],
    ['setUnavailable', 'moveWorker', AWAY],
    ['complete', 'complete', null],
  ])('%s is one plan', (advice, action, activitySid) => {
    const rows = [boardRow({ advice }), boardRow({ advice })]
    const plan = recommendedFor(rows, directory, rows)
    expect(plan).toMatchObject({ action, form: { activitySid }, sids: rows.map((row) => row.sid) })
  })

  it('is complete: the form it fills in can be planned without another question, as the same action', () => {
    for (const advice of ADVICES) {
      const rows = [boardRow({ advice })]
      const plan = recommendedFor(rows, directory, rows)
      const expected = recommendedAction(advice, directory)
      expect(plan === null ? null : actionOf(plan.action, plan.form)).toEqual(expected)
    }
  })

  it('takes the other pending offers of the task along where all have to end', () => {
    const offer = boardRow({ advice: 'rejectAllOffers' })
    const other = boardRow({ taskSid: offer.taskSid })
    const ended = boardRow({ taskSid: offer.taskSid, status: 'timeout' })
    expect(recommendedFor([offer], directory, [offer, other, ended])?.sids).toEqual([offer.sid, other.sid])
  })

  it('is nothing for advice that is no action, for mixed rows, and where no activity is known', () => {
    expect(recommendedFor([boardRow({ advice: 'decide' })], directory, [])).toBeNull()
    expect(
      recommendedFor([boardRow({ advice: 'reject' }), boardRow({ advice: 'complete' })], directory, []),
    ).toBeNull()
    expect(recommendedFor([boardRow({ advice: 'rejectAndMove' })], { activities: [] }, [])).toBeNull()
  })
})
