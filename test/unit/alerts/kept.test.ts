// The inbox outlives the program: kept in a file, taken up again, and never in the way when the disk refuses.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AlertDesk } from '../../../main/alerts/desk'
import { AlertStore, MOST_ENTRIES, type KeptAlerts } from '../../../main/alerts/store'
import { diskFiles } from '../../../main/history/files'
import type { AlertEntry, AlertRule } from '../../../preload/contract/alerts'
import { DEFAULT_SETTINGS } from '../../../preload/contract/settings'
import { fakeBoard, type FakeBoard } from '../../support/fake-board'
import { NOON } from '../../support/rows'
import { WORKSPACE } from '../../support/shell/requests'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'console-alerts-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const rule: AlertRule = {
  id: 'r',
  name: 'Too many',
  view: 'pending',
  stuckOnly: false,
  atLeast: 2,
  forSeconds: 30,
  enabled: true,
}
const entry = (id: string, over: Partial<AlertEntry> = {}): AlertEntry => ({
  ...{ id, ruleId: 'r', name: 'Too many', view: 'pending', at: NOON, count: 2, endedAt: NOON, read: true },
  ...over,
})
const NOTHING_SNOOZED = { snoozedRules: {}, snoozedRows: {} }
const file = () => path.join(folder, `${WORKSPACE}.json`)

function store(said: string[] = []) {
  return new AlertStore({ folder, files: diskFiles, log: (event) => said.push(event) })
}

let ids = 0
/** One run of the program on a board. */
function run({ board, clock }: FakeBoard, kept = store()) {
  const notified: (readonly AlertEntry[])[] = []
  const desk = new AlertDesk({
    clock,
    settings: () => ({ ...DEFAULT_SETTINGS, alertRules: [rule] }),
    newId: () => `run-${(ids += 1)}`,
    localMinutes: () => 0,
    store: kept,
    notify: (entries) => notified.push(entries),
    changed: () => undefined,
  })
  desk.follow(board, WORKSPACE)
  return { desk, notified }
}

/** The disk answers in its own time, which no clock of a test moves. */
async function until(met: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5_000; !met() && Date.now() < deadline;)
    await new Promise((resolve) => setImmediate(resolve))
  expect(met()).toBe(true)
}

describe('the inbox', () => {
  it('is there again after a restart, unread as it was; what still lasts is not told a second time', async () => {
    const world = fakeBoard()
    for (let n = 0; n < 3; n += 1) world.world.offer(world.world.addTask(), world.world.addWorker())
    const first = run(world)
    world.board.start()
    await world.clock.advance(40_000)
    expect(first.notified).toHaveLength(1)
    await until(() => first.desk.state().entries.length === 1)
    const [before] = first.desk.state().entries
    await first.desk.close()
    await until(() => first.desk.state().entries.length === 0)

    const second = run(world)
    await until(() => second.desk.state().entries.length === 1)
    await world.clock.advance(120_000)
    expect(second.desk.state()).toMatchObject({ unread: 1, entries: [{ id: before?.id, endedAt: null }] })
    expect(second.notified).toEqual([])
    await second.desk.close()
    await world.board.stop()
  })

  it('ends an alert that was over by the time of the restart, once the board is read whole', async () => {
    await store().save(WORKSPACE, {
      entries: [entry('old', { endedAt: null, read: false })],
      ...NOTHING_SNOOZED,
    })
    const world = fakeBoard()
    const { desk } = run(world)
    await until(() => desk.state().entries.length === 1)
    expect(desk.state().entries).toMatchObject([{ id: 'old', endedAt: null }])
    world.board.start()
    world.world.offer(world.world.addTask(), world.world.addWorker())
    await world.clock.advance(10_000)
    expect(desk.state().entries[0]?.endedAt).toBeGreaterThanOrEqual(NOON)
    await desk.close()
    await world.board.stop()
  })

  it('keeps snoozes that last and drops those that are over', async () => {
    const snoozedRules = { r: NOON + 600_000, gone: NOON - 1 }
    await store().save(WORKSPACE, { entries: [], snoozedRules, snoozedRows: { WR1: NOON + 60_000 } })
    const { desk } = run(fakeBoard())
    await until(() => Object.keys(desk.state().snoozedRules).length > 0)
    expect(desk.state()).toMatchObject({
      snoozedRules: { r: NOON + 600_000 },
      snoozedRows: { WR1: NOON + 60_000 },
    })
    expect(desk.state().snoozedRules).not.toHaveProperty('gone')
    await desk.close()
  })

  it('is bounded on disk', async () => {
    const entries = Array.from({ length: MOST_ENTRIES + 50 }, (_, index) => entry(String(index)))
    await store().save(WORKSPACE, { entries, ...NOTHING_SNOOZED })
    expect((await store().load(WORKSPACE))?.entries).toHaveLength(MOST_ENTRIES)
  })

  it('of a practice workspace is not kept', async () => {
    const saved: KeptAlerts[] = []
    const { board, clock, world } = fakeBoard()
    const desk = new AlertDesk({
      clock,
      settings: () => ({ ...DEFAULT_SETTINGS, alertRules: [{ ...rule, forSeconds: 0 }] }),
      newId: () => 'one',
      localMinutes: () => 0,
      store: {
        load: () => Promise.resolve(null),
        save: (_workspace, kept) => {
          saved.push(kept)
          return Promise.resolve()
        },
      },
      notify: () => undefined,
      changed: () => undefined,
    })
    desk.follow(board, null)
    for (let n = 0; n < 3; n += 1) world.offer(world.addTask(), world.addWorker())
    board.start()
    await clock.advance(10_000)
    expect(desk.state().entries).toHaveLength(1)
    await desk.close()
    await board.stop()
    expect(saved).toEqual([])
  })
})

describe('the file of the inbox', () => {
  it.each(['', '{', '[]', '{"version":9}', '{"version":1,"entries":"x"}'])(
    'that says %j is told in the log, and the inbox begins empty',
    async (text) => {
      await store().save(WORKSPACE, { entries: [], ...NOTHING_SNOOZED })
      await writeFile(file(), text)
      const said: string[] = []
      expect(await store(said).load(WORKSPACE)).toBeNull()
      expect(said).toEqual(['alerts.damaged'])
    },
  )

  it('loses only the alerts in it that are none', async () => {
    await store().save(WORKSPACE, { entries: [entry('good')], ...NOTHING_SNOOZED })
    const text = await readFile(file(), 'utf8')
    await writeFile(file(), text.replace('[{', '[{"id":3},{'))
    expect((await store().load(WORKSPACE))?.entries).toMatchObject([{ id: 'good' }])
  })

  it('that cannot be written costs nothing but itself', async () => {
    const said: string[] = []
    await writeFile(path.join(folder, 'taken'), '')
    const blocked = new AlertStore({
      folder: path.join(folder, 'taken'),
      files: diskFiles,
      log: (event) => said.push(event),
    })
    await blocked.save(WORKSPACE, { entries: [entry('x')], ...NOTHING_SNOOZED })
    expect(said).toEqual(['alerts.notKept'])
  })
})
