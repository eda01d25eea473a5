// Files come back from a disk flipped, cut, emptied, doubled or written by somebody else. Nothing may stop the program, nothing
// false may be told, nothing may be done twice, and nothing that still says something may be thrown away.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readPresets, writePresets } from '../../main/bulk/presets/document'
import { createHistory } from '../../main/history'
import { readDocument } from '../../main/settings/document'
import { readPolicy } from '../../main/settings/policy'
import { ElectronSettingsFile } from '../../main/settings/settings-file'
import { SettingsStore } from '../../main/settings/settings-store'
import { readViewFile, writeViewFile } from '../../main/settings/view-file'
import { settingsFields } from '../../preload/contract/schemas-settings'
import { DEFAULT_SETTINGS } from '../../preload/contract/settings'
import { BulkServer } from '../support/bulk-server'
import { ended, openDesk, planOf, REJECT, until } from '../support/bulk-desk'
import { damage, type Damage } from '../support/fuzz/damage'
import { FUZZ_TIMEOUT_MS, fuzzRuns, harmed } from '../support/fuzz/values'
import { MemoryFiles } from '../support/memory-files'
import { runOf } from '../support/run-request'
import { historyEntry } from '../support/history-entries'
import { NOON } from '../support/rows'
import { GOOD_REQUESTS, WORKSPACE } from '../support/shell/requests'

// Outside Electron: the very engine of electron-store, without the runtime that it asks for a default folder.
vi.mock('electron-store', async () => {
  const { default: Conf } = await import('conf')
  return {
    default: class extends Conf {
      constructor({ name, ...options }: { name: string; cwd: string }) {
        super({ ...options, configName: name, projectVersion: '1.0.0' })
      }
    },
  }
})

const timeout = FUZZ_TIMEOUT_MS
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-fuzz-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

const DOCUMENT = {
  version: 1,
  settings: {
    theme: 'dark',
    bulkMaximum: 500,
    reasons: ['Shift change'],
    thresholds: DEFAULT_SETTINGS.thresholds,
    keys: { 'go.board': 'g b' },
    views: [{ id: 'own-1', name: 'Mine', filter: '', sort: '' }],
  },
  connections: [
    {
      id: 'one',
      accountSid: `AC${'1'.repeat(32)}`,
      credentialKind: 'apiKey',
      keySid: `SK${'2'.repeat(32)}`,
      region: 'us1',
      workspaceSid: WORKSPACE,
      workspaceName: 'Support',
    },
  ],
  activeConnectionId: 'one',
  window: { bounds: { x: 0, y: 0, width: 900, height: 700 }, maximized: false },
}
const asBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 2) ?? '')

/** A file as damaged as disks leave it, or one of good JSON with the wrong things in it. */
const damaged = (value: unknown): fc.Arbitrary<Buffer> =>
  fc.oneof(
    damage.map((harm) => harm(asBytes(value))),
    harmed(value).map((other) => Buffer.from(textOf(other))),
  )
