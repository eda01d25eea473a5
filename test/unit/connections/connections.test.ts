// Connections over real HTTP: the practice workspace plays TaskRouter; the vault and the settings are their in-memory twins.
import { afterEach, describe, expect, it } from 'vitest'
import type { VaultRead, VaultRemove, VaultWrite } from '../../../main/vault/api'
import { systemClock } from '../../../main/board'
import { BoardFeed } from '../../../main/bridge/board-feed'
import { MemoryVault } from '../../../main/vault/memory-vault'
import { openDesk, type Desk } from '../../support/shell/connections-desk'
import { WORKSPACE } from '../../support/shell/requests'

let desk: Desk | null = null
const open = async (options: Parameters<typeof openDesk>[0] = {}) => (desk = await openDesk(options))
afterEach(async () => {
  await desk?.close()
  desk = null
})

class BrokenVault extends MemoryVault {
  constructor(private readonly kind: 'locked' | 'unavailable') {
    super()
  }
  override read(): Promise<VaultRead> {
    return Promise.resolve({ kind: this.kind, detail: 'x' })
  }
  override write(): Promise<VaultWrite> {
    return Promise.resolve({ kind: this.kind, detail: 'x' })
  }
  override remove(): Promise<VaultRemove> {
    return Promise.resolve({ kind: this.kind, detail: 'x' })
  }
}

describe('a new connection', () => {
  it('is tried, kept in the vault, saved without its secret and opened', async () => {
    const { connections, server, keychain, settings, input } = await open()
    const draft = await connections.draft(input)
    expect(draft.workspaces.map(({ sid }) => sid)).toEqual([server.workspaceSid])
    const state = await connections.connect(draft.draftId, server.workspaceSid)
    expect(state).toMatchObject({ phase: 'connected', connection: { keeping: 'keychain', practice: false } })
    expect(connections.session()?.api.workspaceSid).toBe(server.workspaceSid)
    expect(await keychain.read(`${server.accountSid}/${server.keySid}/us1`)).toEqual({
      kind: 'found',
      secret: server.keySecret,
    })
    expect(JSON.stringify([settings.connections(), state, draft, connections.list()])).not.toContain(
      server.keySecret,
    )
  })

  it('says what is wrong with a wrong secret, and opens nothing', async () => {
    const { connections, input } = await open()
    const wrong = { ...input, credentials: { ...input.credentials, secret: 'not-the-secret-at-all' } }
    await expect(connections.draft(wrong)).rejects.toMatchObject({
      problem: { code: 'notSignedIn', status: 401 },
    })
    expect(connections.state()).toEqual({ phase: 'none' })
  })

  it('says that there is no network', async () => {
    const { connections, input, server } = await open()
    await server.close()
    await expect(connections.draft(input)).rejects.toMatchObject({ problem: { code: 'network' } })
  })

  it('refuses a workspace that the account does not have', async () => {
    const { connections, input } = await open()
    const { draftId } = await connections.draft(input)
    await expect(connections.connect(draftId, WORKSPACE)).rejects.toMatchObject({
      problem: { code: 'noWorkspace' },
    })
  })

  it('forgets a draft after ten minutes', async () => {
    const { connections, input, server, timers } = await open()
    const { draftId } = await connections.draft(input)
    timers.pass(10 * 60_000)
    await expect(connections.connect(draftId, server.workspaceSid)).rejects.toMatchObject({
      problem: { code: 'stale' },
    })
  })

  it('stays in memory, and says so, where there is no keychain', async () => {
    const { connections, input, server } = await open({ keychain: new BrokenVault('unavailable') })
    const { draftId } = await connections.draft(input)
    expect(await connections.connect(draftId, server.workspaceSid)).toMatchObject({
      phase: 'connected',
      connection: { keeping: 'sessionOnly' },
    })
  })

  it('is not opened without a word when the keychain is locked', async () => {
    const { connections, input, server, settings } = await open({ keychain: new BrokenVault('locked') })
    const { draftId } = await connections.draft(input)
    await expect(connections.connect(draftId, server.workspaceSid)).rejects.toMatchObject({
      problem: { code: 'keychainLocked' },
    })
    expect(settings.connections()).toEqual([])
  })
})

