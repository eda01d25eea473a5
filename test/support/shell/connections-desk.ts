// Connections with a practice server for TaskRouter, twins for vault and settings, and timers that a test moves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../../main/board'
import { Connections } from '../../../main/connections/connections'
import { clientOpener } from '../../../main/connections/open-client'
import { sessionOpener } from '../../../main/connections/open-session'
import type { ConnectionPermission } from '../../../main/connections/permission'
import { Secrets } from '../../../main/connections/secrets'
import { startPracticeServer } from '../../../main/practice'
import type { SettingsFile } from '../../../main/settings/settings-file'
import { SettingsStore } from '../../../main/settings/settings-store'
import type { CredentialVault } from '../../../main/vault/api'
import { undiciTransport } from '../../../main/taskrouter/transport/undici-transport'
import { MemoryVault } from '../../../main/vault/memory-vault'
import type { ConnectionInput } from '../../../preload/contract/connection'

/** Timers that fire when the test says so. */
class ManualTimers {
  readonly #waiting = new Map<NodeJS.Timeout, { readonly run: () => void; readonly at: number }>()
  #now = 0
  readonly set = (run: () => void, ms: number): NodeJS.Timeout => {
    // Only its identity is used; it never fires.
    const handle = setTimeout(() => undefined, 0)
    clearTimeout(handle)
    this.#waiting.set(handle, { run, at: this.#now + ms })
    return handle
  }
  readonly clear = (handle: NodeJS.Timeout): void => {
    this.#waiting.delete(handle)
  }
  pass(ms: number): void {
    this.#now += ms
    for (const [handle, { run, at }] of [...this.#waiting])
      if (at <= this.#now && this.#waiting.delete(handle)) run()
  }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>

export async function openDesk(
  options: { readonly keychain?: CredentialVault; readonly permission?: Partial<ConnectionPermission> } = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'console-connections-'))
  const server = await startPracticeServer({ scenario: 'quiet' })
  const keychain = options.keychain ?? new MemoryVault()
  const timers = new ManualTimers()
  const network = { down: false }
  const opened: Connections[] = []
  const practices: { readonly url: string }[] = []
  let document: unknown = {}
  let cleared = 0
  let ids = 0
  const newId = () => `id-${(ids += 1)}`
  const log = () => undefined
  const file: SettingsFile = {
    read: () => Promise.resolve(document),
    write: (written) => {
      document = structuredClone(written)
    },
    setAside: () => Promise.resolve(),
  }

  async function start() {
    const settings = await SettingsStore.open({ file, log })
    const connections = new Connections({
      saved: settings,
      permission: () => ({ ...settings.state().settings, policyBroken: false, ...options.permission }),
      secrets: new Secrets({ keychain, memory: new MemoryVault(), log }),
      openClient: (access) =>
        clientOpener({
          // Nothing listens on the discard port of this computer.
          baseUrl: network.down ? 'http://127.0.0.1:9' : server.url,
          userAgent: 'test',
          network: {
            openTransport: () => undiciTransport(),
            resolveProxy: () => Promise.resolve('DIRECT'),
          },
          log,
          logRequest: log,
        })(access),
      openSession: sessionOpener({
        folder,
        clock: systemClock,
        baseUrl: server.url,
        newId,
        accountName: 'tester',
        settings: () => settings.state().settings,
        log,
      }),
      startPractice: async () => {
        const practice = await startPracticeServer({ scenario: 'quiet' })
        practices.push(practice)
        return practice
      },
      check: () => Promise.resolve([]),
      clearWindowData: () => {
        cleared += 1
        return Promise.resolve()
      },
      newId,
      timers,
      log,
    })
    opened.push(connections)
    return { connections, settings }
  }

  const { connections, settings } = await start()
  const input: ConnectionInput = {
    credentials: {
      kind: 'apiKey',
      accountSid: server.accountSid,
      keySid: server.keySid,
      secret: server.keySecret,
    },
    region: 'us1',
  }
  return {
    connections,
    settings,
    server,
    keychain,
    timers,
    network,
    input,
    cleared: () => cleared,
    practiceUrls: () => practices.map(({ url }) => url),
    /** Connects with the right credentials and gives the connection's id. */
    async connect(): Promise<string> {
      const { draftId } = await connections.draft(input)
      const state = await connections.connect(draftId, server.workspaceSid)
      if (state.phase !== 'connected') throw new Error(`not connected: ${JSON.stringify(state)}`)
      return state.connection.id
    },
    /** Ends the program and starts it again on what it has written. */
    async restart(): Promise<Connections> {
      await connections.close()
      settings.flush()
      return (await start()).connections
    },
    async close() {
      for (const each of opened) await each.close()
      settings.flush()
      await server.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
