import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRows, ROW_FIELDS, writeRows } from '../../../preload/contract/row-pages'
import { boardRow } from '../../support/board-fixtures'

describe('a page of rows', () => {
  it('comes out as it went in, whatever people wrote into it', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud83d'), fc.constant('</script>'))
    const row = fc
      .record({ subject: fc.option(text), note: fc.option(text), workerName: fc.option(text) })
      .map((written) => boardRow(1, written))
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        expect(readRows(writeRows(rows))).toEqual(rows)
      }),
    )
  })

  it('holds every field of a row, and only what JSON keeps', () => {
    const row = boardRow(1)
    expect(Object.keys(row).sort()).toEqual([...ROW_FIELDS].sort())
    for (const value of Object.values(row))
      expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(true)
  })
})
