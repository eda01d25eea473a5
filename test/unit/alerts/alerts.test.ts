import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AlertBook } from '../../../main/alerts/book'
import { AlertDesk } from '../../../main/alerts/desk'
import { Notices, quietForMs } from '../../../main/alerts/notices'
import type { AlertEntry, AlertRule, AlertsState } from '../../../preload/contract/alerts'
import type { BoardRow } from '../../../preload/contract/board'
import {
  compileFilter,
  NO_FILTER,
  parseFilter,
  type BoardFilter,
} from '../../../preload/contract/board-filter'
import { DEFAULT_SETTINGS, type Settings } from '../../../preload/contract/settings'
import { filterOfView } from '../../../preload/contract/view-filters'
import { fakeBoard } from '../../support/fake-board'
import { boardRow, NOON } from '../../support/rows'

const rule = (over: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  name: 'Too many',
  view: 'pending',
  stuckOnly: false,
  atLeast: 3,
  forSeconds: 60,
  enabled: true,
  ...over,
})
const PENDING: BoardFilter = { ...NO_FILTER, lists: { status: ['pending'] } }

function bookOf(filter: BoardFilter = PENDING, over: Partial<AlertRule> = {}) {
  const rows = new Map<string, BoardRow>()
  let id = 0
  const book = new AlertBook({
    rows: () => rows.values(),
    row: (sid) => rows.get(sid),
    newId: () => String((id += 1)),
  })
  book.setRules([{ rule: rule(over), filter }], NOON)
  const put = (now: number, ...changed: BoardRow[]) => {
    for (const row of changed) rows.set(row.sid, row)
    book.take(changed, [], now)
  }
  return { book, rows, put }
}
const three = () => [boardRow(), boardRow(), boardRow()]

describe('a rule on counts', () => {
  it('begins once, when its condition has held long enough, and ends when it does not hold any more', () => {
    const { book, put } = bookOf()
    const rows = three()
    put(NOON, ...rows)
    expect(book.advance(NOON)).toEqual([])
    expect(book.next(NOON)).toBe(NOON + 60_000)
    expect(book.advance(NOON + 59_999)).toEqual([])
    expect(book.advance(NOON + 60_000)).toMatchObject([{ name: 'Too many', count: 3, view: 'pending' }])
    expect(book.advance(NOON + 90_000)).toEqual([])
    put(NOON + 100_000, { ...(rows[0] as BoardRow), status: 'accepted' })
    book.advance(NOON + 100_000)
    expect(book.state().entries).toMatchObject([{ endedAt: NOON + 100_000 }])
  })

  it('starts its clock again when the condition was interrupted', () => {
    const { book, rows, put } = bookOf()
    put(NOON, ...three())
    book.advance(NOON)
    const [first] = [...rows.keys()]
    book.take([], [first ?? ''], NOON + 30_000)
    book.advance(NOON + 30_000)
    put(NOON + 31_000, boardRow())
    book.advance(NOON + 31_000)
    expect(book.advance(NOON + 61_000)).toEqual([])
    expect(book.advance(NOON + 91_000)).toHaveLength(1)
  })

  it('on ages counts a row from the moment it is old enough', () => {
    const { book, put } = bookOf({ ...PENDING, olderThan: 300 }, { atLeast: 1, forSeconds: 0 })
    put(NOON, boardRow({ createdAt: NOON - 200_000 }))
    expect(book.advance(NOON)).toEqual([])
    expect(book.next(NOON)).toBe(NOON + 100_000)
    expect(book.advance(NOON + 100_000)).toHaveLength(1)
  })

  it('on ages counts an ended row from its end', () => {
    const { book, put } = bookOf({ ...NO_FILTER, olderThan: 60 }, { atLeast: 1, forSeconds: 0 })
    put(NOON, boardRow({ status: 'completed', createdAt: NOON - 600_000, endedAt: NOON - 20_000 }))
    expect(book.advance(NOON)).toEqual([])
    expect(book.next(NOON)).toBe(NOON + 40_000)
    expect(book.advance(NOON + 40_000)).toHaveLength(1)
  })

  it('keeps an open alert when settings change that are not about it', () => {
    const { book, put } = bookOf()
    put(NOON, ...three())
    book.advance(NOON)
    book.advance(NOON + 60_000)
    const other = { rule: rule({ id: 'other', atLeast: 99 }), filter: PENDING }
    book.setRules([{ rule: rule(), filter: PENDING }, other], NOON + 70_000)
    expect(book.advance(NOON + 70_000)).toEqual([])
    expect(book.state().entries).toMatchObject([{ endedAt: null }])
  })

  it('always counts what a full filter of the board counts', () => {
    const status = fc.constantFrom('pending', 'accepted', 'completed')
    const step = fc.record({
      n: fc.integer({ min: 0, max: 7 }),
      status,
      gone: fc.boolean(),
      age: fc.integer({ min: 0, max: 600 }),
      wait: fc.integer({ min: 0, max: 200 }),
    })
    const pool = Array.from({ length: 8 }, () => boardRow())
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const filter = { ...PENDING, olderThan: 300 }
        const { book, rows } = bookOf(filter, { atLeast: 1, forSeconds: 0 })
        let now = NOON
        for (const { n, status: next, gone, age, wait } of steps) {
          now += wait * 1000
          const endedAt = next === 'completed' ? now : null
          const row = { ...(pool[n] as BoardRow), status: next, createdAt: now - age * 1000, endedAt }
          if (gone) rows.delete(row.sid)
          else rows.set(row.sid, row)
          book.take(gone ? [] : [row], gone ? [row.sid] : [], now)
          book.advance(now)
          const matches = compileFilter(filter, () => now)
          const open = book.state().entries.some(({ endedAt }) => endedAt === null)
          expect(open).toBe([...rows.values()].some(matches))
        }
      }),
    )
  })
})

