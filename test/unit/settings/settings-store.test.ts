import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EMPTY_DOCUMENT, readDocument } from '../../../main/settings/document'
import { migrate } from '../../../main/settings/migrations'
import { NO_POLICY } from '../../../main/settings/policy'
import type { SettingsFile } from '../../../main/settings/settings-file'
import { SettingsStore } from '../../../main/settings/settings-store'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { ACCOUNT, KEY, WORKSPACE } from '../../support/shell/requests'

class MemoryFile implements SettingsFile {
  written: unknown[] = []
  aside = 0
  constructor(private readonly content: () => unknown) {}
  read() {
    return Promise.resolve().then(this.content)
  }
  write(document: unknown) {
    this.written.push(structuredClone(document))
  }
  setAside() {
    this.aside += 1
    return Promise.resolve()
  }
}

const open = (content: unknown, extra: Partial<Parameters<typeof SettingsStore.open>[0]> = {}) => {
  const file = new MemoryFile(() => content)
  return SettingsStore.open({ file, log: () => undefined, ...extra }).then((store) => ({ store, file }))
}

const CONNECTION = {
  id: 'one',
  accountSid: ACCOUNT,
  credentialKind: 'apiKey' as const,
  keySid: KEY,
  region: 'ie1' as const,
  workspaceSid: WORKSPACE,
  workspaceName: 'Support',
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('SettingsStore', () => {
  it('starts with the defaults, and keeps only what was chosen', async () => {
    const { store, file } = await open({})
    expect(store.state()).toEqual({
      settings: DEFAULT_SETTINGS,
      locked: [],
      recovered: false,
      policy: { sources: [], faults: [] },
    })
    store.set({ theme: 'dark' })
    store.flush()
    expect(file.written).toEqual([{ ...EMPTY_DOCUMENT, settings: { theme: 'dark' } }])
  })

  it('writes many changes once, and what is waiting at the end', async () => {
    const { store, file } = await open({})
    for (let limit = 1; limit <= 50; limit += 1) store.set({ rejectionLimit: limit })
    expect(file.written).toEqual([])
    await vi.advanceTimersByTimeAsync(500)
    expect(file.written).toHaveLength(1)
    store.saveConnection(CONNECTION)
    store.flush()
    store.flush()
    expect(file.written).toHaveLength(2)
    expect(file.written[1]).toMatchObject({ settings: { rejectionLimit: 50 }, connections: [CONNECTION] })
  })

  it('keeps every good field of a damaged document, sets it aside and says so', async () => {
    const { store, file } = await open({
      version: 1,
      settings: { theme: 'pink', operator: 'Ana', typedConfirmFrom: 'many' },
      connections: [CONNECTION, { ...CONNECTION, accountSid: 'AC1' }],
      activeConnectionId: 'one',
      window: { bounds: { x: 0, y: 0, width: -5, height: 1 }, maximized: false },
    })
    expect(store.state()).toEqual({
      settings: { ...DEFAULT_SETTINGS, operator: 'Ana' },
      locked: [],
      recovered: true,
      policy: { sources: [], faults: [] },
    })
    expect(store.connections()).toEqual([CONNECTION])
    expect(store.activeConnectionId()).toBe('one')
    expect(store.windowState()).toBeNull()
    expect(file.aside).toBe(1)
  })

  it('starts with the defaults when the file cannot be read at all', async () => {
    const file = new MemoryFile(() => {
      throw new SyntaxError('Unexpected token')
    })
    const store = await SettingsStore.open({ file, log: () => undefined })
    expect(store.state()).toMatchObject({ settings: DEFAULT_SETTINGS, recovered: true })
    expect(file.aside).toBe(1)
  })

  it('lets the administrator set defaults and fix fields', async () => {
    const policy = {
      ...NO_POLICY,
      defaults: { requireNote: true, theme: 'light' as const },
      enforced: { rejectionLimit: 10 },
    }
    const { store, file } = await open({ settings: { theme: 'dark', rejectionLimit: 1000 } }, { policy })
    expect(store.state().settings).toMatchObject({ requireNote: true, theme: 'dark', rejectionLimit: 10 })
    expect(store.state().locked).toEqual(['rejectionLimit'])
    expect(() => store.set({ theme: 'light', rejectionLimit: 50 })).toThrow(/rejectionLimit/)
    store.flush()
    expect(file.written).toEqual([])
  })

  it('keeps updates off where an administrator has a policy that does not speak of them', async () => {
    const policy = { ...NO_POLICY, sources: ['/etc/policy.json'] }
    expect((await open({}, { policy })).store.state().settings.updates).toBe('off')
    const speaking = { ...policy, defaults: { updates: 'tell' as const } }
    expect((await open({}, { policy: speaking })).store.state().settings.updates).toBe('tell')
  })

  it('forgets the open connection together with the connection', async () => {
    const { store } = await open({ connections: [CONNECTION], activeConnectionId: 'one' })
    store.removeConnection('one')
    expect([store.connections(), store.activeConnectionId()]).toEqual([[], null])
  })
})

describe('readDocument', () => {
  it('never throws and always gives something usable, whatever was in the file', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const { document } = readDocument(migrate(raw))
        expect(readDocument(document)).toEqual({ document, dropped: [] })
      }),
    )
  })

  it('has no room for a secret', () => {
    const { document } = readDocument({
      connections: [{ ...CONNECTION, secret: 'hidden' }],
      secret: 'hidden',
    })
    expect(JSON.stringify(document)).not.toContain('hidden')
  })
})

describe('migrate', () => {
  it('applies the steps that a document still lacks, in order', () => {
    const steps = [1, 2, 3].map((version) => (raw: Readonly<Record<string, unknown>>) => ({
      ...raw,
      version,
      path: `${String(raw['path'] ?? '')}${version}`,
    }))
    expect(migrate({}, steps)).toEqual({ version: 3, path: '123' })
    expect(migrate({ version: 2, path: 'x' }, steps)).toEqual({ version: 3, path: 'x3' })
    expect(migrate({ version: 9, path: 'newer' }, steps)).toEqual({ version: 9, path: 'newer' })
  })
})
