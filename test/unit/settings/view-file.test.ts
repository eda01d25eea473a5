import { describe, expect, it } from 'vitest'
import { readViewFile, writeViewFile } from '../../../main/settings/view-file'
import { ProblemError } from '../../../main/connections/problem-error'

const views = [
  { id: 'own-1', name: 'Night', filter: 'status=pending', sort: '-age', icon: 'moon' },
  { id: 'own-2', name: 'Claims', filter: 'queue=WQ1', sort: 'age' },
]
const looks = {
  'own-1': { layout: 'lanes' as const, lanesBy: 'queue', group: '', columns: ['status', 'age:90'] },
}

function refusal(text: string): ProblemError {
  try {
    readViewFile(text)
  } catch (error) {
    if (error instanceof ProblemError) return error
  }
  throw new Error('the file was taken')
}

describe('a file of views', () => {
  it('gives back what was written, with the looks and without ids', () => {
    const read = readViewFile(writeViewFile({ views, looks }, ['own-2', 'own-1', 'gone']))
    expect(read).toEqual([
      { name: 'Claims', filter: 'queue=WQ1', sort: 'age', look: null },
      { name: 'Night', filter: 'status=pending', sort: '-age', icon: 'moon', look: looks['own-1'] },
    ])
  })

  it('says what is wrong with another file, and where', () => {
    expect(refusal('no json').problem).toMatchObject({ code: 'invalid', message: 'The file is not JSON.' })
    expect(refusal('[]').problem.code).toBe('invalid')
    const written = writeViewFile({ views, looks }, ['own-1'])
    expect(refusal(written.replace('"Night"', '7')).problem.fields?.[0]?.path).toBe('views.0.name')
    expect(refusal(written.replace('"version": 1', '"version": 2')).problem.fields?.[0]?.path).toBe('version')
    expect(refusal(written.replace('"moon"', '"skull"')).problem.fields?.[0]?.path).toBe('views.0.icon')
    expect(refusal(written.replace('"name"', '"secret": "x", "name"')).problem.code).toBe('invalid')
  })
})
