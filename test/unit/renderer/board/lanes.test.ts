import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BoardRow } from '../../../../preload/contract/board'
import { laneCommand, lanesOf, placeOf, type LaneKeyState } from '../../../../renderer/board/lanes'
import { RowOrder } from '../../../../renderer/board/order'
import { compileSort, OLDEST_FIRST, rankRows } from '../../../../renderer/board/sort'
import { boardRow, NOON, sid } from '../../../support/rows'

function orderOf(rows: readonly BoardRow[]): RowOrder {
  const map = new Map(rows.map((row) => [row.sid, row]))
  return new RowOrder(
    map,
    {
      matches: () => true,
      compare: compileSort(OLDEST_FIRST),
      rank: (of) => rankRows(of, OLDEST_FIRST),
    },
    { lingerMs: 0, now: () => 0 },
  )
}

const offer = boardRow({
  status: 'pending',
  createdAt: NOON - 1_000,
  reasonLevel: 'stuck',
  reason: 'overdueOffer',
})
const older = boardRow({ status: 'pending', createdAt: NOON - 9_000 })
const work = boardRow({
  status: 'wrapping',
  createdAt: NOON - 5_000,
  queueSid: sid('WQ', 2),
  queueName: 'Claims',
})

describe('lanes', () => {
  it('stand in the order of a reservation’s life, the live ones also when empty', () => {
    const lanes = lanesOf(orderOf([offer, older, work]), 'status', true)
    expect(lanes.map(({ value, rows, stuck }) => [value, rows.length, stuck])).toEqual([
      ['pending', 2, 1],
      ['accepted', 0, 0],
      ['wrapping', 1, 0],
    ])
    expect(lanes[0]?.sids).toEqual([older.sid, offer.sid])
  })

  it('show no empty lanes where the filter asks for certain statuses', () => {
    expect(lanesOf(orderOf([work]), 'status', false).map(({ value }) => value)).toEqual(['wrapping'])
  })

  it('by queue come in the order of their oldest rows', () => {
    const lanes = lanesOf(orderOf([offer, work]), 'queue', true)
    expect(lanes.map(({ name }) => name)).toEqual(['Claims', 'Harbour desk'])
    expect(placeOf(lanes, offer.sid)).toEqual({ lane: 1, card: 0 })
    expect(placeOf(lanes, 'WR-gone')).toBeNull()
  })
})

describe('keys on lanes', () => {
  const press = (key: string, over: object = {}, state: Partial<LaneKeyState> = {}) =>
    laneCommand(
      { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...over },
      { place: { lane: 1, card: 3 }, cards: [2, 5, 0, 1], page: 3, ...state },
    )
  const to = (lane: number, card: number, extend = false) => ({ kind: 'move', to: { lane, card }, extend })

  it('go from card to card, and past empty lanes to the next that has cards', () => {
    expect(press('ArrowDown')).toEqual(to(1, 4))
    expect(press('ArrowDown', {}, { place: { lane: 1, card: 4 } })).toEqual(to(1, 4))
    expect(press('ArrowUp')).toEqual(to(1, 2))
    expect(press('PageUp')).toEqual(to(1, 0))
    expect(press('ArrowRight')).toEqual(to(3, 0))
    expect(press('ArrowLeft')).toEqual(to(0, 1))
    expect(press('Home')).toEqual(to(1, 0))
    expect(press('End')).toEqual(to(1, 4))
    expect(press('End', { ctrlKey: true })).toEqual(to(3, 0))
    expect(press('Home', { metaKey: true })).toEqual(to(0, 0))
  })

  it('select: Space one, Shift a range, Ctrl+A the lane, with Shift everything', () => {
    expect(press(' ')).toEqual({ kind: 'toggle' })
    expect(press(' ', { shiftKey: true })).toEqual({ kind: 'range' })
    expect(press('ArrowDown', { shiftKey: true })).toEqual(to(1, 4, true))
    expect(press('a', { ctrlKey: true })).toEqual({ kind: 'lane' })
    expect(press('A', { ctrlKey: true, shiftKey: true })).toEqual({ kind: 'all' })
    expect(press('a')).toBeNull()
    expect(press('ArrowDown', { altKey: true })).toBeNull()
  })

  it('never leave the lanes, whatever is pressed', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown']
    fc.assert(
      fc.property(
        fc
          .array(fc.nat(6), { minLength: 1, maxLength: 6 })
          .filter((cards) => cards.some((count) => count > 0)),
        fc.array(fc.record({ key: fc.constantFrom(...keys), ctrlKey: fc.boolean() }), { maxLength: 30 }),
        (cards, presses) => {
          let place = { lane: cards.findIndex((count) => count > 0), card: 0 }
          for (const each of presses) {
            const command = press(each.key, each, { place, cards })
            if (command?.kind === 'move') place = command.to
            expect(place.card).toBeLessThan(cards[place.lane] ?? 0)
          }
        },
      ),
    )
  })
})
