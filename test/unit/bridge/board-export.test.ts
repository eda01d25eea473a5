import { describe, expect, it } from 'vitest'
import { boardHandlers } from '../../../main/bridge/handlers/board'
import type { Session } from '../../../main/connections/session'
import type { BoardRow } from '../../../preload/contract/board'
import { boardStatus } from '../../support/board-fixtures'
import { boardRow, NOON, sid } from '../../support/rows'

const rows = [
  boardRow({ sid: sid('WR', 1), status: 'pending', createdAt: NOON - 60_000, note: 'call back' }),
  boardRow({ sid: sid('WR', 2), status: 'pending', createdAt: NOON - 900_000 }),
  boardRow({ sid: sid('WR', 3), status: 'accepted', createdAt: NOON - 800_000 }),
]

function exporting(clockOffset = 0) {
  const saved: { readonly rows: readonly string[]; readonly options: unknown }[] = []
  const board = { rows: () => rows, status: () => boardStatus({ clockOffset }) }
  const handlers = boardHandlers({
    session: () => ({ board: board as unknown as Session['board'] }),
    stream: () => undefined,
    now: () => NOON,
    exportRows: (chosen: readonly BoardRow[], options) => {
      saved.push({ rows: chosen.map((row) => row.sid), options })
      return Promise.resolve(true)
    },
  })
  return {
    saved,
    ask: (filter: string) => handlers['board/export']({ filter, format: 'csv', rawNumbers: false }),
  }
}

describe('the export of rows', () => {
  it('takes what the view shows, oldest first', async () => {
    const { ask, saved } = exporting()
    expect(await ask('status=pending')).toEqual({ saved: true })
    expect(saved).toEqual([
      { rows: [sid('WR', 2), sid('WR', 1)], options: { format: 'csv', rawNumbers: false } },
    ])
  })

  it('finds rows by the words of their notes', async () => {
    const { ask, saved } = exporting()
    await ask('text=call+back')
    expect(saved[0]?.rows).toEqual([sid('WR', 1)])
  })

  it('judges ages by the server’s clock', async () => {
    const { ask, saved } = exporting(600_000)
    await ask('olderThan=600')
    expect(saved[0]?.rows).toHaveLength(3)
  })
})
