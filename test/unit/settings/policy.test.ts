import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPolicy } from '../../../main/settings/policy'
import { findInJson } from '../../../main/settings/policy/json-text'
import { findInFile } from '../../../main/settings/policy/linux'
import { findInManagedPreferences } from '../../../main/settings/policy/mac'
import { combinePolicy, FAIL_CLOSED, POLICY_KEYS } from '../../../main/settings/policy/policy'
import type { Ran, Run } from '../../../main/settings/policy/run'
import { findInRegistry, parseRegistry } from '../../../main/settings/policy/windows'
import { settingsFields } from '../../../preload/contract/schemas-settings'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { WORKSPACE } from '../../support/shell/requests'

const GOOD = {
  default: { theme: 'dark', reasons: ['Shift change', 'Outage'], pollSeconds: 5 },
  enforced: {
    viewOnly: false,
    allowedActions: ['reject', 'complete'],
    bulkMaximum: 100,
    workspaces: [WORKSPACE],
    regions: ['ie1'],
    exportAllowed: false,
  },
}
const inJson = (text: string) => combinePolicy([findInJson('/etc/policy.json', text)])

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-policy-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('a policy', () => {
  it('sets defaults and fixes settings', () => {
    const policy = inJson(JSON.stringify({ $schema: 'x', ...GOOD }))
    expect(policy).toEqual({
      sources: ['/etc/policy.json'],
      faults: [],
      defaults: GOOD.default,
      enforced: GOOD.enforced,
    })
  })

  it.each([
    [
      'unknownKey',
      '{\n "enforced": {\n  "viewOnly": true,\n  "bulkMaximun": 5\n }\n}',
      'enforced.bulkMaximun',
      4,
    ],
    [
      'badValue',
      '{\n "default": {"theme": "dark"},\n "enforced": {\n  "bulkMaximum": "many" } }',
      'enforced.bulkMaximum',
      4,
    ],
    ['badValue', '{"enforced": ["viewOnly"]}', 'enforced', 1],
    ['unknownKey', '{"enforced": {},\n"recommended": {}}', 'recommended', 2],
    ['unknownKey', '{"enforced": {"closeNoticeShown": true}}', 'enforced.closeNoticeShown', 1],
    ['notJson', '{\n "enforced": {\n  "viewOnly": true,\n }\n}', null, 4],
    ['notObject', '[]', null, null],
  ])('is broken as %s, and says where: %s', (kind, text, key, line) => {
    const { enforced, faults } = inJson(text)
    expect(faults).toEqual([expect.objectContaining({ kind, key, line, place: '/etc/policy.json' })])
    expect(enforced).toMatchObject(FAIL_CLOSED)
  })

  it('never tells what was in a wrong value', () => {
    const { faults } = inJson('{"enforced": {"operator": {"hidden": "hunter2"}, "workspaces": ["hunter2"]}}')
    expect(faults).toHaveLength(2)
    expect(JSON.stringify(faults)).not.toContain('hunter2')
  })

  it('holds, or is broken and forbids, whatever happens to its text', () => {
    const text = JSON.stringify(GOOD, null, 1)
    const damage = fc.record({
      at: fc.nat(text.length - 1),
      cut: fc.nat(12),
      put: fc.oneof(
        fc.constant(''),
        fc.string({ maxLength: 6 }),
        fc.constantFrom('{', '}', '"', ',', 'null'),
      ),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        const damaged = damages.reduce(
          (whole, { at, cut, put }) => whole.slice(0, at) + put + whole.slice(at + cut),
          text,
        )
        const { enforced, faults } = inJson(damaged)
        for (const [key, value] of Object.entries(enforced))
          expect(settingsFields[key as keyof typeof settingsFields].safeParse(value).success).toBe(true)
        if (faults.length > 0) expect(enforced).toMatchObject(FAIL_CLOSED)
        for (const { line } of faults)
          if (line !== null) expect(line).toBeLessThanOrEqual(damaged.split('\n').length)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes every value that is no policy for a broken one, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (raw) => {
        const { enforced, faults } = inJson(JSON.stringify(raw))
        if (faults.length > 0) expect(enforced).toMatchObject(FAIL_CLOSED)
        else expect(Object.keys(enforced).every((key) => POLICY_KEYS.includes(key))).toBe(true)
      }),
    )
  })

  it('takes what is found first over what is found later, key by key', () => {
    const machine = findInJson('machine', '{"enforced": {"bulkMaximum": 5}}')
    const user = findInJson('user', '{"enforced": {"bulkMaximum": 50, "viewOnly": true}}')
    expect(combinePolicy([machine, user]).enforced).toEqual({ bulkMaximum: 5, viewOnly: true })
  })
})

