// What the page gets from the preload, collected as Electron would expose it.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '../../../preload/contract/bridge'
import { CHANNELS, TOPICS, WIRE_PREFIX } from '../../../preload/contract/channels'

type Listener = (event: unknown, payload: unknown) => void

const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as [string, unknown][],
  answer: (): Promise<unknown> => Promise.resolve({ ok: true, data: null }),
  listeners: new Map<string, Set<(event: unknown, payload: unknown) => void>>(),
}))

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value),
  },
  ipcRenderer: {
    invoke: (wire: string, request: unknown) => {
      electron.invoked.push([wire, request])
      return electron.answer()
    },
    on: (wire: string, listener: Listener) => {
      const listeners = electron.listeners.get(wire) ?? new Set()
      electron.listeners.set(wire, listeners.add(listener))
    },
    removeListener: (wire: string, listener: Listener) => electron.listeners.get(wire)?.delete(listener),
  },
}))

await import('../../../preload/index')
const bridge = electron.exposed.get('bridge') as Bridge

beforeEach(() => {
  electron.invoked = []
  electron.answer = () => Promise.resolve({ ok: true, data: null })
  electron.listeners.clear()
})

describe('window.bridge', () => {
  it('is the only thing exposed, frozen all the way down, functions only', () => {
    expect([...electron.exposed.keys()]).toEqual(['bridge'])
    expect(Object.isFrozen(bridge)).toBe(true)
    for (const [name, member] of Object.entries(bridge)) {
      expect(Object.isFrozen(member)).toBe(true)
      if (name !== 'on') for (const call of Object.values(member)) expect(typeof call).toBe('function')
    }
  })

  it('has exactly one function for every channel, and each asks that channel', async () => {
    const calls = Object.entries(bridge).flatMap(([domain, verbs]) =>
      Object.entries(verbs as Record<string, (request?: unknown) => Promise<unknown>>).map(
        ([verb, call]) => [`${domain}/${verb}`, call] as const,
      ),
    )
    expect(calls.map(([channel]) => channel)).toEqual([...CHANNELS])
    for (const [channel, call] of calls) {
      await call({ probe: channel })
      expect(electron.invoked.at(-1)).toEqual([WIRE_PREFIX + channel, { probe: channel }])
    }
  })

  it('sends null where nothing is asked for', async () => {
    await bridge.app.info()
    expect(electron.invoked).toEqual([[`${WIRE_PREFIX}app/info`, null]])
  })

  it('answers with a Problem when Electron itself rejects, without its text', async () => {
    electron.answer = () => Promise.reject(new Error('reply was never sent, see /home/x'))
    const answer = await bridge.connection.state()
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(JSON.stringify(answer)).not.toContain('/home')
  })

  it.each([...TOPICS])('hands on the payload of %s and nothing else, until unsubscribed', (topic) => {
    const got: unknown[][] = []
    const stop = bridge.on(topic, (...parts: unknown[]) => got.push(parts))
    const other = bridge.on(topic, () => undefined)
    const emit = (payload: unknown) => {
      for (const listener of electron.listeners.get(WIRE_PREFIX + topic) ?? [])
        listener({ sender: 'ipc' }, payload)
    }
    emit('first')
    stop()
    emit('second')
    expect(got).toEqual([['first']])
    expect(electron.listeners.get(WIRE_PREFIX + topic)?.size).toBe(1)
    other()
    expect(electron.listeners.get(WIRE_PREFIX + topic)?.size).toBe(0)
  })

  it('has no topic that the contract does not name', () => {
    const anything = bridge.on as (topic: string, listener: () => void) => void
    expect(() => {
      anything('../board/push', () => undefined)
    }).toThrow(TypeError)
    expect(electron.listeners.size).toBe(0)
  })
})
