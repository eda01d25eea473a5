import { describe, expect, it, vi } from 'vitest'
import { BoardMirror, type MirrorChange } from '../../../../renderer/board/mirror'
import { boardRow, boardRows, deltaPush, pagePush, sidOf } from '../../../support/board-fixtures'

function setUp() {
  const frames: (() => void)[] = []
  const subscribe = vi.fn<() => void>()
  const clock = { now: 0 }
  const mirror = new BoardMirror({
    subscribe,
    nextFrame: (callback) => frames.push(callback),
    localNow: () => clock.now,
  })
  const changes: MirrorChange[] = []
  mirror.onChange((change) => changes.push(change))
  const paint = () => {
    for (const frame of frames.splice(0)) frame()
  }
  return { mirror, subscribe, frames, changes, paint, clock }
}

describe('BoardMirror', () => {
  it('takes a snapshot in pages and is complete at the last one', () => {
    const { mirror, changes, paint } = setUp()
    const rows = boardRows(5)
    mirror.accept(pagePush(rows.slice(0, 3), { last: false }))
    expect(mirror.complete).toBe(false)
    mirror.accept(pagePush(rows.slice(3), { seq: 2, first: false }))
    paint()
    expect(mirror.complete).toBe(true)
    expect([...mirror.rows.values()]).toEqual(rows)
    expect(changes).toHaveLength(1)
    expect(changes[0]?.reset).toBe(true)
  })

  it('shows a large snapshot as a whole, and one that takes long now and then on its way', () => {
    const { mirror, changes, paint, clock } = setUp()
    const shown = (): number => {
      paint()
      return changes.length
    }
    mirror.accept(pagePush(boardRows(2), { last: false }))
    expect(shown()).toBe(0)
    clock.now = 249
    mirror.accept(pagePush([boardRow(3)], { seq: 2, first: false, last: false }))
    expect(shown()).toBe(0)
    clock.now = 250
    mirror.accept(pagePush([boardRow(4)], { seq: 3, first: false, last: false }))
    expect(shown()).toBe(1)
    expect(changes[0]?.changed.size).toBe(4)
    clock.now = 400
    mirror.accept(pagePush([boardRow(5)], { seq: 4, first: false, last: false }))
    expect(shown()).toBe(1)
    mirror.accept(pagePush([boardRow(6)], { seq: 5, first: false }))
    expect(shown()).toBe(2)
    expect([...(changes[1]?.changed ?? [])]).toEqual([sidOf('WR', 5), sidOf('WR', 6)])
    mirror.accept(deltaPush(6, [boardRow(7)]))
    expect(shown()).toBe(3)
  })

  it('tells listeners once a frame, with everything that changed in between', () => {
    const { mirror, frames, changes, paint } = setUp()
    mirror.accept(pagePush(boardRows(3)))
    paint()
    mirror.accept(deltaPush(2, [boardRow(1, { status: 'accepted' })]))
    mirror.accept(deltaPush(3, [boardRow(9)], [sidOf('WR', 2)]))
    expect(frames).toHaveLength(1)
    paint()
    expect(changes[1]?.reset).toBe(false)
    expect([...(changes[1]?.changed ?? [])]).toEqual([sidOf('WR', 1), sidOf('WR', 9), sidOf('WR', 2)])
    expect(mirror.rows.get(sidOf('WR', 1))?.status).toBe('accepted')
    expect(mirror.rows.has(sidOf('WR', 2))).toBe(false)
  })

  it('asks for a new snapshot after a gap and ignores deltas until it comes', () => {
    const { mirror, subscribe } = setUp()
    mirror.accept(pagePush([boardRow(1)]))
    mirror.accept(deltaPush(3, [boardRow(2)]))
    mirror.accept(deltaPush(4, [boardRow(3)]))
    expect(subscribe).toHaveBeenCalledTimes(1)
    expect(mirror.rows.size).toBe(1)
    mirror.accept(pagePush(boardRows(2), { stream: 'b', seq: 6, last: false }))
    expect(mirror.rows.size).toBe(1)
    mirror.accept(pagePush([boardRow(3)], { stream: 'b', seq: 7, first: false }))
    mirror.accept(deltaPush(8, [boardRow(4)], [], 'b'))
    expect(mirror.rows.size).toBe(4)
    expect(subscribe).toHaveBeenCalledTimes(1)
  })

  it('drops pushes of a stream that was replaced', () => {
    const { mirror, subscribe } = setUp()
    mirror.accept(pagePush([boardRow(1)]))
    mirror.accept(pagePush([boardRow(2)], { stream: 'b' }))
    mirror.accept(deltaPush(2, [boardRow(3)], [], 'a'))
    expect([...mirror.rows.keys()]).toEqual([sidOf('WR', 2)])
    expect(subscribe).not.toHaveBeenCalled()
  })

  it('keeps what was shown until the new snapshot is whole, and tells it as changes', () => {
    const { mirror, changes, paint } = setUp()
    mirror.accept(pagePush(boardRows(2)))
    paint()
    mirror.accept(pagePush([boardRow(3)], { stream: 'b', last: false }))
    mirror.accept(deltaPush(2, [boardRow(4)], [sidOf('WR', 3)], 'b'))
    paint()
    expect([...mirror.rows.keys()]).toEqual([1, 2].map((n) => sidOf('WR', n)))
    mirror.accept(pagePush([boardRow(2)], { stream: 'b', seq: 3, first: false }))
    paint()
    expect(new Set(mirror.rows.keys())).toEqual(new Set([2, 4].map((n) => sidOf('WR', n))))
    expect(changes.at(-1)?.reset).toBe(false)
    expect(changes.at(-1)?.changed).toEqual(new Set([1, 2, 4].map((n) => sidOf('WR', n))))
  })

  it('drops a repeated delta by asking again, rather than applying it twice', () => {
    const { mirror, subscribe } = setUp()
    mirror.accept(pagePush([boardRow(1)]))
    mirror.accept(deltaPush(2, [boardRow(2)]))
    mirror.accept(deltaPush(2, [boardRow(2)]))
    expect(subscribe).toHaveBeenCalledTimes(1)
  })

  it('forgets everything when cleared', () => {
    const { mirror, changes, paint } = setUp()
    mirror.accept(pagePush(boardRows(3)))
    mirror.clear()
    paint()
    expect(mirror.rows.size).toBe(0)
    expect(mirror.complete).toBe(false)
    expect(changes).toEqual([{ reset: true, changed: new Set() }])
  })
})
