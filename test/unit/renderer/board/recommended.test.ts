import { describe, expect, it } from 'vitest'
import { PRESENT_ACTIVITY, recommendedActions } from '../../../../preload/contract/advice'
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
    const plans = recommendedFor(rows, directory, rows)
    expect(plans).toMatchObject([{ action, form: { activitySid }, sids: rows.map((row) => row.sid) }])
  })

  it('is a choice of two for an offer that an instruction left pending: reject first, or accept', () => {
    const rows = [boardRow({ advice: 'rejectOrAccept' })]
    const actions = recommendedFor(rows, directory, rows).map(({ action }) => action)
    expect(actions).toEqual(['reject', 'accept'])
  })

  it('is complete: the form it fills in can be planned without another question, as the same action', () => {
    for (const advice of ADVICES) {
      const rows = [boardRow({ advice })]
      const plans = recommendedFor(rows, directory, rows)
      const planned = plans.map(({ action, form }) => actionOf(action, form))
      expect(planned).toEqual(recommendedActions(advice, directory))
    }
  })

  it('takes the other pending offers of the task along where all have to end', () => {
    const offer = boardRow({ advice: 'rejectAllOffers' })
    const other = boardRow({ taskSid: offer.taskSid })
    const ended = boardRow({ taskSid: offer.taskSid, status: 'timeout' })
    const [plan] = recommendedFor([offer], directory, [offer, other, ended])
    expect(plan?.sids).toEqual([offer.sid, other.sid])
  })

  it('is nothing for advice that is no action, for mixed rows, and where no activity is known', () => {
    expect(recommendedFor([boardRow({ advice: 'decide' })], directory, [])).toEqual([])
    expect(
      recommendedFor([boardRow({ advice: 'reject' }), boardRow({ advice: 'complete' })], directory, []),
    ).toEqual([])
    expect(recommendedFor([boardRow({ advice: 'rejectAndMove' })], { activities: [] }, [])).toEqual([])
  })
})
