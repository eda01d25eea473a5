import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  executableIn,
  fromCarried,
  fromDownloaded,
  fromInstaller,
  fromOverride,
  resolveElectron,
  SOURCES,
} from '../../../build/electron.mjs'
import { failedLately, rememberFailure, runInstaller } from '../../../build/lib/installer.mjs'

let folder: string
let said: string[]

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'electron-'))
  said = []
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function makeDist(dist: string, version: string): Promise<string> {
  await mkdir(dist, { recursive: true })
  await writeFile(path.join(dist, 'electron'), '')
  await writeFile(path.join(dist, 'version'), version)
  return dist
}

async function makePackage(installer: string): Promise<string> {
  const packageFolder = path.join(folder, 'electron-package')
  await mkdir(packageFolder, { recursive: true })
  await writeFile(path.join(packageFolder, 'package.json'), JSON.stringify({ version: '45.4.1' }))
  await writeFile(path.join(packageFolder, 'install.js'), installer)
  return packageFolder
}

const context = (
  packageFolder: string,
  env: NodeJS.ProcessEnv = {},
  purpose: 'start' | 'package' = 'start',
) => ({
  purpose,
  env,
  platform: 'linux' as const,
  arch: 'x64',
  packageFolder,
  cache: path.join(folder, 'cache'),
  say: (text: string) => {
    said.push(text)
  },
})

const INSTALLS = `
const fs = require('fs'), path = require('path')
fs.mkdirSync(path.join(__dirname, 'dist'))
fs.writeFileSync(path.join(__dirname, 'dist/electron'), '')
fs.writeFileSync(path.join(__dirname, 'dist/version'), 'v45.4.1')
`
const FAILS = `console.error('no way there'); process.exit(1)`

describe('which Electron', () => {
  it('asks the override, the download, the installer, the carried one, in this order', () => {
    expect(SOURCES).toEqual([fromOverride, fromDownloaded, fromInstaller, fromCarried])
  })

  it('takes the first that has one and asks no further', async () => {
    const asked: string[] = []
    const source = (name: string, version: string | null) => () => {
      asked.push(name)
      return Promise.resolve(
        version === null ? null : { path: '', dist: '', version, source: 'downloaded' as const },
      )
    }
    const sources = [source('a', null), source('b', '45.4.1'), source('c', '25.1.1')]
    const runtime = await resolveElectron({ purpose: 'start', sources })
    expect(runtime.version).toBe('45.4.1')
    expect(asked).toEqual(['a', 'b'])
  })

  it('says what to do when none has one', async () => {
    await expect(resolveElectron({ purpose: 'start', sources: [] })).rejects.toThrow(
      /ELECTRON_OVERRIDE_DIST_PATH/,
    )
  })

  it('uses the override before a downloaded one, and refuses a wrong one instead of passing over it', async () => {
    const packageFolder = await makePackage(FAILS)
    await makeDist(path.join(packageFolder, 'dist'), '45.4.1')
    const ours = await makeDist(path.join(folder, 'ours'), '44.0.0')
    const chosen = {
      context: context(packageFolder, { ELECTRON_OVERRIDE_DIST_PATH: ours }),
      purpose: 'start' as const,
    }
    expect(await resolveElectron(chosen)).toMatchObject({ version: '44.0.0', source: 'override', dist: ours })
    const wrong = context(packageFolder, { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'nowhere') })
    await expect(resolveElectron({ purpose: 'start', context: wrong })).rejects.toThrow(
      /no Electron is there/,
    )
  })

  it('uses the downloaded binary without running the installer', async () => {
    const packageFolder = await makePackage(FAILS)
    await makeDist(path.join(packageFolder, 'dist'), 'v45.4.1')
    const runtime = await resolveElectron({ purpose: 'start', context: context(packageFolder) })
    expect(runtime).toMatchObject({ version: '45.4.1', source: 'downloaded' })
    expect(said).toEqual([])
  })

  it('runs the installer once and remembers a failure for a day', async () => {
    const packageFolder = await makePackage(FAILS)
    const own = context(packageFolder)
    expect(await fromInstaller(own)).toBeNull()
    expect(said.join('\n')).toContain('no way there')
    said = []
    expect(await fromInstaller(own)).toBeNull()
    expect(said).toEqual([])
    await writeFile(path.join(packageFolder, 'install.js'), INSTALLS)
    expect(await fromInstaller({ ...own, env: { SUPERVISOR_CONSOLE_RETRY_DOWNLOAD: '1' } })).toMatchObject({
      version: '45.4.1',
      source: 'installed',
    })
  })

  it('refuses the carried runtime for packages, and offers it nowhere but Linux x64', async () => {
    const own = context(await makePackage(FAILS), {}, 'package')
    await expect(fromCarried(own)).rejects.toThrow(/release package must not/)
    expect(await fromCarried({ ...own, platform: 'darwin' })).toBeNull()
    expect(await fromCarried({ ...own, arch: 'arm64' })).toBeNull()
  })

  it('knows the executable of each system', () => {
    expect(executableIn('linux')).toBe('electron')
    expect(executableIn('win32')).toBe('electron.exe')
    expect(executableIn('darwin')).toBe('Electron.app/Contents/MacOS/Electron')
  })
})

describe('the installer', () => {
  it('is ended when nothing arrives, and leaves no temporary files', async () => {
    const packageFolder = await makePackage('setInterval(() => {}, 1000)')
    const scratch = path.join(folder, 'cache')
    const script = path.join(packageFolder, 'install.js')
    const result = await runInstaller({ script, scratch, stallMs: 300, checkMs: 20 })
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('nothing arrived') as string })
    await expect(readFile(path.join(scratch, 'download-failed.json'))).rejects.toThrow()
  })

  it('may take longer than the stall time while bytes keep arriving', async () => {
    const packageFolder = await makePackage(`
      const fs = require('fs'), path = require('path')
      let left = 10
      const timer = setInterval(() => {
        fs.appendFileSync(path.join(process.env.TMPDIR, 'electron.zip'), 'bytes')
        if (--left === 0) clearInterval(timer)
      }, 500)`)
    const script = path.join(packageFolder, 'install.js')
    const result = await runInstaller({
      script,
      scratch: path.join(folder, 'cache'),
      stallMs: 4_000,
      checkMs: 50,
    })
    expect(result).toEqual({ ok: true })
  })

  it('forgets a failure after a day, for another version, and when the note is damaged', async () => {
    const file = path.join(folder, 'note.json')
    const hour = 3_600_000
    expect(await failedLately({ file, version: '1' })).toBe(false)
    await rememberFailure({ file, version: '1', message: 'x', now: 0 })
    expect(await failedLately({ file, version: '1', now: 23 * hour })).toBe(true)
    expect(await failedLately({ file, version: '1', now: 25 * hour })).toBe(false)
    expect(await failedLately({ file, version: '2', now: hour })).toBe(false)
    await writeFile(file, '{')
    expect(await failedLately({ file, version: '1', now: hour })).toBe(false)
  })
})
