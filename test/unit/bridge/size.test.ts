import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceeds } from '../../../main/bridge/size'

describe('exceeds', () => {
  it('never lets more text through than the limit, however it is nested', () => {
    fc.assert(
      fc.property(
        fc.anything({ withMap: true, withSet: true, withTypedArray: true }),
        fc.string(),
        (value, text) => {
          expect(exceeds([value, { deep: [text] }], text.length)).toBe(true)
        },
      ),
    )
  })

  it('allows ten thousand reservations in one request', () => {
    const sids = Array.from({ length: 10_000 }, (_, index) => `WR${String(index).padStart(32, '0')}`)
    expect(exceeds({ sids }, 1_048_576)).toBe(false)
  })

  it('ends on a value that holds itself', () => {
    const knot: unknown[] = []
    knot.push(knot, knot)
    expect(exceeds(knot, 1000)).toBe(false)
  })

  it('counts the keys of objects and of maps', () => {
    const long = 'k'.repeat(2000)
    expect(exceeds({ [long]: 1 }, 1000)).toBe(true)
    expect(exceeds(new Map([[long, 1]]), 1000)).toBe(true)
  })
})