describe('the policy file', () => {
  const file = (name: string, text: string) =>
    writeFile(path.join(folder, name), text).then(() => path.join(folder, name))
  const own = process.getuid?.() ?? 0

  it('is read where only its owner can write it', async () => {
    const place = await file('good.json', JSON.stringify(GOOD))
    await chmod(place, 0o644)
    expect(combinePolicy(await findInFile(place, [own])).faults).toEqual([])
    await chmod(place, 0o664)
    expect(combinePolicy(await findInFile(place, [own])).faults).toMatchObject([{ kind: 'notProtected' }])
  })

  it('is broken when it belongs to somebody else than the administrator', async () => {
    const read = (ownerId: number) =>
      findInFile('/p', [0], () => Promise.resolve({ text: '{}', ownerId, mode: 0o644 }))
    expect(combinePolicy(await read(0)).faults).toEqual([])
    expect(combinePolicy(await read(1000)).faults).toMatchObject([{ kind: 'notProtected' }])
  })

  it('is no policy where it is not there, and a broken one where it cannot be read', async () => {
    expect(await findInFile(path.join(folder, 'absent.json'), [own])).toEqual([])
    expect(await findInFile(path.join(folder, 'absent', 'absent.json'), [own])).toEqual([])
    expect(combinePolicy(await findInFile(folder, [own])).faults).toMatchObject([{ kind: 'unreadable' }])
    const denied = () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' }))
    expect(combinePolicy(await findInFile('/p', [0], denied)).faults).toMatchObject([
      { kind: 'unreadable', detail: expect.stringContaining('EACCES') as string },
    ])
  })

  it('is told of in the log, without its values', async () => {
    const place = await file('told.json', '{"enforced": {"operator": "hunter2", "nonsense": "hunter2"}}')
    const told: unknown[] = []
    const policy = await readPolicy({
      platform: 'linux',
      environment: {},
      userName: 'ana',
      trialFile: place,
      log: (event, facts) => told.push({ event, ...facts }),
    })
    expect(policy.faults).toHaveLength(1)
    expect(told).toHaveLength(2)
    expect(JSON.stringify(told)).toContain('enforced.nonsense')
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })
})

const KEY = 'SupervisorConsoleTaskRouter'
/** A registry whose tool answers as reg.exe does: hive → what `/s` prints below our key, or null without one. */
function registry(hives: Readonly<Record<'HKLM' | 'HKCU', string | null>>, ran: string[] = []): Run {
  return (_file, args) => {
    const command = args[3] ?? ''
    ran.push(command)
    const hive = command.includes('HKLM') ? 'HKLM' : 'HKCU'
    const long = hive === 'HKLM' ? 'HKEY_LOCAL_MACHINE' : 'HKEY_CURRENT_USER'
    const content = hives[hive]
    const ok = (stdout: string): Promise<Ran> => Promise.resolve({ code: 0, stdout })
    if (command.includes(` /s `))
      return content === null ? Promise.resolve({ code: 1, stdout: '' }) : ok(content)
    if (/\\Policies /.test(command))
      return ok(
        `\r\n${long}\\Software\\Policies\\Microsoft\r\n${content === null ? '' : `${long}\\Software\\Policies\\${KEY}\r\n`}`,
      )
    return ok(`\r\n    (Standard)    REG_SZ    x\r\n\r\n${long}\\Software\\Policies\r\n`)
  }
}
const MACHINE = [
  '',
  `HKEY_LOCAL_MACHINE\\Software\\Policies\\${KEY}\\Enforced`,
  '    viewOnly    REG_DWORD    0x0',
  '    BULKMAXIMUM    REG_DWORD    0x64',
  '    allowedActions    REG_MULTI_SZ    reject\\0complete',
  '    operator    REG_SZ    Atención al cliente',
  '    thresholds    REG_SZ    {"pending":{"watch":60,"stuck":90},"accepted":{"watch":60,"stuck":90},"wrapping":{"watch":60,"stuck":90}}',
  '',
  `HKEY_LOCAL_MACHINE\\Software\\Policies\\${KEY}\\Default`,
  '    (Predeterminado)    REG_SZ    x',
  '    reasons    REG_MULTI_SZ    Shift change\\0Avería',
  '    operator    REG_SZ',
  '',
].join('\r\n')

