import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitLine, whatFits } from '../../../../renderer/ui/overflow'

const GAP = 8

describe('what fits into a line', () => {
  it('is everything as long as there is room, to the pixel', () => {
    expect(whatFits([100, 80, 60], [true, false, true], 256, GAP)).toEqual([true, true, true])
  })

  it('loses what matters least, then the last', () => {
    expect(whatFits([100, 80, 60], [true, false, true], 255, GAP)).toEqual([true, false, true])
    expect(whatFits([100, 80, 60], [true, false, true], 167, GAP)).toEqual([true, false, false])
    expect(whatFits([100, 80, 60], [true, true, true], 0, GAP)).toEqual([false, false, false])
    expect(whatFits([], [], 0, GAP)).toEqual([])
  })

  it('always fits, and gives away nothing before what matters less', () => {
    const thing = fc.record({ width: fc.integer({ min: 1, max: 200 }), matters: fc.boolean() })
    fc.assert(
      fc.property(fc.array(thing), fc.integer({ min: 0, max: 1_500 }), (things, room) => {
        const fits = whatFits(
          things.map(({ width }) => width),
          things.map(({ matters }) => matters),
          room,
          GAP,
        )
        const shown = things.filter((_, place) => fits[place] === true)
        const taken = shown.reduce((sum, { width }) => sum + width + GAP, -GAP)
        const hidMatters = things.some(({ matters }, place) => matters && fits[place] !== true)
        return (shown.length === 0 || taken <= room) && !(hidMatters && shown.some(({ matters }) => !matters))
      }),
    )
  })
})

describe('a line of things', () => {
  /** Three things and one that always stays; each is 20 px narrower in a tight line. */
  function line(room: number): HTMLElement {
    const element = document.createElement('div')
    element.style.columnGap = `${GAP}px`
    Object.defineProperty(element, 'clientWidth', { value: room })
    for (let count = 0; count < 4; count += 1) {
      const thing = document.createElement('button')
      const width = () => (element.classList.contains('is-tight') ? 80 : 100)
      Object.defineProperty(thing, 'offsetWidth', { get: width })
      element.append(thing)
    }
    document.body.append(element)
    return element
  }
  const matters = [true, true, true]

  it.each([
    { room: 424, tight: false, fits: [true, true, true] },
    { room: 423, tight: true, fits: [true, true, true] },
    { room: 344, tight: true, fits: [true, true, true] },
    { room: 343, tight: true, fits: [true, true, false] },
  ])('of $room px becomes tight before anything leaves it', ({ room, tight, fits }) => {
    const element = line(room)
    expect(fitLine(element, matters, 1)).toEqual(fits)
    expect(element.classList.contains('is-tight')).toBe(tight)
    expect(fitLine(element, matters, 1)).toEqual(fits)
    element.remove()
  })
})
