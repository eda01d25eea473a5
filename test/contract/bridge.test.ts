// The wall, channel by channel: nothing gets through that the contract does not name, and nobody but our own page asks.
import { describe, expect, it } from 'vitest'
import { registerBridge, REQUEST_LIMIT, type Handlers } from '../../main/bridge/register'
import type { IncomingCall } from '../../main/bridge/sender'
import { mayAsk } from '../../main/lock'
import { CHANNELS, WIRE_PREFIX, type Channel } from '../../preload/contract/channels'
import type { LockPhase } from '../../preload/contract/lock'
import { FakeIpc, OUR_CALL, OUR_FRAME } from '../support/shell/fake-ipc'
import { GOOD_REQUESTS } from '../support/shell/requests'

function openBridge(fail?: Error, gate: (channel: Channel) => boolean = () => true) {
  const reached: Channel[] = []
  const handlers = Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      () => {
        reached.push(channel)
        if (fail !== undefined) throw fail
        return null
      },
    ]),
  ) as unknown as Handlers
  const ipc = new FakeIpc()
  const clock = { now: 0 }
  const logged: unknown[] = []
  const close = registerBridge({
    ipcMain: ipc,
    handlers,
    trusted: { webContentsId: () => 7, origin: 'app://console' },
    gate,
    now: () => clock.now,
    log: (event, facts) => logged.push({ event, ...facts }),
  })
  return { ipc, reached, clock, logged, close }
}

const strangers: Record<string, IncomingCall> = {
  'another web contents': { sender: { id: 8 }, senderFrame: OUR_FRAME },
  'a frame within our page': { ...OUR_CALL, senderFrame: { ...OUR_FRAME, parent: OUR_FRAME } },
  'a frame that is gone': { ...OUR_CALL, senderFrame: null },
  'another origin': {
    ...OUR_CALL,
    senderFrame: { ...OUR_FRAME, origin: 'https://console', url: 'https://console/' },
  },
  'an origin that only begins like ours': {
    ...OUR_CALL,
    senderFrame: { ...OUR_FRAME, origin: 'app://console.evil', url: 'app://console.evil/index.html' },
  },
  'a frame that throws when asked': {
    ...OUR_CALL,
    senderFrame: {
      parent: null,
      url: OUR_FRAME.url,
      get origin(): string {
        throw new Error('Render frame was disposed')
      },
    },
  },
}

describe('the bridge', () => {
  it('registers exactly the channels of the contract, once', () => {
    const { ipc, close } = openBridge()
    expect([...ipc.listeners.keys()]).toEqual(CHANNELS.map((channel) => WIRE_PREFIX + channel))
    close()
    expect(ipc.listeners.size).toBe(0)
  })

  it('refuses to be registered twice', () => {
    const { ipc } = openBridge()
    expect(() => {
      ipc.handle(`${WIRE_PREFIX}app/info`, () => Promise.resolve(null))
    }).toThrow(/second handler/)
  })

  describe.each([...CHANNELS])('%s', (channel) => {
    it('passes a good request on and answers in an envelope', async () => {
      const { ipc, reached } = openBridge()
      expect(await ipc.invoke(channel, GOOD_REQUESTS[channel])).toEqual({ ok: true, data: null })
      expect(reached).toEqual([channel])
    })

    const bad: unknown[] = ['text', 7, [], { unknownKey: 1 }, undefined, new Map([['sid', 'WR']])]
    if (GOOD_REQUESTS[channel] !== null) bad.push({ ...GOOD_REQUESTS[channel], unknownKey: 1 }, null)
    it.each(bad.map((request) => [request]))('refuses %j before the handler', async (request) => {
      const { ipc, reached } = openBridge()
      expect(await ipc.invoke(channel, request)).toMatchObject({ ok: false, error: { code: 'badRequest' } })
      expect(reached).toEqual([])
    })

    it.each(Object.entries(strangers))('refuses %s', async (_who, call) => {
      const { ipc, reached } = openBridge()
      const answer = await ipc.invoke(channel, GOOD_REQUESTS[channel], call)
      expect(answer).toMatchObject({ ok: false, error: { code: 'foreignSender' } })
      expect(reached).toEqual([])
    })

    it('refuses what is too large, whatever its form', async () => {
      const { ipc, reached } = openBridge()
      for (const request of [
        'x'.repeat(REQUEST_LIMIT + 1),
        new Uint8Array(REQUEST_LIMIT + 1),
        { a: { b: ['y'.repeat(REQUEST_LIMIT)] } },
      ])
        expect(await ipc.invoke(channel, request)).toMatchObject({ ok: false, error: { code: 'tooLarge' } })
      expect(reached).toEqual([])
    })

    it('stops a page that asks without end, and lets it ask again later', async () => {
      const { ipc, clock } = openBridge()
      const codes = new Set<string>()
      for (let call = 0; call < 200; call += 1) {
        const answer = await ipc.invoke(channel, GOOD_REQUESTS[channel])
        codes.add(answer.ok ? 'ok' : answer.error.code)
      }
      expect([...codes]).toEqual(['ok', 'tooMany'])
      clock.now += 5000
      expect((await ipc.invoke(channel, GOOD_REQUESTS[channel])).ok).toBe(true)
    })

    it('turns a fault of ours into a Problem without its text or stack', async () => {
      const { ipc } = openBridge(new Error('at /home/someone/main.ts: the token is abc'))
      const answer = await ipc.invoke(channel, GOOD_REQUESTS[channel])
      expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
      expect(JSON.stringify(answer)).not.toMatch(/home|token|main\.ts/)
    })
  })

  it('refuses every channel while locked but the few that the lock needs, by name', async () => {
    const passed = async (phase: LockPhase) => {
      const { ipc, reached } = openBridge(undefined, (channel) => mayAsk(phase, channel))
      for (const channel of CHANNELS) {
        const answer = await ipc.invoke(channel, GOOD_REQUESTS[channel])
        if (!reached.includes(channel)) expect(answer).toMatchObject({ ok: false, error: { code: 'locked' } })
      }
      return reached
    }
    expect(await passed('open')).toEqual([...CHANNELS])
    expect(await passed('locked')).toEqual([
      'app/quit',
      'lock/state',
      'lock/now',
      'lock/unlock',
      'lock/giveUp',
    ])
    expect(await passed('choose')).toEqual(['app/quit', 'lock/state', 'lock/setPin', 'lock/giveUp'])
  })

  it('does not tell after the lock has fallen what was asked before it', async () => {
    let open = true
    const { ipc, reached } = openBridge(undefined, () => open)
    const waiting = ipc.invoke('board/detail', GOOD_REQUESTS['board/detail'])
    open = false
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'locked' } })
    expect(reached).toEqual(['board/detail'])
  })

  it('names the fields at fault, never what was in them', async () => {
    const { ipc, logged } = openBridge()
    const answer = await ipc.invoke('connection/draft', {
      credentials: { kind: 'apiKey', accountSid: 'AC1', keySid: 'SK1', secret: 'short secret with spaces' },
      region: 'us1',
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'badRequest' } })
    expect(answer.ok ? [] : answer.error.fields?.map(({ path }) => path)).toContain('credentials.secret')
    expect(JSON.stringify([answer, logged])).not.toContain('short secret')
  })
})