describe('a saved connection', () => {
  it('is opened again at the next start', async () => {
    const first = await open()
    const id = await first.connect()
    const second = await first.restart()
    expect(await second.resume()).toMatchObject({ phase: 'connected', connection: { id } })
  })

  it('is the same one when it is entered again', async () => {
    const { connect, connections } = await open()
    expect(await connect()).toBe(await connect())
    expect(connections.list()).toHaveLength(1)
  })

  it('fails with its own problem when the keychain is locked, and opens by retry once it is not', async () => {
    const vault = new MemoryVault()
    const first = await open({ keychain: vault })
    await first.connect()
    let locked = true
    const read = vault.read.bind(vault)
    vault.read = (name) => (locked ? Promise.resolve({ kind: 'locked', detail: 'x' }) : read(name))
    const second = await first.restart()
    expect(await second.resume()).toMatchObject({ phase: 'failed', problem: { code: 'keychainLocked' } })
    locked = false
    expect(await second.retry()).toMatchObject({ phase: 'connected' })
  })

  it('is tried again by itself when only the network was away', async () => {
    const first = await open()
    await first.connect()
    first.network.down = true
    const second = await first.restart()
    expect(await second.resume()).toMatchObject({ phase: 'failed', problem: { code: 'network' } })
    first.network.down = false
    const connected = new Promise<void>((resolve) => {
      second.onState(({ phase }) => {
        if (phase === 'connected') resolve()
      })
    })
    first.timers.pass(5000)
    await connected
    expect(second.session()).not.toBeNull()
  })

  it('leaves nothing behind when it is signed out', async () => {
    const { connect, connections, keychain, settings, server, cleared } = await open()
    const id = await connect()
    expect(await connections.signOut(id)).toEqual({ phase: 'none' })
    expect(connections.session()).toBeNull()
    expect(settings.connections()).toEqual([])
    expect(await keychain.read(`${server.accountSid}/${server.keySid}/us1`)).toEqual({ kind: 'absent' })
    expect(cleared()).toBe(1)
    await expect(connections.signOut(id)).rejects.toMatchObject({ problem: { code: 'notFound' } })
  })
})

describe('changing over', () => {
  it('closes the old session before the new one begins, and tells everybody', async () => {
    const { connect, connections } = await open()
    await connect()
    const heard: string[] = []
    const feed = new BoardFeed({
      clock: systemClock,
      newStreamId: () => 'stream',
      pusher: { push: (topic) => heard.push(topic) },
    })
    feed.follow(connections.session())
    const old = connections.session()
    connections.onSession((session) => {
      feed.follow(session)
      heard.push(session?.connection.id ?? 'none')
    })
    await connections.practice()
    // The old board tells its last status while it stops; the window must not hear of it any more.
    const from = heard.indexOf('none')
    expect(heard.slice(from, from + 2)).toEqual(['none', 'practice'])
    expect(connections.session()).not.toBe(old)
    await expect(old?.api.workspace()).rejects.toMatchObject({ kind: 'cancelled' })
  })

  it('ends with the last one asked for, however fast they follow each other', async () => {
    const { connect, connections } = await open()
    const id = await connect()
    const [first, second] = await Promise.all([connections.practice(), connections.select(id)])
    expect([first.phase, second.phase]).not.toContain('failed')
    const state = connections.state()
    expect(state.phase).toBe('connected')
    expect(connections.session()?.connection.id).toBe(state.phase === 'connected' ? state.connection.id : '')
  })
})

