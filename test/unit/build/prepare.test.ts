import { describe, expect, it } from 'vitest'
import { manifestOf } from '../../../build/lib/files-manifest.mjs'
import { modulesComplaint } from '../../../build/lib/modules.mjs'
import { nodeComplaint } from '../../../build/lib/node-version.mjs'
import { emptyTally, lastLine, sum, tallyPlaywright, tallyVitest } from '../../../build/lib/reports.mjs'
import { judge } from '../../../build/lib/suites.mjs'
import { isDebianLike, missingPackages, packagesFor } from '../../../build/lib/system-libraries.mjs'

describe('what must be there', () => {
  it('accepts Node from 20.19 on and says so otherwise', () => {
    for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.0'])
      expect(nodeComplaint(version)).toBeNull()
    for (const version of ['18.20.0', '20.18.3'])
      expect(nodeComplaint(version)).toContain(`This is Node ${version}`)
  })

  it('compares what is installed with the lock by content', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b': { version: '2.0.0', optional: true },
      },
    }
    expect(modulesComplaint(lock, null)).toBe('nothing is installed yet')
    expect(modulesComplaint(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBeNull()
    expect(modulesComplaint(lock, { packages: { 'node_modules/a': { version: '1.1.0' } } })).toContain(
      'is 1.1.0, not 1.0.0',
    )
    expect(modulesComplaint(lock, { packages: {} })).toBe('node_modules/a is missing')
  })

  it('finds libraries under their old and their new names', () => {
    const status = 'libgtk-3-0t64 installed\nlibnss3 installed\nlibgbm1 config-files\n'
    expect(missingPackages(['libgtk-3-0', 'libnss3', 'libgbm1', 'xvfb'], status)).toEqual(['libgbm1', 'xvfb'])
  })

  it('asks for a virtual display only where there is none, and for a keychain only in tests', () => {
    expect(packagesFor('start', { hasDisplay: true })).not.toContain('xvfb')
    expect(packagesFor('start', { hasDisplay: false })).toContain('xvfb')
    expect(packagesFor('start', { hasDisplay: false })).not.toContain('gnome-keyring')
    expect(packagesFor('test', { hasDisplay: true })).toEqual(
      expect.arrayContaining(['xvfb', 'gnome-keyring', 'dbus']),
    )
    expect(packagesFor('package', { hasDisplay: false })).toEqual([])
  })

  it('knows Debian and its children', () => {
    expect(isDebianLike('ID=debian\n')).toBe(true)
    expect(isDebianLike('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true)
    expect(isDebianLike('ID=fedora\nNAME="not debian"\n')).toBe(false)
  })
})

describe('the list of files that the window may ask for', () => {
  it('holds URL paths with their types, sorted, without itself', () => {
    expect(manifestOf(['index.html', 'files.json', 'assets/a-1.js', 'assets/f.woff2'])).toEqual({
      '/assets/a-1.js': 'text/javascript; charset=utf-8',
      '/assets/f.woff2': 'font/woff2',
      '/index.html': 'text/html; charset=utf-8',
    })
  })

  it('refuses a file whose type is not known', () => {
    expect(() => manifestOf(['assets/run.exe'])).toThrow(/assets\/run\.exe/)
  })
})

describe('the count of a test run', () => {
  const vitest = (...statuses: string[]) =>
    tallyVitest({
      testResults: [
        {
          name: 'a.test.ts',
          status: statuses.includes('failed') ? 'failed' : 'passed',
          assertionResults: statuses.map((status) => ({
            fullName: 'it works',
            status,
            failureMessages: ['no'],
          })),
        },
      ],
    })

  it('adds suites up into the last line', () => {
    const all = sum([vitest('passed', 'failed', 'passed'), vitest('passed')])
    expect(lastLine(all)).toBe('3 passed, 1 failed')
    expect(all.failures).toEqual(['a.test.ts\nit works\nno'])
    expect(lastLine(vitest('passed', 'skipped'))).toBe('1 passed, 0 failed, 1 skipped')
  })

  it('counts a file that cannot be loaded as failed', () => {
    const report = { testResults: [{ name: 'a', status: 'failed', message: 'syntax', assertionResults: [] }] }
    expect(tallyVitest(report)).toMatchObject({ failed: 1, failures: ['a\nsyntax'] })
  })

  it('counts a second try of Playwright as failed', () => {
    const spec = (status: string) => ({ title: status, file: 'a', line: 1, tests: [{ status, results: [] }] })
    const suites = [
      { title: 'a', specs: [spec('expected')], suites: [{ title: 'b', specs: [spec('flaky')] }] },
    ]
    expect(tallyPlaywright({ suites, errors: [] })).toMatchObject({ passed: 1, failed: 1 })
    expect(tallyPlaywright({ suites: [], errors: [{ message: 'no config' }] })).toMatchObject({ failed: 1 })
  })

  it('fails a run that failed without a failed test, ran nothing, or wrote no report', () => {
    const ended = (code: number) => ({ code, stdout: 'said', stderr: '' })
    const one = { ...emptyTally(), passed: 1 }
    expect(judge(ended(0), one)).toEqual(one)
    expect(judge(ended(1), one)).toMatchObject({ failed: 1, failures: ['said'] })
    expect(judge(ended(0), emptyTally())).toMatchObject({ failed: 1 })
    expect(judge(ended(0), null)).toMatchObject({ failed: 1, failures: ['said'] })
  })
})
