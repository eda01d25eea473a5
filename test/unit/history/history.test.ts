import { afterEach, expect, it } from 'vitest'
import { mkdtemp, readFile, rm, writeFile, appendFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHistory } from '../../../main/history'
import { historyEntry as entry } from '../../support/history-entries'
import { MemoryFiles } from '../../support/memory-files'
import { NOON, sid } from '../../support/rows'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'history-'))
  folders.push(made)
  return made
}

const ALL = { text: '', limit: 1_000, before: null }
const now = () => NOON
const FILE = 'history-2031-02.jsonl'

it('gives back what was written, newest first, after a restart as well', async () => {
  const where = await folder()
  const first = createHistory({ folder: where, now })
  await first.append([entry(1), entry(2)])
  await first.append([entry(3)])
  await first.close()
  const second = createHistory({ folder: where, now })
  await second.append([entry(4)])
  const page = await second.query(ALL)
  expect(page.entries.map((one) => one.at - NOON)).toEqual([4, 3, 2, 1])
  expect(page.entries[0]).toMatchObject({ ...entry(4) })
  expect(page).toMatchObject({ more: false, chain: { intact: true, lines: 4, brokenAt: null } })
  expect(new Set(page.entries.map(({ id }) => id)).size).toBe(4)
  await second.close()
})

it('finds words in any field and pages without losing entries of the same moment', async () => {
  const history = createHistory({ folder: await folder(), now })
  await history.append([1, 2, 3, 4, 5, 6].map((n) => entry(n, { at: NOON + Math.ceil(n / 3) })))
  expect(
    (await history.query({ ...ALL, text: `ZOË reject ${sid('WT', 3)}` })).entries.map((one) => one.sid),
  ).toEqual([sid('WR', 3)])
  const first = await history.query({ ...ALL, limit: 2 })
  expect(first.more).toBe(true)
  const rest = await history.query({ ...ALL, limit: 10, before: first.entries.at(-1)!.at })
  expect(rest.more).toBe(false)
  expect([...first.entries, ...rest.entries].map((one) => one.sid)).toEqual(
    [6, 5, 4, 3, 2, 1].map((n) => sid('WR', n)),
  )
  await history.close()
})

it.each([
  ['changed', (lines: string[]) => lines.with(1, lines[1]!.replace('rejected', 'accepted')), 2],
  ['taken out', (lines: string[]) => lines.toSpliced(1, 1), 2],
  ['swapped', (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)], 2],
  ['made unreadable', (lines: string[]) => lines.with(2, 'nonsense'), 3],
] as const)('names the line at which the chain breaks when one was %s', async (_what, damage, brokenAt) => {
  const where = await folder()
  const history = createHistory({ folder: where, now })
  await history.append([1, 2, 3, 4].map((n) => entry(n)))
  await history.close()
  const lines = (await readFile(join(where, FILE), 'utf8')).trimEnd().split('\n')
  await writeFile(join(where, FILE), damage(lines).join('\n') + '\n')
  const damaged = createHistory({ folder: where, now })
  expect((await damaged.query(ALL)).chain).toMatchObject({ intact: false, brokenAt })
  await damaged.close()
})

it('takes away a last line that was cut off, and goes on from the one before', async () => {
  const where = await folder()
  const history = createHistory({ folder: where, now })
  await history.append([entry(1)])
  await history.close()
  await appendFile(join(where, FILE), 'f'.repeat(40))
  const again = createHistory({ folder: where, now })
  await again.append([entry(2)])
  const page = await again.query(ALL)
  expect(page.chain).toEqual({ intact: true, lines: 2, brokenAt: null })
  await again.close()
})

it('takes back a write for which there was no room: refused lines are not found later', async () => {
  const files = new MemoryFiles()
  const history = createHistory({ folder: '/records', files, now })
  await history.append([entry(1)])
  files.room = 500
  await expect(history.append([entry(2), entry(3)])).rejects.toMatchObject({ code: 'ENOSPC' })
  files.room = Infinity
  await history.append([entry(4)])
  await history.close()
  const again = createHistory({ folder: '/records', files, now })
  const page = await again.query(ALL)
  expect(page.entries.map((one) => one.sid)).toEqual([sid('WR', 4), sid('WR', 1)])
  expect(page.chain.intact).toBe(true)
  await again.close()
})

it('starts a file a month, keeps the chain through them, and drops old months', async () => {
  const where = await folder()
  let month = 0
  const clock = () => Date.UTC(2031, month, 15)
  const history = createHistory({ folder: where, now: clock })
  for (month = 0; month < 4; month += 1) await history.append([entry(month, { at: clock() })])
  // A clock set back writes on where it was: the chain runs forwards only.
  month = 0
  await history.append([entry(9, { at: clock() })])
  await history.close()
  month = 3
  const kept = createHistory({ folder: where, now: clock, keepMonths: () => 1 })
  const page = await kept.query(ALL)
  expect(page.entries.map((one) => one.sid)).toEqual([9, 3, 2].map((n) => sid('WR', n)))
  expect(page.chain).toMatchObject({ intact: true, lines: 3 })
  await kept.close()
})

