import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8')

const NAMED = /`(situations(?:-\w+)?|bulk-practice|call-check)` › ([^|]+?) \|$/gm
const rows = [...read('docs', 'STUCK.md').matchAll(NAMED)].map(([, file = '', name = '']) => ({ file, name }))

describe('the table of situations', () => {
  it('names a test for each of its lines', () => {
    const lines = read('docs', 'STUCK.md').match(/^\| P\d+ .*\|$/gm) ?? []
    const told = lines.map((line) => Number(/\d+/.exec(line)?.[0]))
    expect(told).toEqual(Array.from({ length: 32 }, (_, index) => index + 1))
    expect(rows).toHaveLength(lines.length)
  })

  it.each(rows)('$file has a test named “$name”', ({ file, name }) => {
    expect(read('test', 'contract', `${file}.test.ts`)).toContain(`'${name}`)
  })
})