describe('the registry', () => {
  it('is read with the types that the settings want', async () => {
    const ran: string[] = []
    const policy = combinePolicy(
      await findInRegistry(registry({ HKLM: MACHINE, HKCU: null }, ran), 'C:\\Windows'),
    )
    expect(policy.faults).toEqual([])
    expect(policy.enforced).toMatchObject({
      viewOnly: false,
      bulkMaximum: 100,
      allowedActions: ['reject', 'complete'],
      operator: 'Atención al cliente',
      thresholds: { pending: { watch: 60, stuck: 90 } },
    })
    expect(policy.defaults).toEqual({ reasons: ['Shift change', 'Avería'], operator: '' })
    expect(ran).toContain(
      `"chcp 65001>nul&C:\\Windows\\System32\\reg.exe query HKLM\\Software\\Policies\\${KEY} /s /reg:64"`,
    )
  })

  it('has no policy where neither hive has the key', async () => {
    expect(await findInRegistry(registry({ HKLM: null, HKCU: null }), 'C:\\Windows')).toEqual([])
  })

  it('lets the machine win over the user', async () => {
    const user = `HKEY_CURRENT_USER\\Software\\Policies\\${KEY}\\Enforced\r\n    bulkMaximum    REG_DWORD    0x5\r\n    pollSeconds    REG_DWORD    0xa\r\n`
    const policy = combinePolicy(await findInRegistry(registry({ HKLM: MACHINE, HKCU: user }), 'C:\\Windows'))
    expect(policy.enforced).toMatchObject({ bulkMaximum: 100, pollSeconds: 10 })
  })

  it('is a broken policy when the tool fails or cannot be started', async () => {
    const failing: Run = () => Promise.resolve({ code: 5, stdout: '' })
    const missing: Run = () => Promise.reject(new Error('ENOENT'))
    for (const run of [failing, missing])
      expect(combinePolicy(await findInRegistry(run, 'C:\\Windows')).faults).toMatchObject([
        { kind: 'unreadable', place: expect.stringContaining('HKLM') as string },
        { kind: 'unreadable', place: expect.stringContaining('HKCU') as string },
      ])
  })

  it.each([
    ['a line that is no value', '    viewOnly REG_DWORD 0x1'],
    ['a type that is not used', '    viewOnly    REG_BINARY    01'],
    ['a number that is none', '    bulkMaximum    REG_DWORD    much'],
    [
      'another key',
      `HKEY_LOCAL_MACHINE\\Software\\Policies\\${KEY}\\Enforced\\Deeper\r\n    a    REG_SZ    b`,
    ],
  ])('is a broken policy with %s', async (_what, line) => {
    const text = `${MACHINE}\r\nHKEY_LOCAL_MACHINE\\Software\\Policies\\${KEY}\\Enforced\r\n${line}\r\n`
    const policy = combinePolicy(await findInRegistry(registry({ HKLM: text, HKCU: null }), 'C:\\Windows'))
    expect(policy.faults).toHaveLength(1)
    expect(policy.enforced).toMatchObject(FAIL_CLOSED)
  })

  it('either understands what the tool prints or says that it does not, whatever it is', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '    viewOnly    REG_DWORD    0x1',
        `HKEY_LOCAL_MACHINE\\X\\Enforced`,
        '',
        '    x    REG_SZ',
      ),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        let levels: unknown
        try {
          levels = parseRegistry(lines.join('\r\n'), 'HKEY_LOCAL_MACHINE\\X')
        } catch (error) {
          expect(String(error)).toMatch(/not understood|stands outside|not used/)
          return
        }
        expect(typeof levels).toBe('object')
      }),
    )
  })
})

describe('managed preferences', () => {
  const plists = (answers: Readonly<Record<string, Ran>>) => {
    const run: Run = (_file, args) => Promise.resolve(answers[args.at(-1) ?? ''] ?? { code: 1, stdout: '' })
    return findInManagedPreferences(run, 'ana', (place) => Promise.resolve(place in answers))
  }
  const COMPUTER = '/Library/Managed Preferences/com.taskrouterconsole.supervisor.plist'
  const USER = '/Library/Managed Preferences/ana/com.taskrouterconsole.supervisor.plist'

  it('are read, the computer’s over the user’s, without the profile’s own bookkeeping', async () => {
    const finds = await plists({
      [COMPUTER]: { code: 0, stdout: JSON.stringify({ ...GOOD, PayloadUUID: 'x' }) },
      [USER]: { code: 0, stdout: '{"enforced": {"bulkMaximum": 7, "viewOnly": true}}' },
    })
    expect(combinePolicy(finds)).toMatchObject({
      faults: [],
      sources: [COMPUTER, USER],
      enforced: { bulkMaximum: 100, viewOnly: false },
    })
  })

  it('are no policy where there are none, and a broken one where they cannot be read', async () => {
    expect(await plists({})).toEqual([])
    expect(combinePolicy(await plists({ [USER]: { code: 1, stdout: '' } })).faults).toMatchObject([
      { kind: 'unreadable', place: USER },
    ])
    const secret = findInManagedPreferences(
      () => Promise.reject(new Error()),
      'ana',
      () => Promise.reject(new Error()),
    )
    expect(combinePolicy(await secret).faults).toHaveLength(2)
  })
})

it('has a default for every setting that can be decided', () => {
  for (const key of POLICY_KEYS) expect(Object.keys(DEFAULT_SETTINGS)).toContain(key)
})
