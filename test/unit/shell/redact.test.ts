import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact } from '../../../main/shell/redact'

const letters = (alphabet: string, length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((list) => list.join(''))
const around = fc.constantFrom(' ', '"', "'", '=', ':', '/', ',', '\n', '(', '')

describe('redact', () => {
  it.each([
    ['Authorization: Basic QUMxMjM6c2VjcmV0', /QUMx/],
    ['{"authorization":"Bearer abcdefghijkl"}', /abcdefghijkl/],
    ['https://user:pass@proxy.example:3128', /user:pass/],
    ['secret=hunter2&x=1', /hunter2/],
    ['"authToken": "hunter2"', /hunter2/],
    ['called +34600123456 twice', /600123456/],
    ['contact_uri client:ana@desk', /ana/],
    ['from ana.perez@example.com', /perez/],
  ])('cleans %s', (text, leak) => {
    expect(redact(text)).not.toMatch(leak)
  })

  it('keeps the last four characters of account and key SIDs, and other SIDs whole', () => {
    const hex = '0123456789abcdef0123456789abcdef'
    expect(redact(`AC${hex} SK${hex} WR${hex} WS${hex}`)).toBe(`AC…cdef SK…cdef WR${hex} WS${hex}`)
  })

  it('lets no auth token and no key secret through, whatever stands around it', () => {
    const token = letters('0123456789abcdef', 32)
    const secret = letters('ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789', 32)
    fc.assert(
      fc.property(around, fc.oneof(token, secret), around, (before, hidden, after) => {
        expect(redact(`failed${before === '' ? ' ' : before}${hidden}${after}`)).not.toContain(hidden)
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redact(redact(text))).toBe(redact(text))
      }),
    )
  })
})