describe('the practice workspace', () => {
  it('is opened, not saved, and its server ends with it', async () => {
    const { connections, settings, practiceUrls } = await open()
    expect(await connections.practice()).toMatchObject({
      phase: 'connected',
      connection: { practice: true, keeping: 'sessionOnly' },
    })
    expect(settings.connections()).toEqual([])
    expect(await connections.signOut('practice')).toEqual({ phase: 'none' })
    await expect(fetch(practiceUrls()[0] ?? '')).rejects.toThrow()
  })
})

describe('where an administrator lets it connect', () => {
  it('keeps to the regions', async () => {
    const { connections, input } = await open({ permission: { regions: ['ie1'] } })
    await expect(connections.draft(input)).rejects.toMatchObject({
      problem: { code: 'policy', fields: [{ path: 'regions' }] },
    })
  })

  it('keeps to the workspaces, also for a connection that was saved before', async () => {
    const permission: { workspaces?: readonly string[] } = {}
    const { connect, connections, input, server } = await open({ permission })
    const id = await connect()
    await connections.practice()
    permission.workspaces = [WORKSPACE]
    expect(await connections.select(id)).toMatchObject({
      phase: 'failed',
      problem: { code: 'policy', fields: [{ path: 'workspaces' }] },
    })
    await expect(connections.draft(input)).rejects.toMatchObject({ problem: { code: 'policy' } })
    permission.workspaces = [server.workspaceSid]
    expect(await connections.select(id)).toMatchObject({ phase: 'connected' })
  })

  it('connects nowhere while the policy cannot be understood', async () => {
    const { connections, input } = await open({ permission: { policyBroken: true } })
    await expect(connections.draft(input)).rejects.toMatchObject({ problem: { code: 'policyBroken' } })
    await expect(connections.practice()).rejects.toMatchObject({ problem: { code: 'policyBroken' } })
  })
})

describe('changing the key without signing out', () => {
  const withToken = ({ server }: Desk) => ({
    credentials: { kind: 'authToken' as const, accountSid: server.accountSid, secret: server.authToken },
    region: 'us1' as const,
  })

  it('tries the new one, keeps the connection, and forgets the old secret', async () => {
    const at = await open()
    const id = await at.connect()
    const { draftId } = await at.connections.draft(withToken(at))
    expect(await at.connections.replace(id, draftId)).toMatchObject({
      phase: 'connected',
      connection: { id, credentialKind: 'authToken', keySid: null },
    })
    expect(await at.keychain.read(`${at.server.accountSid}/${at.server.keySid}/us1`)).toEqual({
      kind: 'absent',
    })
    const again = await at.restart()
    expect(await again.resume()).toMatchObject({ phase: 'connected', connection: { id } })
  })

  it('takes a new secret of the same key without losing it', async () => {
    const at = await open()
    const id = await at.connect()
    const { draftId } = await at.connections.draft(at.input)
    expect(await at.connections.replace(id, draftId)).toMatchObject({
      phase: 'connected',
      connection: { id },
    })
    expect(await at.keychain.read(`${at.server.accountSid}/${at.server.keySid}/us1`)).toMatchObject({
      kind: 'found',
    })
  })

  it('changes nothing when the keychain refuses, or the draft is gone', async () => {
    const vault = new MemoryVault()
    const at = await open({ keychain: vault })
    const id = await at.connect()
    const { draftId } = await at.connections.draft(withToken(at))
    const write = vault.write.bind(vault)
    vault.write = () => Promise.resolve({ kind: 'locked', detail: 'x' })
    await expect(at.connections.replace(id, draftId)).rejects.toMatchObject({
      problem: { code: 'keychainLocked' },
    })
    vault.write = write
    expect(at.connections.list()).toMatchObject([{ id, credentialKind: 'apiKey' }])
    await expect(at.connections.replace(id, 'gone')).rejects.toMatchObject({ problem: { code: 'stale' } })
    await expect(at.connections.replace('nobody', draftId)).rejects.toMatchObject({
      problem: { code: 'notFound' },
    })
  })
})
