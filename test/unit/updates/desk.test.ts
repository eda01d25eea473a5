import { describe, expect, it } from 'vitest'
import type { UpdateMode, UpdateState } from '../../../preload/contract/updates'
import { UpdateDesk } from '../../../main/updates/desk'
import type { PackageFormat } from '../../../main/updates/format'
import { UpdateRefused, type Updater } from '../../../main/updates/updater'

const DAY_MS = 24 * 3_600_000

function open(
  over: { mode?: UpdateMode; format?: PackageFormat; feed?: string | null; version?: string | null } = {},
) {
  const timers: { readonly run: () => void; readonly after: number; taken: boolean }[] = []
  const asked: string[] = []
  const states: UpdateState[] = []
  const world = {
    mode: over.mode ?? 'tell',
    busy: false,
    found: over.version === undefined ? '2.0.0' : over.version,
    fails: null as Error | null,
  }
  const note = (what: string): void => {
    asked.push(what)
    if (world.fails !== null) throw world.fails
  }
  const updater: Updater = {
    check: () => Promise.resolve().then(() => (note('check'), world.found)),
    download: (onProgress) =>
      Promise.resolve().then(() => {
        note('download')
        onProgress(41.7)
      }),
    install: () => {
      asked.push('install')
    },
  }
  const desk = new UpdateDesk({
    clock: {
      now: () => 1_000,
      monotonic: () => 0,
      schedule: (run, after) => {
        const timer = { run, after, taken: false }
        timers.push(timer)
        return () => {
          timer.taken = true
        }
      },
    },
    mode: () => world.mode,
    format: over.format ?? 'appImage',
    feed: over.feed === undefined ? 'https://updates.example.com' : over.feed,
    load: () => Promise.resolve().then(() => (asked.push('load'), updater)),
    busy: () => world.busy,
    changed: (state) => states.push(state),
    log: () => undefined,
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { desk, world, timers, asked, states, settle }
}

const refusal = (code: string) => ({ problem: { code } })

describe('updates', () => {
  it('that are off ask nothing, load nothing, and say so, however long the program runs', async () => {
    const { desk, timers, asked, settle } = open({ mode: 'off' })
    for (let look = 0; look < 5; look += 1) timers.at(-1)?.run()
    await settle()
    expect(asked).toEqual([])
    expect(desk.state()).toMatchObject({ phase: 'off', version: null })
    await expect(desk.check()).rejects.toMatchObject(refusal('policy'))
    await expect(desk.download()).rejects.toMatchObject(refusal('policy'))
  })

  it('are looked for after the start and once a day', async () => {
    const { desk, timers, asked, settle } = open({ version: null })
    expect(timers.map(({ after }) => after)).toEqual([5 * 60_000])
    timers[0]?.run()
    await settle()
    expect(asked).toEqual(['load', 'check'])
    expect(desk.state()).toMatchObject({ phase: 'current', checkedAt: 1_000 })
    expect(timers.at(-1)?.after).toBe(DAY_MS)
  })

  it('are told and left alone until somebody says more', async () => {
    const { desk, asked, states } = open()
    expect(await desk.check()).toMatchObject({ phase: 'available', version: '2.0.0', installable: true })
    expect(asked).toEqual(['load', 'check'])
    await expect(desk.install()).rejects.toMatchObject(refusal('notFound'))
    expect(await desk.download()).toMatchObject({ phase: 'ready', version: '2.0.0' })
    expect(states.map(({ phase, percent }) => [phase, percent])).toEqual([
      ['checking', null],
      ['available', null],
      ['downloading', 0],
      ['downloading', 41],
      ['ready', null],
    ])
    expect(asked).not.toContain('install')
  })

  it('are fetched by themselves where that was chosen, and even then never installed by themselves', async () => {
    const { desk, asked } = open({ mode: 'download' })
    expect(await desk.check()).toMatchObject({ phase: 'ready' })
    expect(asked).toEqual(['load', 'check', 'download'])
  })

  it('never restart the program while a job runs', async () => {
    const { desk, world, asked } = open({ mode: 'download' })
    await desk.check()
    world.busy = true
    await expect(desk.install()).rejects.toMatchObject(refusal('busy'))
    expect(asked).not.toContain('install')
    world.busy = false
    await desk.install()
    expect(asked.at(-1)).toBe('install')
  })

  it.each(['msi', 'deb', 'rpm'] as const)(
    'of %s are only told: somebody else installs them',
    async (format) => {
      const { desk, asked } = open({ format, mode: 'download' })
      expect(await desk.check()).toMatchObject({ phase: 'available', version: '2.0.0', installable: false })
      await expect(desk.download()).rejects.toMatchObject(refusal('notFound'))
      expect(asked).toEqual(['load', 'check'])
    },
  )

  it('that are not the publisher’s are refused, and others may be tried again', async () => {
    const { desk, world } = open()
    await desk.check()
    world.fails = new UpdateRefused('ERR_CHECKSUM_MISMATCH')
    expect(await desk.download()).toMatchObject({ phase: 'failed', problem: 'refused' })
    world.fails = new Error('ENOTFOUND')
    expect(await desk.check()).toMatchObject({ phase: 'failed', problem: 'unreachable' })
    world.fails = null
    expect(await desk.check()).toMatchObject({ phase: 'available', problem: null })
  })

  it('have no address in builds that nobody published', async () => {
    const { desk, timers } = open({ feed: null })
    expect(timers).toEqual([])
    expect(desk.state().phase).toBe('noFeed')
    await expect(desk.check()).rejects.toMatchObject(refusal('notFound'))
  })

  it('follow the setting at once', async () => {
    const { desk, world, timers } = open()
    await desk.check()
    world.mode = 'off'
    desk.settingsChanged()
    expect(desk.state()).toMatchObject({ phase: 'off', version: null })
    world.mode = 'tell'
    desk.settingsChanged()
    expect(desk.state().phase).toBe('idle')
    desk.close()
    expect(timers.every(({ taken }) => taken)).toBe(true)
  })
})