const months = (history: ReturnType<typeof createHistory>) =>
  history.query(ALL).then(({ entries }) => entries.map(({ at }) => new Date(at).getUTCMonth()))

async function fourMonths(files: MemoryFiles): Promise<void> {
  let month = 0
  const clock = () => Date.UTC(2031, month, 15)
  const history = createHistory({ folder: '/records', files, now: clock })
  for (month = 0; month < 4; month += 1) await history.append([entry(month, { at: clock() })])
  await history.close()
}

const april = () => Date.UTC(2031, 3, 20)

it('anchors the chain where the retention cut it, so that it is verified ever after', async () => {
  const files = new MemoryFiles()
  await fourMonths(files)
  const shortened = createHistory({ folder: '/records', files, now: april, keepMonths: () => 1 })
  expect(await months(shortened)).toEqual([3, 2])
  await shortened.close()
  const again = createHistory({ folder: '/records', files, now: april })
  expect((await again.query(ALL)).chain).toEqual({ intact: true, lines: 2, brokenAt: null })
  await again.append([entry(9, { at: april() })])
  await again.close()
  // Without the retention's anchor the same files would be a history from which somebody took the beginning.
  const forged = files.copy()
  forged.contents.delete('/records/history-anchor.json')
  const told = createHistory({ folder: '/records', files: forged, now: april })
  expect((await told.query(ALL)).chain).toMatchObject({ intact: false, brokenAt: 1 })
  await told.close()
})

it('notices a month that was taken out by hand', async () => {
  const files = new MemoryFiles()
  await fourMonths(files)
  files.contents.delete('/records/history-2031-02.jsonl')
  const history = createHistory({ folder: '/records', files, now: april })
  expect((await history.query(ALL)).chain).toEqual({ intact: false, lines: 3, brokenAt: 2 })
  await history.close()
})

it('loses no month that it should keep when a crash comes at any write of the retention', async () => {
  const files = new MemoryFiles()
  await fourMonths(files)
  const moments: MemoryFiles[] = []
  const remove = files.remove.bind(files)
  files.onWrite = () => moments.push(files.copy())
  files.remove = (path) => {
    moments.push(files.copy())
    return remove(path)
  }
  const history = createHistory({ folder: '/records', files, now: april, keepMonths: () => 1 })
  await history.query(ALL)
  await history.close()
  expect(moments.length).toBeGreaterThan(3)
  for (const moment of moments) {
    const next = createHistory({ folder: '/records', files: moment, now: april, keepMonths: () => 1 })
    expect(await months(next)).toEqual([3, 2])
    expect((await next.query(ALL)).chain).toMatchObject({ intact: true, lines: 2 })
    await next.close()
  }
})

it('follows a changed retention at once, and a new month while it runs', async () => {
  const files = new MemoryFiles()
  await fourMonths(files)
  let keep: number | null = null
  let now = april()
  const history = createHistory({ folder: '/records', files, now: () => now, keepMonths: () => keep })
  expect(await months(history)).toEqual([3, 2, 1, 0])
  keep = 2
  await history.applyRetention()
  expect(await months(history)).toEqual([3, 2, 1])
  now = Date.UTC(2031, 4, 1)
  await history.append([entry(5, { at: now })])
  expect(await months(history)).toEqual([4, 3, 2])
  expect((await history.query(ALL)).chain).toEqual({ intact: true, lines: 3, brokenAt: null })
  await history.close()
})

it('filters by action, outcome, worker, operator and time', async () => {
  const history = createHistory({ folder: await folder(), now })
  await history.append([
    entry(1),
    entry(2, { action: 'complete', workerName: 'Ben Ray' }),
    entry(3, { outcome: 'failed', operator: 'Ben Ray' }),
    entry(4, { action: 'complete', outcome: 'partial', operator: 'Eve' }),
  ])
  const found = async (query: Partial<Parameters<typeof history.query>[0]>) =>
    (await history.query({ ...ALL, ...query })).entries.map(({ at }) => at - NOON)
  expect(await found({ action: 'complete' })).toEqual([4, 2])
  expect(await found({ outcome: 'failed' })).toEqual([3])
  expect(await found({ worker: 'ray BEN' })).toEqual([2])
  expect(await found({ operator: 'ben' })).toEqual([3])
  expect(await found({ from: NOON + 2, to: NOON + 4 })).toEqual([3, 2])
  expect(await found({ action: 'complete', operator: 'ada' })).toEqual([2])
  await history.close()
})
