import { describe, expect, it } from 'vitest'
import { historyPieces, outcomePieces } from '../../../main/shell/exports'
import { rowPieces } from '../../../main/shell/row-export'
import type { HistoryEntry, RowOutcome } from '../../../preload/contract/bulk'
import { boardRow, NOON, sid } from '../../support/rows'

const NOTE = '=taken over, "call +491701234567"\nnext shift'
const notes = new Map([[sid('WR', 1), NOTE]])
const text = (pieces: Iterable<string>): string => [...pieces].join('')

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let all = ''
  for await (const piece of pieces) all += piece
  return all
}

const outcome: RowOutcome = {
  sid: sid('WR', 1),
  taskSid: sid('WT', 1),
  workerSid: null,
  workerName: null,
  outcome: 'done',
  statusBefore: 'pending',
  statusAfter: 'rejected',
  at: NOON,
  reason: null,
  problem: null,
  requestId: null,
  overtakenAt: null,
  left: null,
}

const entry: HistoryEntry = {
  id: '1',
  at: NOON,
  operator: 'Sam',
  jobId: 'job',
  workspaceSid: sid('WS', 1),
  action: 'reject',
  note: 'shift change',
  sid: sid('WR', 1),
  taskSid: sid('WT', 1),
  workerSid: null,
  workerName: null,
  outcome: 'done',
  statusBefore: 'pending',
  statusAfter: 'rejected',
  problemCode: null,
  twilioCode: null,
  requestId: null,
}

async function* entries() {
  yield entry
  yield await Promise.resolve({ ...entry, id: '2', sid: sid('WR', 2) })
}

/** Masked, harmless to a spreadsheet, quoted. */
const CELL = `"'=taken over, ""call +…67""\nnext shift"`

describe('exports carry the notes on reservations', () => {
  it('of rows', () => {
    const rows = [boardRow({ sid: sid('WR', 1), note: NOTE }), boardRow({ sid: sid('WR', 2) })]
    const csv = text(rowPieces(rows, { format: 'csv', rawNumbers: false }))
    expect(csv).toContain(`,${CELL},`)
    expect(csv.split('\r\n')[0]).toMatch(/^\uFEFFreservation,status,.*,note,/)
    expect(text(rowPieces(rows, { format: 'csv', rawNumbers: true }))).toContain('+491701234567')
    expect(JSON.parse(text(rowPieces(rows, { format: 'json', rawNumbers: false })))).toEqual(rows)
  })

  it('of outcomes', () => {
    const rows = [outcome, { ...outcome, sid: sid('WR', 2) }]
    const csv = text(outcomePieces(undefined, rows, { format: 'csv', rawNumbers: false, notes }))
    expect(csv.split('\r\n')[0]).toMatch(/,rowNote$/)
    expect(csv).toContain(`,${CELL}\r\n`)
    const json = JSON.parse(
      text(outcomePieces(undefined, rows, { format: 'json', rawNumbers: false, notes })),
    )
    expect(json).toMatchObject({ outcomes: [{ rowNote: NOTE }, { sid: sid('WR', 2) }] })
    expect(json.outcomes[1]).not.toHaveProperty('rowNote')
  })

  it('of the history, beside the reason that was given', async () => {
    const csv = await textOf(historyPieces(entries(), { format: 'csv', rawNumbers: false, notes }))
    expect(csv).toContain(`,${CELL}\r\n`)
    expect(csv.trimEnd().endsWith(',')).toBe(true)
    const json = JSON.parse(
      await textOf(historyPieces(entries(), { format: 'json', rawNumbers: false, notes })),
    )
    expect(json[0]).toMatchObject({ note: 'shift change', rowNote: NOTE })
    expect(json[1]).not.toHaveProperty('rowNote')
  })
})
