// The support file leaves the computer, so whatever could be in any of its sources is put there first.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LogFile } from '../../../main/shell/log'
import { supportBundle } from '../../../main/shell/support/bundle'
import { boardFacts, connectionFacts, placeOf, settingFacts } from '../../../main/shell/support/facts'
import { scrub, scrubLine } from '../../../main/shell/support/scrub'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { boardStatus } from '../../support/board-fixtures'
import { ACCOUNT, KEY, SECRET, WORKSPACE } from '../../support/shell/requests'

const TOKEN = '0f'.repeat(16)
/** What must not be in a support file, wherever it was. */
const HIDDEN = [
  SECRET,
  TOKEN,
  'hunter2',
  '+34600123456',
  '600123456',
  '(555) 010-9999',
  '555 010 9999',
  'Ana Pérez',
  'ana.perez@example.com',
  'Harbour Insurance',
  'balance_due',
  'proxy.corp.example',
  'somebody',
  ACCOUNT,
  KEY,
] as const
const attributes = '{"customer":"Ana Pérez","balance_due":"600123456"}'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-support-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Log files that were written by the program's own log, and one line that was not. */
async function logsFullOfSecrets(): Promise<string> {
  const file = path.join(folder, 'console.log')
  const log = new LogFile({ path: file })
  log.write('window.processGone', { reason: 'crashed' })
  log.write('main.unhandledRejection', {
    error: `Error: Authorization: Basic ${Buffer.from(`${KEY}:${SECRET}`).toString('base64')}\n at /home/somebody/app.js`,
  })
  log.write('connection.failed', {
    code: 'refused',
    message: `Worker 'Ana Pérez' at "Harbour Insurance" has ${attributes}, call +34600123456 or (555) 010-9999`,
  })
  log.write('bridge.failed', {
    channel: 'bulk/plan',
    error: `token=${TOKEN} ana.perez@example.com 555 010 9999`,
  })
  log.write('taskrouter.request', { status: 429, ms: 12, requestId: 'RQ1', path: `/v1/Accounts/${ACCOUNT}` })
  log.write('odd', { reason: attributes, version: SECRET, detail: 'password: hunter2' })
  await log.flush()
  await writeFile(
    path.join(folder, 'torn.log'),
    `{"at": "2026", "message": "hunter2\n${attributes}\nhunter2\n`,
  )
  return file
}

const settings = {
  ...DEFAULT_SETTINGS,
  operator: 'Ana Pérez',
  reasons: ['Ana Pérez asked'],
  views: [{ id: 'v', name: 'Harbour Insurance', filter: '+34600123456', sort: '' }],
  proxy: {
    mode: 'explicit' as const,
    address: 'proxy.corp.example:3128',
    user: 'somebody',
    bypassLoopback: true,
  },
  extraCa: ['/home/somebody/ca.pem'],
}
const connection = {
  id: 'one',
  accountSid: ACCOUNT,
  credentialKind: 'apiKey' as const,
  keySid: KEY,
  region: 'ie1' as const,
  workspaceSid: WORKSPACE,
  workspaceName: 'Harbour Insurance',
  practice: false,
  keeping: 'keychain' as const,
}
const refused = {
  code: 'refused' as const,
  message: `no "Ana Pérez" ${attributes} +34600123456`,
  twilioCode: 20001,
}

describe('the support file', () => {
  it('has what support needs, and no secret, number, name or attribute from any of its sources', async () => {
    const log = await logsFullOfSecrets()
    const text = await supportBundle({
      facts: {
        settings: settingFacts({
          settings,
          locked: ['viewOnly'],
          recovered: false,
          policy: {
            sources: ['/home/somebody/policy.json'],
            faults: [
              {
                kind: 'badValue',
                place: '/home/somebody/p.json',
                key: 'enforced.operator',
                line: 3,
                detail: 'not "Ana Pérez"',
              },
            ],
          },
        }),
        connection: connectionFacts({ phase: 'failed', connection, problem: refused }),
        board: boardFacts(boardStatus({ problem: refused })),
      },
      logs: [path.join(folder, 'absent.log'), path.join(folder, 'torn.log'), log],
      requests: [log],
      now: () => 0,
    })
    const { log: lines, ...rest } = JSON.parse(text) as Record<string, unknown> & { log: { event: string }[] }
    expect(rest).toMatchObject({
      made: '1970-01-01T00:00:00.000Z',
      connection: { region: 'ie1', account: 'AC…1111', problem: { code: 'refused', twilioCode: 20001 } },
      settings: {
        locked: ['viewOnly'],
        operatorNamed: true,
        views: 1,
        proxy: { mode: 'explicit', address: true },
      },
      crashes: [{ event: 'window.processGone', reason: 'crashed' }, { event: 'main.unhandledRejection' }],
    })
    expect(JSON.stringify(rest['requests'])).toContain('"requestId":"RQ1"')
    expect(lines.length).toBeGreaterThanOrEqual(5)
    for (const hidden of HIDDEN) expect(text).not.toContain(hidden)
  })

  it('keeps only the end of a long log, in whole lines', async () => {
    const file = path.join(folder, 'long.log')
    const line = (n: number) => `${JSON.stringify({ event: 'tick', n, pad: 'x'.repeat(200) })}\n`
    await writeFile(file, Array.from({ length: 6000 }, (_, n) => line(n)).join(''))
    const { log } = JSON.parse(
      await supportBundle({ facts: {}, logs: [file], requests: [], now: () => 0 }),
    ) as {
      log: { n: number }[]
    }
    expect(log).toHaveLength(2000)
    expect(log.at(-1)?.n).toBe(5999)
  })
})

describe('scrub', () => {
  it('lets no phone number through, however it is written', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', ') ')
    const number = fc
      .tuple(
        fc.constantFrom('', '+', '('),
        fc.array(fc.tuple(fc.nat(9), separator), { minLength: 7, maxLength: 14 }),
      )
      .map(([start, digits]) => start + digits.map(([digit, after]) => `${digit}${after}`).join(''))
      .map((text) => text.replace(/\D+$/, ''))
    fc.assert(
      fc.property(number, (written) => {
        expect(scrub(`call ${written} now`)).not.toContain(written)
      }),
    )
  })

  it('takes no line for one of ours that is not, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        const scrubbed = scrubLine(line)
        if (scrubbed !== null) expect(typeof JSON.stringify(scrubbed)).toBe('string')
      }),
    )
  })
})

it('names the kind of place of a profile, never its path', () => {
  expect(placeOf('/home/ana/.config/x', '/home/ana', '/home/ana/.config/x')).toBe('usual')
  expect(placeOf('/home/ana/other', '/home/ana', '/home/ana/.config/x')).toBe('home')
  expect(placeOf('/srv/x', '/home/ana', '/home/ana/.config/x')).toBe('elsewhere')
})
