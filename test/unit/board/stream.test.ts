import { describe, expect, it } from 'vitest'
import type { BoardPush, BoardRow } from '../../../preload/contract/board'
import { readRows } from '../../../preload/contract/row-pages'
import { BoardStream } from '../../../main/board'
import type { BoardChange } from '../../../main/board/api'
import { BoardClock } from '../../support/board-clock'
import { NOON, boardRow } from '../../support/rows'

/** A stream over a board that is a plain map, and the window's own copy of what it was sent. */
function streamOf(count: number) {
  const clock = new BoardClock(NOON)
  const rows = new Map<string, BoardRow>()
  for (let each = 0; each < count; each++) {
    const row = boardRow()
    rows.set(row.sid, row)
  }
  let tell: (change: BoardChange) => void = () => undefined
  const pushes: BoardPush[] = []
  const window = new Map<string, BoardRow>()
  let streams = 0
  const stream = new BoardStream({
    board: {
      rows: () => [...rows.values()],
      onChange: (listener) => {
        tell = listener
        return () => undefined
      },
    },
    clock,
    newStreamId: () => `stream ${++streams}`,
    send: (push) => {
      pushes.push(push)
      if (push.kind === 'page' && push.first) window.clear()
      for (const row of push.kind === 'page' ? readRows(push.rows) : push.upserts) window.set(row.sid, row)
      if (push.kind === 'delta') for (const sid of push.removed) window.delete(sid)
    },
  })
  const change = (upserts: readonly BoardRow[], removed: readonly string[] = []) => {
    for (const row of upserts) rows.set(row.sid, row)
    for (const sid of removed) rows.delete(sid)
    tell({ upserts, removed })
  }
  return { clock, rows, pushes, window, stream, change }
}

describe('the stream to one window', () => {
  it('says nothing before the window asks, then sends pages of at most 1,000 rows, numbered from 0', async () => {
    const { clock, pushes, window, rows, stream, change } = streamOf(2_300)
    change([boardRow()])
    await clock.advance(1000)
    expect(pushes).toEqual([])
    stream.subscribe()
    await clock.advance(1000)
    expect(pushes.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(
      pushes.map((push) => push.kind === 'page' && [push.first, push.last, readRows(push.rows).length]),
    ).toEqual([
      [true, false, 1000],
      [false, false, 1000],
      [false, true, 301],
    ])
    expect(window).toEqual(rows)
  })

  it('sends an empty board as one empty page', async () => {
    const { clock, pushes, stream } = streamOf(0)
    stream.subscribe()
    await clock.advance(10)
    expect(pushes).toHaveLength(1)
    expect(pushes[0]).toMatchObject({ kind: 'page', first: true, last: true, seq: 0 })
  })

  it('folds what changes within a moment into one delta', async () => {
    const { clock, pushes, rows, window, stream, change } = streamOf(5)
    stream.subscribe()
    await clock.advance(200)
    const [first, second] = [...rows.values()]
    for (let n = 0; n < 10; n++) change([{ ...first!, priority: n }])
    change([], [second!.sid])
    change([boardRow()])
    await clock.advance(100)
    expect(pushes).toHaveLength(2)
    expect(pushes[1]).toMatchObject({ kind: 'delta', seq: 1, removed: [second!.sid] })
    expect(window).toEqual(rows)
  })

  it('changes during a snapshot follow behind it', async () => {
    const { clock, pushes, rows, window, stream, change } = streamOf(1_500)
    stream.subscribe()
    await clock.advance(0)
    change([{ ...[...rows.values()][1_400]!, status: 'accepted' }], [[...rows.keys()][3]!])
    await clock.advance(500)
    expect(pushes.map(({ kind }) => kind)).toEqual(['page', 'page', 'delta'])
    expect(window).toEqual(rows)
  })

  it('sends nothing to a hidden window and one fresh snapshot when it is shown again', async () => {
    const { clock, pushes, rows, window, stream, change } = streamOf(3)
    stream.subscribe()
    await clock.advance(100)
    stream.setVisible(false)
    for (let n = 0; n < 50; n++) change([boardRow()])
    await clock.advance(5_000)
    expect(pushes).toHaveLength(1)
    stream.setVisible(true)
    await clock.advance(100)
    expect(pushes).toHaveLength(2)
    expect(pushes[1]).toMatchObject({ kind: 'page', stream: 'stream 2', seq: 0 })
    expect(window).toEqual(rows)
  })

  it('sends no snapshot when nothing happened while hidden', async () => {
    const { clock, pushes, stream } = streamOf(3)
    stream.subscribe()
    await clock.advance(100)
    stream.setVisible(false)
    stream.setVisible(true)
    await clock.advance(100)
    expect(pushes).toHaveLength(1)
  })

  it('costs the same bytes for one change whatever the size of the board', async () => {
    const bytes: number[] = []
    for (const size of [1_000, 20_000]) {
      const { clock, pushes, rows, stream, change } = streamOf(size)
      stream.subscribe()
      await clock.advance(2_000)
      change([{ ...[...rows.values()][7]!, sid: 'WR', workerName: 'W', taskSid: 'WT', workerSid: 'WK' }])
      await clock.advance(200)
      bytes.push(JSON.stringify({ ...pushes.at(-1), seq: 0 }).length)
    }
    expect(bytes[0]).toBe(bytes[1])
  })

  it('stops when closed', async () => {
    const { clock, pushes, stream, change } = streamOf(3)
    stream.subscribe()
    stream.close()
    change([boardRow()])
    await clock.advance(1_000)
    expect(pushes).toEqual([])
  })
})
