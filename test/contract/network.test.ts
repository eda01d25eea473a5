// The way to TaskRouter through a real CONNECT proxy with Basic auth and a certificate authority of our own, as the settings say.
import { afterEach, describe, expect, it } from 'vitest'
import type { CheckStep } from '../../preload/contract/connection'
import type { ProxySetting } from '../../preload/contract/settings'
import { NO_POLICY } from '../../main/settings/policy'
import type { CredentialVault } from '../../main/vault/api'
import { createAuthority } from '../support/certificate-authority'
import { startForwardProxy } from '../support/http-proxy'
import { openNetwork, type NetworkStand } from '../support/network-desk'

const PASSWORD = 'Gate-keeper 9!'
const USER = 'porter'
const BASIC = Buffer.from(`${USER}:${PASSWORD}`).toString('base64')

const authority = createAuthority('Harbour Insurance Inspection CA')
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function open(options: Partial<Parameters<typeof openNetwork>[0]> = {}): Promise<NetworkStand> {
  const stand = await openNetwork({ certificate: authority.issueForLoopback(), ...options })
  closers.push(() => stand.close())
  return stand
}

async function gate(credentials?: { readonly username: string; readonly password: string }) {
  const proxy = await startForwardProxy(credentials)
  closers.push(() => proxy.close())
  return proxy
}

const explicit = (port: number, over: Partial<ProxySetting> = {}): ProxySetting => ({
  mode: 'explicit',
  address: `127.0.0.1:${port}`,
  user: USER,
  // Everything of these tests is on this computer.
  bypassLoopback: false,
  ...over,
})

const states = (steps: readonly CheckStep[]) => Object.fromEntries(steps.map(({ id, state }) => [id, state]))
const step = (steps: readonly CheckStep[], id: CheckStep['id']) => steps.find((each) => each.id === id)

async function firstWorkspace({ client }: NetworkStand): Promise<string | undefined> {
  for await (const page of client.listWorkspaces({}, { priority: 'action' })) return page.items[0]?.sid
  return undefined
}

describe('the way that the settings name', () => {
  it('becomes passable step by step, for a client that is open all the while', async () => {
    const stand = await open()
    const proxy = await gate({ username: USER, password: PASSWORD })
    stand.settings.set({ proxy: explicit(proxy.port) })

    const refused = await stand.desk.check()
    expect(states(refused)).toEqual({ dns: 'skipped', proxy: 'failed', tls: 'skipped' })
    expect(step(refused, 'proxy')).toMatchObject({
      detail: `http://127.0.0.1:${proxy.port}`,
      problem: { code: 'network', cause: 'proxy', status: 407 },
    })
    await expect(firstWorkspace(stand)).rejects.toMatchObject({ kind: 'network', networkCause: 'proxy' })

    expect((await stand.desk.setPassword(PASSWORD)).password).toBe('keychain')
    const untrusted = await stand.desk.check()
    expect(states(untrusted)).toEqual({ dns: 'skipped', proxy: 'unknown', tls: 'failed' })
    expect(step(untrusted, 'tls')).toMatchObject({ problem: { cause: 'tls' } })
    await expect(firstWorkspace(stand)).rejects.toMatchObject({ networkCause: 'tls' })

    stand.choose(await stand.writeFile('company.pem', authority.certificate))
    const { certificates } = await stand.desk.addCertificate()
    expect(certificates).toMatchObject([{ subject: 'Harbour Insurance Inspection CA', state: 'ok' }])
    expect(states(await stand.desk.check())).toEqual({ dns: 'skipped', proxy: 'ok', tls: 'ok' })
    expect(await firstWorkspace(stand)).toBe(stand.practice.workspaceSid)

    expect((await stand.desk.removeCertificate(certificates[0]?.path ?? '')).certificates).toEqual([])
    await expect(firstWorkspace(stand)).rejects.toMatchObject({ networkCause: 'tls' })
    expect((await stand.desk.forgetPassword()).password).toBe('none')
    await expect(firstWorkspace(stand)).rejects.toMatchObject({ networkCause: 'proxy' })
  })

  it('goes straight when told to, whatever the explicit proxy is', async () => {
    const stand = await open()
    const proxy = await gate()
    stand.choose(await stand.writeFile('company.pem', authority.certificate))
    await stand.desk.addCertificate()
    stand.settings.set({ proxy: explicit(proxy.port, { mode: 'direct' }) })
    expect(await firstWorkspace(stand)).toBe(stand.practice.workspaceSid)
    stand.settings.set({ proxy: explicit(proxy.port, { bypassLoopback: true }) })
    expect(await firstWorkspace(stand)).toBe(stand.practice.workspaceSid)
    expect(proxy.seen).toEqual([])
    stand.settings.set({ proxy: explicit(proxy.port, { user: '' }) })
    expect(await firstWorkspace(stand)).toBe(stand.practice.workspaceSid)
    expect(proxy.seen).toHaveLength(1)
  })
})

