import { BoardIndex } from '../../main/board/model/index'
import { BoardRows, rulesInForce } from '../../main/board/model/rows'
import { createDiagnose } from '../../main/diagnosis'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { fillIndex } from '../support/filled-index'
import { NOON } from '../support/rows'

/** Rows on the board, rows that change at once, and how often that is measured. */
const ROWS = 50_000
const CHANGES = 100
const ROUNDS = 60

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** What the rules cost: 100 changes on a board of 50,000 rows, joined and judged again with their neighbours. */
export async function run(): Promise<Record<string, number>> {
  const index = new BoardIndex()
  const rows = new BoardRows(index, {
    diagnose: createDiagnose(),
    inForce: rulesInForce(DEFAULT_SETTINGS),
    rejectionLimit: 10,
    endedRowsMs: 180_000,
    evidenceMs: 1_800_000,
  })
  const sids = fillIndex(index, ROWS)
  while (rows.pending(NOON)) rows.update(NOON)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = NOON + round * 10
    for (let change = 0; change < CHANGES; change += 1) {
      const sid = sids[(round * 7919 + change * 104_729) % sids.length] ?? ''
      index.instruct(sid, round % 2 === 0 ? 'redirect' : 'call')
    }
    const started = performance.now()
    while (rows.pending(now)) rows.update(now)
    times.push(performance.now() - started)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { rows: rows.size, changes: CHANGES, changesMs: Number(median(times.slice(10)).toFixed(2)) }
}