/** What JSON cannot say is left out, as by whoever wrote the file. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? ''

describe('settings.json', () => {
  const file = () => path.join(folder, 'settings.json')
  const asides = async () => (await readdir(folder)).filter((name) => name.startsWith('settings.damaged'))
  let moment = 0
  const open = () =>
    SettingsStore.open({
      // Each damaged file is set aside under the second of its start.
      file: new ElectronSettingsFile(folder, () => (moment += 1_000)),
      log: () => undefined,
    })

  it('starts the program, and what was in it is kept beside the new one', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(damaged(DOCUMENT), async (bytes) => {
        await writeFile(file(), bytes)
        const store = await open()
        const { settings, recovered } = store.state()
        for (const [key, schema] of Object.entries(settingsFields))
          expect(schema.safeParse(settings[key as keyof typeof settings]).success).toBe(true)
        const kept = await asides()
        expect(kept).toHaveLength(recovered ? 1 : 0)
        for (const name of kept) expect(await readFile(path.join(folder, name))).toEqual(bytes)
        store.set({ theme: 'light' })
        store.flush()
        const again = await open()
        expect(again.state()).toMatchObject({ recovered: false, settings: { ...settings, theme: 'light' } })
        for (const name of await asides()) await rm(path.join(folder, name))
      }),
      { numRuns: fuzzRuns(150) },
    )
  })

  it('is understood part by part', { timeout }, () => {
    fc.assert(
      fc.property(harmed(DOCUMENT), (raw) => {
        const { document } = readDocument(raw)
        expect(readDocument(document)).toEqual({ document, dropped: [] })
      }),
      { numRuns: fuzzRuns(500) },
    )
  })
})

describe('a policy', () => {
  const POLICY = {
    default: { theme: 'dark', pollSeconds: 5 },
    enforced: { viewOnly: true, bulkMaximum: 100, exportAllowed: false, workspaces: [WORKSPACE] },
  }

  it('holds as it is written, or nothing acts', { timeout }, async () => {
    const trialFile = path.join(folder, 'policy.json')
    await fc.assert(
      fc.asyncProperty(damaged(POLICY), async (bytes) => {
        await writeFile(trialFile, bytes, { mode: 0o600 })
        const policy = await readPolicy({
          platform: 'linux',
          environment: {},
          userName: 'ada',
          trialFile,
          log: () => undefined,
        })
        expect(policy.sources).toEqual([trialFile])
        if (policy.faults.length > 0) {
          expect(policy.enforced).toMatchObject({ viewOnly: true, exportAllowed: false })
          return
        }
        // Without a fault the file is JSON, and each of its settings is in force just as it stands there.
        const raw = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as Record<string, unknown>
        expect(policy.enforced).toEqual(raw['enforced'] ?? {})
        expect(policy.defaults).toEqual(raw['default'] ?? {})
      }),
      { numRuns: fuzzRuns(300) },
    )
  })
})

describe('the history', () => {
  const FILE = '/records/history-2031-02.jsonl'
  const now = () => NOON
  const ALL = { text: '', limit: 1_000, before: null }
  const written = Array.from({ length: 8 }, (_, n) => historyEntry(n))

  it('tells nothing that was not written, unless it says that the chain is broken', { timeout }, async () => {
    const whole = new MemoryFiles()
    const first = createHistory({ folder: '/records', files: whole, now })
    await first.append(written)
    await first.close()
    const genuine = new Set(written.map((entry) => JSON.stringify(entry)))
    await fc.assert(
      fc.asyncProperty(damage, async (harm: Damage) => {
        const files = whole.copy()
        files.contents.set(FILE, harm(Buffer.from(files.contents.get(FILE) ?? [])))
        const history = createHistory({ folder: '/records', files, now })
        const { entries, chain } = await history.query(ALL)
        if (chain.intact) {
          expect(chain.lines).toBe(entries.length)
          // Only the end of a chain can be missing without a trace.
          const told = entries.map(({ id: _id, ...entry }) => JSON.stringify(entry)).reverse()
          expect(told).toEqual([...genuine].slice(0, told.length))
        } else expect(chain.brokenAt).toBeGreaterThan(0)
        await history.append([historyEntry(99)])
        await history.close()
        const again = createHistory({ folder: '/records', files, now })
        const later = await again.query(ALL)
        expect(later.entries[0]).toMatchObject(historyEntry(99))
        expect(later.chain.intact).toBe(chain.intact)
        await again.close()
      }),
      { numRuns: fuzzRuns(300) },
    )
  })
})

describe('a journal', () => {
  const FOLDER = '/records'
  const isJournal = (name: string) => name.includes('/journal/')

  /** The disk and the server at the moment of a crash: of six rows two were answered, and others may have been sent. */
  async function crash() {
    const server = BulkServer.withOffers(6)
    const files = new MemoryFiles()
    const desk = await openDesk(server, { files, folder: FOLDER })
    let through = 0
    server.gate = (call) =>
      call === 'updateReservation' && (through += 1) > 2 ? new Promise(() => undefined) : Promise.resolve()
    const plan = await planOf(desk, REJECT)
    await desk.bulk.run(runOf(plan.id, [], ''))
    await until(() => (desk.bulk.jobs()[0]?.counts.done === 2 ? true : null), 'two answers')
    const statuses = new Map([...server.reservations].map(([key, { status }]) => [key, status]))
    return { files: files.copy(), statuses }
  }

  it(
    'lets no row be acted on twice, tells only what is so, and is not thrown away',
    { timeout },
    async () => {
      const { files: crashed, statuses } = await crash()
      const [journal = ''] = [...crashed.contents.keys()].filter(isJournal)
      const records = [...crashed.contents.keys()].filter(
        (name) => !isJournal(name) && name.endsWith('.jsonl'),
      )
      await fc.assert(
        fc.asyncProperty(damage, fc.option(damage), async (harm, alsoHistory) => {
          const files = crashed.copy()
          const bytes = harm(Buffer.from(files.contents.get(journal) ?? []))
          files.contents.set(journal, bytes)
          if (alsoHistory !== null)
            for (const name of records)
              files.contents.set(name, alsoHistory(Buffer.from(files.contents.get(name) ?? [])))
          const server = BulkServer.withOffers(6)
          for (const [key, status] of statuses) if (status !== 'pending') server.agent(key, status)
          const desk = await openDesk(server, { files, folder: FOLDER })
          const found = await desk.bulk.recover()
          expect(found.problem).toBeNull()
          expect(server.posts).toEqual([])
          const [job] = desk.bulk.jobs()
          const saysSomething = bytes.toString('latin1').split('\n').length > 9
          if (job === undefined && saysSomething)
            expect([...files.contents.keys()].some((name) => name.startsWith(journal))).toBe(true)
          if (job !== undefined) {
            await desk.bulk.resume(job.id)
            const { counts, state } = await ended(desk, job.id)
            expect(state).toBe('finished')
            expect(Object.values(counts).every(Number.isInteger)).toBe(true)
            for (const row of desk.bulk.outcomes(job.id))
              if (row.outcome === 'done') expect(server.reservations.get(row.sid)?.status).toBe('rejected')
          }
          const already = [...statuses].flatMap(([key, status]) => (status === 'rejected' ? [key] : []))
          expect(server.posts.filter((key) => already.includes(key))).toEqual([])
          expect(new Set(server.posts).size).toBe(server.posts.length)
          await desk.bulk.close()
          await desk.history.close()
        }),
        { numRuns: fuzzRuns(150) },
      )
    },
  )
})

describe('what others hand over', () => {
  it('presets: only good ones are taken, and what was refused is named', { timeout }, () => {
    const presets = [
      GOOD_REQUESTS['presets/save'],
      { ...GOOD_REQUESTS['presets/save'], id: 'q', name: 'Other' },
    ]
    fc.assert(
      fc.property(damaged({ version: 1, presets }), (bytes) => {
        const read = readPresets(bytes.toString('utf8'))
        if (read === null) return
        expect(readPresets(writePresets(read.presets))).toEqual({ presets: read.presets, refused: [] })
      }),
      { numRuns: fuzzRuns(500) },
    )
  })

  it('views: all of the file or nothing, with a reason', { timeout }, () => {
    const file = writeViewFile({ views: DOCUMENT.settings.views, looks: {} }, ['own-1'])
    fc.assert(
      fc.property(damaged(JSON.parse(file)), (bytes) => {
        try {
          expect(readViewFile(bytes.toString('utf8')).length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toMatchObject({ problem: { code: 'invalid' } })
        }
      }),
      { numRuns: fuzzRuns(500) },
    )
  })
})