describe('snooze', () => {
  it('of a rule ends what lasts and begins it anew when the time is over', () => {
    const { book, put } = bookOf(PENDING, { forSeconds: 0 })
    put(NOON, ...three())
    expect(book.advance(NOON)).toHaveLength(1)
    book.snoozeRule('r', NOON + 900_000, NOON)
    expect(book.advance(NOON + 1000)).toEqual([])
    expect(book.next(NOON + 1000)).toBe(NOON + 900_000)
    expect(book.advance(NOON + 900_000)).toHaveLength(1)
  })

  it('of a row takes it out of every count until the time is over', () => {
    const { book, put } = bookOf(PENDING, { forSeconds: 0 })
    const rows = three()
    put(NOON, ...rows)
    book.snoozeRow(rows[0]?.sid ?? '', NOON + 60_000)
    expect(book.advance(NOON)).toEqual([])
    put(NOON + 1, rows[0] as BoardRow)
    expect(book.advance(NOON + 1)).toEqual([])
    expect(book.advance(NOON + 60_000)).toHaveLength(1)
  })
})

describe('quiet hours', () => {
  it.each([
    ['22:00', '07:00', 23 * 60, 8 * 60],
    ['22:00', '07:00', 6 * 60 + 59, 1],
    ['22:00', '07:00', 7 * 60, 0],
    ['12:00', '13:00', 12.5 * 60, 30],
    ['08:00', '08:00', 8 * 60, 0],
  ])('%s to %s at minute %d last %d minutes more', (from, to, at, left) => {
    expect(quietForMs({ from, to }, at)).toBe(left * 60_000)
  })

  it('are not there unless they are set', () => {
    expect(quietForMs(null, 100)).toBe(0)
  })
})

describe('notices', () => {
  function noticesAt() {
    const shown: string[][] = []
    const timers: { run: () => void; at: number }[] = []
    const state = { now: 0, quiet: 0, open: new Set<string>() }
    const notices = new Notices({
      now: () => state.now,
      setTimeout: (run, ms) => timers.push({ run, at: state.now + ms }),
      clearTimeout: () => undefined,
      quietForMs: () => state.quiet,
      isOpen: ({ id }) => state.open.has(id),
      show: (entries) => shown.push(entries.map(({ id }) => id)),
    })
    const add = (id: string) => {
      state.open.add(id)
      notices.add([{ id } as AlertEntry])
    }
    const at = (now: number) => {
      state.now = now
      for (const timer of timers.splice(0)) {
        if (timer.at <= now) timer.run()
        else timers.push(timer)
      }
    }
    return { add, at, shown, state }
  }

  it('gather what begins together, and come at most once a minute', () => {
    const { add, at, shown } = noticesAt()
    add('a')
    add('b')
    at(2_000)
    expect(shown).toEqual([['a', 'b']])
    add('c')
    at(30_000)
    add('d')
    at(61_000)
    expect(shown).toHaveLength(1)
    at(62_000)
    expect(shown).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('leave out what is over, and wait for the end of quiet hours', () => {
    const { add, at, shown, state } = noticesAt()
    state.quiet = 600_000
    add('a')
    add('b')
    state.open.delete('a')
    at(10_000)
    expect(shown).toEqual([])
    state.quiet = 0
    at(600_000)
    expect(shown).toEqual([['b']])
  })
})

describe('on a board', () => {
  it('tells of a view without any window, once, and hands it to the desktop', async () => {
    const { board, clock, world } = fakeBoard()
    const notified: (readonly AlertEntry[])[] = []
    const states: AlertsState[] = []
    const settings: Settings = { ...DEFAULT_SETTINGS, alertRules: [rule({ forSeconds: 30 })] }
    const alerts = new AlertDesk({
      clock,
      settings: () => settings,
      newId: () => 'one',
      localMinutes: () => 0,
      store: { load: () => Promise.resolve(null), save: () => Promise.resolve() },
      notify: (entries) => notified.push(entries),
      changed: (state) => states.push(state),
    })
    alerts.follow(board)
    for (let n = 0; n < 3; n += 1) world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(20_000)
    expect(notified).toEqual([])
    await clock.advance(20_000)
    expect(notified).toMatchObject([[{ name: 'Too many', count: 3, view: 'pending' }]])
    expect(states.at(-1)).toMatchObject({ unread: 1 })
    expect(alerts.markRead(null).unread).toBe(0)
    await alerts.close()
    expect(alerts.state().entries).toEqual([])
    await board.stop()
  })
})

describe('views', () => {
  it('are found by id, own ones by their kept form; one that is gone is none', () => {
    expect(filterOfView('pending', [])).toEqual(PENDING)
    expect(filterOfView('mine', [{ id: 'mine', filter: 'queue=WQ1&olderThan=60' }])).toEqual(
      parseFilter('queue=WQ1&olderThan=60'),
    )
    expect(filterOfView('mine', [])).toBeNull()
  })
})
