// The way to TaskRouter as the program builds it, on a folder of the test, with a practice workspace behind TLS.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Network } from '../../main/connections/network'
import { NetworkDesk } from '../../main/connections/network-desk'
import { clientOpener, wayChecker, type ClientOptions } from '../../main/connections/open-client'
import { ProxyPassword } from '../../main/connections/proxy-password'
import { Secrets } from '../../main/connections/secrets'
import { startPracticeServer } from '../../main/practice'
import type { Policy } from '../../main/settings/policy'
import type { SettingsFile } from '../../main/settings/settings-file'
import { SettingsStore } from '../../main/settings/settings-store'
import { LogFile } from '../../main/shell/log'
import type { CredentialVault } from '../../main/vault/api'
import { MemoryVault } from '../../main/vault/memory-vault'
import type { Issued } from './certificate-authority'

/** TLS in front of a plain server on loopback. */
async function startTlsFront(target: string, { certificate, key }: Issued) {
  const server: Server = createServer({ cert: certificate, key }, (incoming, response) => {
    const outgoing = httpRequest(
      target + (incoming.url ?? ''),
      { method: incoming.method ?? 'GET', headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    outgoing.on('error', () => response.writeHead(502).end())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export type NetworkStand = Awaited<ReturnType<typeof openNetwork>>

export async function openNetwork(options: {
  readonly certificate: Issued
  readonly keychain?: CredentialVault
  readonly policy?: Policy
}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'console-network-'))
  const practice = await startPracticeServer({ scenario: 'quiet' })
  const front = await startTlsFront(practice.url, options.certificate)
  const log = new LogFile({ path: path.join(folder, 'logs', 'console.log') })
  const requests = new LogFile({ path: path.join(folder, 'logs', 'requests.log') })
  const settingsPath = path.join(folder, 'settings.json')
  const written: Promise<void>[] = []
  const file: SettingsFile = {
    read: () => Promise.resolve({}),
    write: (document) => {
      written.push(writeFile(settingsPath, JSON.stringify(document)))
    },
    setAside: () => Promise.resolve(),
  }
  const settings = await SettingsStore.open({
    file,
    log: log.write,
    ...(options.policy === undefined ? {} : { policy: options.policy }),
  })
  const keychain = options.keychain ?? new MemoryVault()
  const secrets = new Secrets({ keychain, memory: new MemoryVault(), log: log.write })
  const password = new ProxyPassword(secrets)
  const network = new Network({
    settings: () => settings.state().settings,
    password,
    systemProxy: () => Promise.resolve('DIRECT'),
    fetch: () => Promise.reject(new Error('not used')),
    tellBrowser: () => Promise.resolve(),
    readFile,
    log: log.write,
  })
  settings.onChange(() => {
    network.settingsChanged()
  })
  const way: ClientOptions = {
    baseUrl: front.url,
    userAgent: 'test',
    network,
    log: log.write,
    logRequest: requests.write,
  }
  const chosen: (string | null)[] = []
  let asked = 0
  const check = wayChecker(way)
  const desk = new NetworkDesk({
    settings,
    network,
    password,
    chooseFile: () => {
      asked += 1
      return Promise.resolve(chosen.shift() ?? null)
    },
    readFile,
    check: () => check('us1'),
  })
  const client = clientOpener(way)({
    accountSid: practice.accountSid,
    keySid: practice.keySid,
    secret: practice.keySecret,
    region: 'us1',
    workspaceSid: practice.workspaceSid,
    practiceUrl: null,
  })
  return {
    desk,
    network,
    settings,
    client,
    practice,
    keychain,
    folder,
    /** What the file dialog answers next; null: the supervisor changes their mind. */
    choose: (path: string | null) => chosen.push(path),
    dialogs: () => asked,
    async writeFile(name: string, content: string): Promise<string> {
      const at = path.join(folder, name)
      await writeFile(at, content)
      return at
    },
    /** Everything that was written to disk, by name. */
    async files(): Promise<Readonly<Record<string, string>>> {
      settings.flush()
      await Promise.all([...written, log.flush(), requests.flush()])
      const names = await readdir(folder, { recursive: true, withFileTypes: true })
      const entries = names
        .filter((entry) => entry.isFile())
        .map(async (entry): Promise<[string, string]> => {
          const at = path.join(entry.parentPath, entry.name)
          return [path.relative(folder, at), await readFile(at, 'utf8')]
        })
      return Object.fromEntries(await Promise.all(entries))
    },
    async close() {
      await client.close()
      settings.flush()
      await Promise.all([...written, log.flush(), requests.flush()])
      await front.close()
      await practice.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
