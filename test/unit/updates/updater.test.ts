// The real electron-updater against a publisher's address on loopback; only Electron's own network is replaced by Node's.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AppImageUpdater } from 'electron-updater'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { feedOf, readFeed } from '../../../main/updates/feed'
import { packageFormat, SELF_INSTALLING, type FormatFacts } from '../../../main/updates/format'
import { driveUpdater, UpdateRefused, type Updater } from '../../../main/updates/updater'
import { inRoot } from '../../../build/lib/paths.mjs'
import { startUpdateFeed, type UpdateFeed } from '../../support/update-feed'

// electron-updater asks for Electron only where it is not given what it needs.
vi.mock('electron', () => ({}))

let folder = ''
let feed: UpdateFeed
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-updates-'))
  feed = await startUpdateFeed()
  vi.stubEnv('APPIMAGE', path.join(folder, 'running.AppImage'))
})
afterEach(async () => {
  await feed.close()
  await rm(folder, { recursive: true, force: true })
})

type Executor = new () => object

/** @param version that runs @param userId decides which part of a staged roll-out this computer is in, 0…1 */
async function updaterOf(version = '1.0.0', userId?: string): Promise<Updater> {
  const load = createRequire(inRoot('node_modules', 'builder-util', 'package.json'))
  const { NodeHttpExecutor } = load('./out/nodeHttpExecutor.js') as { NodeHttpExecutor: Executor }
  if (userId !== undefined) await writeFile(path.join(folder, '.updaterId'), userId)
  const updater = new AppImageUpdater(null, {
    version,
    name: 'console',
    isPackaged: true,
    appUpdateConfigPath: path.join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  })
  await writeFile(
    path.join(folder, 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: cache\n`,
  )
  const { download } = ElectronHttpExecutor.prototype
  Object.assign(updater, { httpExecutor: Object.assign(new NodeHttpExecutor(), { download }) })
  return driveUpdater(updater)
}

describe('an update', () => {
  it('that is newer is found, fetched only when asked, and verified', async () => {
    feed.offer({ version: '1.2.0' })
    const updater = await updaterOf()
    expect(await updater.check()).toBe('1.2.0')
    expect(feed.asked.filter((asked) => asked.endsWith('.AppImage'))).toEqual([])
    await updater.download(() => undefined)
    expect(feed.asked.filter((asked) => asked.endsWith('.AppImage'))).toHaveLength(1)
  })

  it.each([
    ['the same', '1.0.0'],
    ['older', '0.9.9'],
  ])('that is %s is none', async (_what, version) => {
    feed.offer({ version })
    expect(await (await updaterOf()).check()).toBeNull()
  })

  it('whose checksum does not fit is refused and not kept', async () => {
    feed.offer({ version: '1.2.0', sha512: Buffer.alloc(64, 7).toString('base64') })
    const updater = await updaterOf()
    expect(await updater.check()).toBe('1.2.0')
    await expect(updater.download(() => undefined)).rejects.toBeInstanceOf(UpdateRefused)
    const kept = await readFile(
      path.join(folder, 'cache', 'pending', 'supervisor-console-new.AppImage'),
    ).catch(() => null)
    expect(kept).toBeNull()
  })

  it('that is nonsense is refused, and a silent address is only unreachable', async () => {
    feed.offer({ version: 'newest' })
    await expect((await updaterOf()).check()).rejects.toBeInstanceOf(UpdateRefused)
    const updater = await updaterOf()
    await feed.close()
    await expect(updater.check()).rejects.not.toBeInstanceOf(UpdateRefused)
  })

  it('reaches with a staged roll-out the part of all computers that it names', async () => {
    // The last eight digits place a computer between 0 and 1.
    const early = '11111111-1111-5111-8111-111110000000'
    const late = '11111111-1111-5111-8111-1111f0000000'
    feed.offer({ version: '1.2.0', stagingPercentage: 50 })
    const places = [
      await (await updaterOf('1.0.0', early)).check(),
      await (await updaterOf('1.0.0', late)).check(),
    ]
    expect(places.filter((found) => found === '1.2.0')).toHaveLength(1)
    feed.offer({ version: '1.2.0', stagingPercentage: 0 })
    expect(await (await updaterOf('1.0.0', early)).check()).toBeNull()
    feed.offer({ version: '1.2.0', stagingPercentage: 100 })
    expect(await (await updaterOf('1.0.0', late)).check()).toBe('1.2.0')
  })
})

describe('the address for updates', () => {
  it.each([
    ['url: https://updates.example.com/console', 'https://updates.example.com/console'],
    ["provider: generic\nurl: 'http://127.0.0.1:9/x'\n", 'http://127.0.0.1:9/x'],
    ['url: http://updates.example.com/', null],
    ['url: https://ada:secret@updates.example.com/', null],
    ['url: file:///tmp', null],
    ['provider: github', null],
    ['', null],
  ])('of %j is %s', (text, url) => {
    expect(feedOf(text)).toBe(url)
  })

  it('is none where the packager wrote none', async () => {
    expect(await readFeed(path.join(folder, 'missing.yml'))).toBeNull()
  })
})

describe('what is installed here', () => {
  const facts: FormatFacts = {
    platform: 'linux',
    packaged: true,
    executable: '',
    resources: '',
    environment: {},
    productName: 'Console',
  }

  it('is known by what its installer left behind, and only a user’s own copy installs by itself', async () => {
    const at = (over: Partial<FormatFacts>) =>
      packageFormat({ ...facts, executable: path.join(folder, 'Console.exe'), resources: folder, ...over })
    expect(await at({ packaged: false })).toBe('none')
    expect(await at({ platform: 'win32' })).toBe('msi')
    await writeFile(path.join(folder, 'Uninstall Console.exe'), '')
    expect(await at({ platform: 'win32' })).toBe('nsis')
    expect(await at({ platform: 'darwin' })).toBe('mac')
    expect(await at({ environment: { APPIMAGE: '/x' } })).toBe('appImage')
    expect(await at({})).toBe('none')
    await writeFile(path.join(folder, 'package-type'), 'deb')
    expect(await at({})).toBe('deb')
    expect([...SELF_INSTALLING].sort()).toEqual(['appImage', 'mac', 'nsis'])
  })
})
