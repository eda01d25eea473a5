import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeLines } from '../../../../renderer/reservation/attributes'

describe('attributeLines', () => {
  it('lays nested attributes out in their own order', () => {
    const lines = attributeLines(
      '{"call_sid":"CA1","customer":{"name":"Ada","tags":["vip","invoice"]},"note":null}',
    )
    expect(lines?.map(({ path, depth, value }) => [path, depth, value])).toEqual([
      ['call_sid', 0, 'CA1'],
      ['customer', 0, null],
      ['customer.name', 1, 'Ada'],
      ['customer.tags', 1, 'vip, invoice'],
      ['note', 0, 'null'],
    ])
  })

  it('leaves text that is no object to be shown as it is', () => {
    expect(attributeLines('not json')).toBeNull()
    expect(attributeLines('"text"')).toBeNull()
  })

  it('never throws, and stops at a readable depth', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const lines = attributeLines(json)
        if (lines === null) return
        for (const { depth } of lines) expect(depth).toBeLessThanOrEqual(8)
      }),
    )
  })
})
