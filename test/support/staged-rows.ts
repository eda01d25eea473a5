import type { PracticeServer } from '../../main/practice'

export interface StagedRow {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string
}

/** One pending offer on a voice task whose call is up. */
export const stageOffer = (practice: PracticeServer): StagedRow => stageOne(practice, 'P17')

/** One accepted reservation, its call under way. */
export const stageAccepted = (practice: PracticeServer): StagedRow => stageOne(practice, 'P14')

function stageOne({ control }: PracticeServer, situation: string): StagedRow {
  const { reservationSids } = control.stage(situation, { count: 1 })
  const staged = control.liveReservations().find(({ sid }) => sid === reservationSids[0])
  if (staged === undefined) throw new Error(`${situation} staged no live reservation.`)
  return staged
}
