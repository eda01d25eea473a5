import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { diskFiles, type RecordFiles } from '../../main/history/files'
import { readRecord } from '../../main/bulk/journal/record'
import { systemClock } from '../../main/taskrouter/clock'
import { REJECT, until } from '../support/bulk-desk'
import { openPracticeDesk, planOn, runPlan, type PracticeDesk } from '../support/bulk-practice'
import { fillingDisk } from '../support/filling-disk'

const JUST_NOW = { ageMs: 10_000 }
const ROWS = 60

let desk: PracticeDesk | null = null
afterEach(async () => {
  await desk?.close()
  desk = null
})

const posts = ({ server }: PracticeDesk): readonly string[] =>
  server.control
    .requestLog()
    .filter(({ method }) => method === 'POST')
    .map(({ path }) => path.split('/').at(-1) ?? '')

/** Remembers in which folder the journals are. */
function remembering(files: RecordFiles): RecordFiles & { folder: () => string } {
  let journals = ''
  return {
    ...files,
    ensureFolder: (folder) => {
      if (folder.endsWith('journal')) journals = folder
      return files.ensureFolder(folder)
    },
    folder: () => journals,
  }
}

/** Rows whose intent is really on the disk. */
async function intended(folder: string): Promise<ReadonlySet<string>> {
  const sids = new Set<string>()
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const line of text.split('\n')) {
      const record = readRecord(line)
      if (record?.type === 'intent') for (const row of record.rows) sids.add(row.sid)
    }
  }
  return sids
}

describe('a disk that fills up while a job runs over HTTP', () => {
  // Two heads, the rows and the mark that all are written come before the first intent.
  const before = ROWS + 3
  it.each([0, 1, 7, 40, 90])(
    'sends nothing whose intent is not on the disk (room for %i records)',
    async (more) => {
      const disk = fillingDisk('.journal', before + more)
      const files = remembering(disk.files)
      desk = await openPracticeDesk({ files, practice: { latencyMs: 10 } })
      const here = desk
      const { reservationSids } = await here.stage('P8', { count: ROWS, ...JUST_NOW })
      const plan = await planOn(here, REJECT, reservationSids)
      here.server.control.clearRequestLog()
      const { job } = await runPlan(here, plan)
      expect(job).toMatchObject({ state: 'blocked', problem: { code: 'diskFull' } })
      await until(
        () => (here.bulk.jobs()[0]?.counts.sending === 0 ? true : null),
        'what was under way to be answered',
      )
      expect(disk.refused).toBeGreaterThan(0)
      const sent = posts(here)
      const onDisk = await intended(files.folder())
      for (const sid of sent) expect(onDisk.has(sid)).toBe(true)
      expect(new Set(sent).size).toBe(sent.length)
      expect(sent.length).toBeLessThan(ROWS)
      if (more === 0) expect(sent).toEqual([])
      if (more >= 40) expect(sent.length).toBeGreaterThan(0)
      for (const sid of reservationSids) {
        expect(here.truth(sid)).toBe(sent.includes(sid) ? 'rejected' : 'pending')
      }
      // A read that comes back shows that the server could have been reached all the while.
      here.board.refresh()
      const seen = here.server.control.requestLog().length
      await until(() => (here.server.control.requestLog().length > seen ? true : null), 'a later request')
      expect(posts(here)).toEqual(sent)

      disk.makeRoom()
      await here.bulk.resume(job.id)
      await until(() => (here.bulk.jobs()[0]?.state === 'finished' ? true : null), 'the job to finish')
      expect(here.bulk.jobs()[0]?.counts).toMatchObject({ done: ROWS, failed: 0, unknown: 0 })
      expect([...posts(here)].sort()).toEqual([...reservationSids].sort())
      const { entries, chain } = await here.history.query({ text: job.id, limit: 100, before: null })
      expect(entries).toHaveLength(ROWS)
      expect(chain.intact).toBe(true)
    },
    30_000,
  )
})

it('a refusal that reports when there is room again does not stop the job that was resumed', async () => {
  const disk = fillingDisk('.journal', ROWS + 3 + 40)
  let tell: () => void = () => undefined
  disk.holdRefusals(new Promise((resolve) => (tell = resolve)))
  desk = await openPracticeDesk({ files: disk.files, practice: { latencyMs: 10 } })
  const here = desk
  const { reservationSids } = await here.stage('P8', { count: ROWS, ...JUST_NOW })
  const { job } = await runPlan(here, await planOn(here, REJECT, reservationSids))
  expect(job).toMatchObject({ state: 'blocked', problem: { code: 'diskFull' } })
  await until(() => (disk.refused > 1 ? true : null), 'a second refusal under way')
  disk.makeRoom()
  await here.bulk.resume(job.id)
  tell()
  await until(() => (here.bulk.jobs()[0]?.state === 'finished' ? true : null), 'the job to finish')
  expect(here.bulk.jobs()[0]?.counts).toMatchObject({ done: ROWS, failed: 0, unknown: 0 })
  const sent = posts(here)
  expect(new Set(sent).size).toBe(sent.length)
}, 30_000)

it('acts once on every row over HTTP while the clock of the workstation jumps', async () => {
  let jumped = 0
  const clock = { ...systemClock, now: () => Date.now() + jumped }
  desk = await openPracticeDesk({ clock, files: diskFiles, practice: { latencyMs: 5 } })
  const here = desk
  const { reservationSids } = await here.stage('P8', { count: ROWS, ...JUST_NOW })
  const plan = await planOn(here, REJECT, reservationSids)
  here.server.control.clearRequestLog()
  // A plan of this moment looks days old to who asks the wall clock.
  jumped = 3 * 86_400_000
  let running = true
  let turns = 0
  const shaking = (async () => {
    while (running) {
      turns += 1
      jumped = turns % 2 === 0 ? -3 * 86_400_000 : 3 * 86_400_000
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  const { job, rows } = await runPlan(here, plan)
  running = false
  await shaking
  expect(turns).toBeGreaterThan(10)
  expect(job.counts).toMatchObject({ done: ROWS, failed: 0, unknown: 0 })
  expect([...posts(here)].sort()).toEqual([...reservationSids].sort())
  for (const sid of reservationSids) expect(here.truth(sid)).toBe(rows.get(sid)?.statusAfter)
  const { entries, chain } = await here.history.query({ text: job.id, limit: 100, before: null })
  expect(entries).toHaveLength(ROWS)
  expect(chain.intact).toBe(true)
}, 30_000)
