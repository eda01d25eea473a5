import { describe, expect, it } from 'vitest'
import { BoardIndex } from '../../../main/board/model/index'
import { BoardRows, rulesInForce } from '../../../main/board/model/rows'
import { createDiagnose } from '../../../main/diagnosis'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { fillIndex } from '../../support/filled-index'
import { NOON } from '../../support/rows'

/** A board of 3,000 rows whose rules note whom they were asked about. */
function watchedBoard() {
  const asked: string[] = []
  const diagnose = createDiagnose()
  const index = new BoardIndex()
  const rows = new BoardRows(index, {
    diagnose: (row, context) => {
      asked.push(row.sid)
      return diagnose(row, context)
    },
    inForce: rulesInForce(DEFAULT_SETTINGS),
    rejectionLimit: 10,
    endedRowsMs: 180_000,
    evidenceMs: 1_800_000,
  })
  const sids = fillIndex(index, 3_000)
  const drain = (now: number) => {
    asked.length = 0
    while (rows.pending(now)) rows.update(now)
    return new Set(asked)
  }
  drain(NOON)
  return { index, rows, sids, drain }
}

describe('rules are asked', () => {
  it('about the row that changed and its neighbours by task and worker, and nobody else', () => {
    const { index, rows, sids, drain } = watchedBoard()
    const changed = sids[1234] ?? ''
    index.instruct(changed, 'redirect')
    const asked = drain(NOON)
    const row = rows.row(changed)
    const neighbours = rows
      .all()
      .filter((other) => other.taskSid === row?.taskSid || other.workerSid === row?.workerSid)
    expect(asked).toEqual(new Set(neighbours.map(({ sid }) => sid)))
    expect(asked.size).toBeLessThan(12)
  })

  it('about nobody while nothing changes and nothing comes due', () => {
    const { rows, drain } = watchedBoard()
    const next = rows.nextLook() ?? 0
    expect(next).toBeGreaterThan(NOON)
    expect(drain(next - 1)).toEqual(new Set())
    expect(drain(next).size).toBeGreaterThan(0)
  })
})