describe('the password of the proxy', () => {
  it('is told to the proxy it was entered for, and to no other', async () => {
    const stand = await open()
    const [trusted, stranger] = [await gate(), await gate()]
    stand.settings.set({ proxy: explicit(trusted.port) })
    await stand.desk.setPassword(PASSWORD)
    await stand.desk.check()
    expect(trusted.credentials).toEqual([`Basic ${BASIC}`])
    stand.settings.set({ proxy: explicit(stranger.port) })
    expect((await stand.desk.state()).password).toBe('none')
    await stand.desk.check()
    expect(stranger.seen).toHaveLength(1)
    expect(stranger.credentials).toEqual([null])
    // The first proxy is no longer in use: its password is not kept for later.
    stand.settings.set({ proxy: explicit(trusted.port) })
    expect((await stand.desk.state()).password).toBe('none')
  })

  it('is kept for this session where there is no keychain, and is not lost with a locked one', async () => {
    const trouble = (kind: 'unavailable' | 'locked'): CredentialVault => ({
      read: () => Promise.resolve({ kind, detail: '' }),
      write: () => Promise.resolve({ kind, detail: '' }),
      remove: () => Promise.resolve({ kind, detail: '' }),
    })
    const bare = await open({ keychain: trouble('unavailable') })
    const proxy = await gate({ username: USER, password: PASSWORD })
    bare.settings.set({ proxy: explicit(proxy.port) })
    expect((await bare.desk.state()).password).toBe('none')
    expect((await bare.desk.setPassword(PASSWORD)).password).toBe('sessionOnly')
    expect(states(await bare.desk.check())).toMatchObject({ proxy: 'unknown', tls: 'failed' })
    expect((await bare.desk.forgetPassword()).password).toBe('none')

    const locked = await open({ keychain: trouble('locked') })
    locked.settings.set({ proxy: explicit(proxy.port) })
    expect((await locked.desk.state()).password).toBe('locked')
    await expect(locked.desk.setPassword(PASSWORD)).rejects.toMatchObject({
      problem: { code: 'keychainLocked' },
    })
  })

  it('needs a proxy and a user to belong to', async () => {
    const stand = await open()
    await expect(stand.desk.setPassword(PASSWORD)).rejects.toMatchObject({ problem: { code: 'invalid' } })
  })

  it('is in no file, no log line and no answer to the window', async () => {
    const stand = await open()
    const proxy = await gate({ username: USER, password: 'another one' })
    stand.settings.set({ proxy: explicit(proxy.port) })
    const answers: unknown[] = [
      await stand.desk.setPassword(PASSWORD),
      await stand.desk.check(),
      await firstWorkspace(stand).catch((error: unknown) => String(error)),
      stand.settings.state(),
    ]
    const files = await stand.files()
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['settings.json', 'logs/requests.log']))
    for (const text of [JSON.stringify(answers), ...Object.values(files)]) {
      expect(text).not.toContain(PASSWORD)
      expect(text).not.toContain(BASIC)
    }
  })
})

describe('certificate files', () => {
  it('that are none, have ended or are gone are refused or named, and never stop the rest', async () => {
    const stand = await open()
    stand.choose(await stand.writeFile('notes.txt', 'nothing to see'))
    await expect(stand.desk.addCertificate()).rejects.toMatchObject({ problem: { code: 'invalid' } })
    stand.choose(await stand.writeFile('old.pem', createAuthority('Old CA', -3).certificate))
    await expect(stand.desk.addCertificate()).rejects.toMatchObject({ problem: { code: 'invalid' } })
    const broken = authority.certificate.replace(/M/g, 'N')
    stand.choose(await stand.writeFile('broken.pem', authority.certificate + broken))
    await expect(stand.desk.addCertificate()).rejects.toMatchObject({ problem: { code: 'invalid' } })
    stand.choose(null)
    expect((await stand.desk.addCertificate()).certificates).toEqual([])

    const good = await stand.writeFile('good.pem', authority.certificate)
    stand.choose(good)
    stand.choose(good)
    await stand.desk.addCertificate()
    expect((await stand.desk.addCertificate()).certificates).toHaveLength(1)
    stand.settings.set({ extraCa: [`${good}.gone`, good] })
    expect((await stand.desk.state()).certificates.map(({ state }) => state)).toEqual(['missing', 'ok'])
    expect(await firstWorkspace(stand)).toBe(stand.practice.workspaceSid)
  })

  it('are the administrator’s choice where they are fixed: no dialog even opens', async () => {
    const stand = await open({ policy: { ...NO_POLICY, enforced: { extraCa: [] } } })
    await expect(stand.desk.addCertificate()).rejects.toMatchObject({ problem: { code: 'policy' } })
    await expect(stand.desk.removeCertificate('x')).rejects.toMatchObject({ problem: { code: 'policy' } })
    expect(stand.dialogs()).toBe(0)
  })

  it('cannot be named by the window', async () => {
    const { requestSchemas } = await import('../../preload/contract/schemas')
    expect(requestSchemas['settings/set'].safeParse({ extraCa: ['/x.pem'] }).success).toBe(false)
    expect(requestSchemas['network/addCertificate'].safeParse({ path: '/x.pem' }).success).toBe(false)
  })
})
