// The practice workspace as it is started from a command line and as a thread of the program: built, not imported.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PracticeFacts } from '../../main/practice'
import { startPracticeThread } from '../../main/practice/start-thread'
import { buildPractice, type BuiltPractice } from '../support/built-practice'
import { officialClient } from '../support/official-client'

let built: BuiltPractice
beforeAll(async () => {
  built = await buildPractice()
}, 60_000)
afterAll(() => built.remove())

const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, [built.cli, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let said = ''
  let complained = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (complained += piece.toString()))
  return {
    child,
    said: () => said,
    ended: async () => {
      const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
      return { code, signal, said, complained }
    },
  }
}

async function firstLine({ child }: ReturnType<typeof run>): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return line
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/v1/Workspaces`).then(
    ({ status }) => status === 401,
    () => false,
  )

describe('from the command line', () => {
  it('says where it is in one JSON line, serves an unmodified client, and stops when asked to', async () => {
    const practice = run('--port', '0', '--seed', '7', '--tasks', '40', '--workers', '12', '--latency', '2')
    const line = await firstLine(practice)
    const facts = JSON.parse(line) as PracticeFacts
    expect(facts).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      keySid: expect.stringMatching(/^SK[0-9a-f]{32}$/),
      keySecret: expect.stringMatching(/^.{32}$/),
      workspaceSid: expect.stringMatching(/^WS[0-9a-f]{32}$/),
    })
    const workspace = officialClient(facts).taskrouter.v1.workspaces(facts.workspaceSid)
    expect((await workspace.tasks.list({ limit: 100 })).length).toBeGreaterThanOrEqual(40)
    expect((await workspace.workers.list({ limit: 100 })).length).toBe(12)

    practice.child.kill('SIGTERM')
    expect(await practice.ended()).toEqual({ code: 0, signal: null, said: `${line}\n`, complained: '' })
    expect(await answers(facts.url)).toBe(false)
  })

  it('plays the same workspace from the same seed', async () => {
    const lines = await Promise.all([7, 7, 8].map((seed) => firstLine(run('--seed', String(seed)))))
    const [one, same, other] = lines.map((line) => JSON.parse(line) as PracticeFacts)
    expect(same?.workspaceSid).toBe(one?.workspaceSid)
    expect(same?.keySecret).toBe(one?.keySecret)
    expect(other?.workspaceSid).not.toBe(one?.workspaceSid)
  })

  it.each([
    [['--port', 'many'], '--port must be a whole number from 0 to 65535, not many'],
    [['--colour', 'red'], 'Unknown option: --colour'],
    [['--scenario', 'party'], '--scenario must be one of'],
    [['--rps'], '--rps needs a value'],
  ])('refuses %j with a clear message, the usage, and exit code 2', async (words, message) => {
    const { code, said, complained } = await run(...words).ended()
    expect(code).toBe(2)
    expect(said).toBe('')
    expect(complained).toContain(message)
    expect(complained).toContain('Usage: practice')
    expect(complained).not.toMatch(/\n\s+at /)
  })

  it('says when the port is taken, with exit code 1', async () => {
    const { url } = JSON.parse(await firstLine(run())) as PracticeFacts
    const { code, said, complained } = await run('--port', new URL(url).port).ended()
    expect(code).toBe(1)
    expect(said).toBe('')
    expect(complained).toContain('EADDRINUSE')
  })
})

describe('as a thread', () => {
  it('starts, serves, and is gone when closed', async () => {
    const thread = await startPracticeThread({ scenario: 'quiet' }, built.thread)
    expect(await answers(thread.url)).toBe(true)
    await thread.close()
    expect(await answers(thread.url)).toBe(false)
    // Closing twice is closing once.
    await thread.close()
  })

  it('tells why it cannot start', async () => {
    const first = await startPracticeThread({ scenario: 'quiet' }, built.thread)
    try {
      const port = Number(new URL(first.url).port)
      await expect(startPracticeThread({ scenario: 'quiet', port }, built.thread)).rejects.toThrow(
        'EADDRINUSE',
      )
    } finally {
      await first.close()
    }
    await expect(startPracticeThread({}, `${built.thread}.gone`)).rejects.toThrow()
  })

  it('that crashes is told of once, and takes nothing with it', async () => {
    const crashes: string[] = []
    const thread = await startPracticeThread({ scenario: 'quiet' }, built.thread, (message) => {
      crashes.push(message)
    })
    await thread.kill()
    await expect.poll(() => crashes).toHaveLength(1)
    expect(await answers(thread.url)).toBe(false)
    await thread.close()
    expect(crashes).toHaveLength(1)
  })
})
