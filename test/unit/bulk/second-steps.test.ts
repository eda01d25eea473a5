import { afterEach, describe, expect, it } from 'vitest'
import { withNote } from '../../../main/bulk/run/note'
import { instructionOf } from '../../../preload/contract/instructions'
import { BulkServer } from '../../support/bulk-server'
import { failure } from '../../support/bulk-world'
import { ended, instruct, openDesk, planOf, until, type Desk } from '../../support/bulk-desk'
import { MemoryFiles } from '../../support/memory-files'
import { sid } from '../../support/rows'
import { runOf } from '../../support/run-request'

const FOLDER = '/records'
const COMPLETE = instruct(instructionOf('complete'))
const NOTE = 'left open at the end of the shift'

let desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks) await desk.close()
  desks = []
})

async function open(server: BulkServer, files = new MemoryFiles()): Promise<Desk> {
  const desk = await openDesk(server, { files, folder: FOLDER })
  desks.push(desk)
  return desk
}

function wrapping(count: number): BulkServer {
  const server = new BulkServer()
  const worker = server.addWorker(1)
  for (let n = 1; n <= count; n += 1) {
    server.addReservation(n, server.addTask(n, { order: n }, 'chat'), worker, 'wrapping')
  }
  return server
}

async function completeWithNote(desk: Desk): Promise<string> {
  const plan = await planOf(desk, COMPLETE)
  const { id } = await desk.bulk.run(runOf(plan.id, [], '', { note: NOTE, noteOnTask: true }))
  return (await ended(desk, id)).id
}

const textOf = (files: MemoryFiles, suffix: string): string =>
  [...files.contents]
    .flatMap(([path, bytes]) => (path.endsWith(suffix) ? [bytes.toString('utf8')] : []))
    .join('')

const noteOn = (server: BulkServer, n: number) =>
  server.tasks.get(sid('WT', n))?.attributes.parsed?.['supervisor_note']

describe('a note on the task (P26)', () => {
  it('is a second request after the status, and leaves all other attributes', async () => {
    const server = wrapping(3)
    const desk = await open(server)
    const id = await completeWithNote(desk)
    expect(desk.bulk.jobs()[0]?.counts).toMatchObject({ done: 3, partial: 0 })
    expect(server.tasks.get(sid('WT', 2))?.attributes.parsed).toEqual({ order: 2, supervisor_note: NOTE })
    const { entries } = await desk.history.query({ text: id, limit: 10, before: null })
    expect(entries.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
  })

  it('that fails makes the row partly done; doing what is left writes the note only', async () => {
    const server = wrapping(3)
    const desk = await open(server)
    server.fault = (call, key) => (call === 'updateTask' && key === sid('WT', 2) ? 'forbidden' : 'none')
    const id = await completeWithNote(desk)
    const row = desk.bulk.outcomes(id).find((one) => one.sid === sid('WR', 2))
    expect(desk.bulk.jobs()[0]?.counts).toMatchObject({ done: 2, partial: 1, failed: 0 })
    expect(row).toMatchObject({
      outcome: 'partial',
      left: 'note',
      statusAfter: 'completed',
      problem: { code: 'notAllowed' },
    })
    server.fault = () => 'none'
    const statusChanges = server.countOf('updateReservation')
    desk.bulk.retryPartial(id)
    await ended(desk, id)
    expect(desk.bulk.jobs()[0]).toMatchObject({ state: 'finished', counts: { done: 3, partial: 0 } })
    expect(server.countOf('updateReservation')).toBe(statusChanges)
    expect(noteOn(server, 2)).toBe(NOTE)
    expect(() => desk.bulk.retryPartial(id)).toThrow(/left undone/)
  })

  it('is not sent again when the answer was lost but the note is there', async () => {
    const server = wrapping(2)
    const desk = await open(server)
    server.fault = (call) => (call === 'updateTask' ? 'resetAfter' : 'none')
    await completeWithNote(desk)
    expect(desk.bulk.jobs()[0]?.counts).toMatchObject({ done: 2, partial: 0 })
    expect(server.countOf('updateTask')).toBe(2)
  })

  it('does not overwrite attributes that changed after they were read', async () => {
    const server = wrapping(1)
    const desk = await open(server)
    let turn = 0
    server.interleave = (call) => {
      const task = server.tasks.get(sid('WT', 1))
      if (call !== 'updateTask' || task === undefined || (turn += 1) > 1) return
      task.attributes = { raw: '{"order":1,"outcome":"sold"}', parsed: { order: 1, outcome: 'sold' } }
      task.version = '77'
    }
    await completeWithNote(desk)
    expect(server.tasks.get(sid('WT', 1))?.attributes.parsed).toEqual({
      order: 1,
      outcome: 'sold',
      supervisor_note: NOTE,
    })
    expect(desk.bulk.jobs()[0]?.counts).toMatchObject({ done: 1 })
  })

  it('that a crash cut off is told as partly done, and written when the job goes on', async () => {
    const server = wrapping(4)
    const files = new MemoryFiles()
    const desk = await open(server, files)
    server.gate = (call) => (call === 'updateTask' ? new Promise(() => undefined) : Promise.resolve())
    const plan = await planOf(desk, COMPLETE)
    await desk.bulk.run(runOf(plan.id, [], '', { note: NOTE, noteOnTask: true }))
    await until(() => (server.countOf('updateReservation') === 4 ? true : null), 'four completed rows')
    const partial = () => textOf(files, '.journal').split('"outcome":"partial"').length - 1
    await until(() => (partial() === 4 ? true : null), 'the journal to say so')
    const crashed = files.copy()
    server.gate = () => Promise.resolve()
    const next = await open(server, crashed)
    await next.bulk.recover()
    const [job] = next.bulk.jobs()
    expect(job).toMatchObject({ state: 'interrupted', counts: { partial: 4 } })
    await next.bulk.resume(job!.id)
    await ended(next, job!.id)
    expect(next.bulk.jobs()[0]?.counts).toMatchObject({ done: 4 })
    expect([1, 2, 3, 4].map((n) => noteOn(server, n))).toEqual([NOTE, NOTE, NOTE, NOTE])
    expect(server.countOf('updateReservation')).toBe(4)
  })

  it('is refused for actions whose tasks go back to a queue', async () => {
    const server = BulkServer.withOffers(1)
    const desk = await open(server)
    const plan = await planOf(desk, instruct(instructionOf('reject')))
    await expect(
      desk.bulk.run(runOf(plan.id, [], '', { note: NOTE, noteOnTask: true })),
    ).rejects.toMatchObject({ problem: { code: 'invalid' } })
    expect(server.posts).toEqual([])
  })

  it.each([
    ['{"id":12345678901234567890}', '{"id":12345678901234567890,"supervisor_note":"n"}'],
    ['{ }', '{"supervisor_note":"n"}'],
    [' {"a":[1]} ', '{"a":[1],"supervisor_note":"n"}'],
  ])('keeps %s as it is', (raw, expected) => {
    const parsed = JSON.parse(raw) as Record<string, never>
    const made = withNote({ raw, parsed }, 'n')
    expect(made?.replaceAll(' ', '')).toBe(expected)
    expect(withNote({ raw: made, parsed: JSON.parse(made ?? '') as never }, 'n')).toBe('there')
    expect(withNote({ raw: 'no JSON', parsed: null }, 'n')).toBeNull()
  })
})

describe('a move of a worker (P19)', () => {
  const reject = instruct(instructionOf('reject', { WorkerActivitySid: sid('WA', 2) }))

  /** Rejects, and lets the agent's client take the move back just before the look of that number. */
  async function rejected(revertAtLook: number): Promise<{ desk: Desk; server: BulkServer; id: string }> {
    const server = BulkServer.withOffers(1)
    const desk = await openDesk(server, { files: new MemoryFiles(), folder: FOLDER, speed: 200 })
    desks.push(desk)
    const plan = await planOf(desk, reject)
    let looks = 0
    server.interleave = (call) => {
      if (call !== 'fetchWorker') return
      looks += 1
      if (looks === revertAtLook) comeBack(server)
    }
    const { id } = await desk.bulk.run(runOf(plan.id))
    await ended(desk, id)
    return { desk, server, id }
  }

  const comeBack = (server: BulkServer) => {
    const worker = server.workers.get(sid('WK', 1))
    if (worker === undefined) return
    worker.activitySid = sid('WA', 1)
    worker.activityName = 'Available'
  }

  it.each([
    ['2 s', 1],
    ['10 s', 2],
  ])('taken back by the agent’s client is seen after %s', async (after, look) => {
    const { desk, server, id } = await rejected(look)
    const row = await until(() => {
      const [told] = desk.bulk.outcomes(id)
      return told?.outcome === 'partial' ? told : null
    }, 'the reverted move')
    expect(row).toMatchObject({ left: 'activity', statusAfter: 'rejected', problem: { code: 'changed' } })
    expect(row.problem?.message).toContain(after)
    desk.bulk.retryPartial(id)
    await until(() => (desk.bulk.outcomes(id)[0]?.outcome === 'done' ? true : null), 'the repeated move')
    expect(server.workers.get(sid('WK', 1))?.activitySid).toBe(sid('WA', 2))
    expect(server.countOf('updateReservation')).toBe(1)
  })

  it('that stays is never called partly done', async () => {
    const { desk, server, id } = await rejected(Infinity)
    const readsOfPlan = 1
    await until(() => (server.countOf('fetchWorker') >= readsOfPlan + 2 ? true : null), 'both looks')
    expect(desk.bulk.outcomes(id)[0]).toMatchObject({ outcome: 'done', left: null })
  })
})

it('tells what could not be read of earlier jobs, and looks again when asked', async () => {
  const server = wrapping(2)
  const files = new MemoryFiles()
  const desk = await open(server, files)
  await completeWithNote(desk)
  const broken = files.copy()
  broken.list = () => Promise.reject(Object.assign(new Error('gone'), { code: 'EIO' }))
  const next = await open(server, broken)
  const seen: unknown[] = []
  next.bulk.onRecords((records) => seen.push(records))
  expect(await next.bulk.recover()).toMatchObject({ problem: { code: 'storage' } })
  expect(seen).toHaveLength(1)
  broken.list = files.list.bind(files)
  expect(await next.bulk.recover()).toEqual({ setAside: 0, unread: 0, problem: null })
})

it('puts a journal aside that does not say whose it is, and says so', async () => {
  const server = BulkServer.withOffers(2)
  const files = new MemoryFiles()
  const desk = await open(server, files)
  server.gate = (call) => (call === 'updateReservation' ? new Promise(() => undefined) : Promise.resolve())
  const plan = await planOf(desk, instruct(instructionOf('reject')))
  await desk.bulk.run(runOf(plan.id))
  await until(() => (desk.bulk.jobs()[0]?.counts.sending === 2 ? true : null), 'two intents')
  const crashed = files.copy()
  const path = [...crashed.contents.keys()].find((name) => name.endsWith('.journal'))!
  const lines = crashed.contents.get(path)!.toString('utf8').split('\n')
  crashed.contents.set(path, Buffer.from(['x', 'x', ...lines.slice(2)].join('\n')))
  const next = await open(BulkServer.withOffers(2), crashed)
  expect(await next.bulk.recover()).toEqual({ setAside: 1, unread: 0, problem: null })
  expect(crashed.contents.has(`${path}.damaged`)).toBe(true)
  expect(next.bulk.jobs()).toEqual([])
})

it('reports a refusal by the server as the note’s own problem', async () => {
  const server = wrapping(1)
  const desk = await open(server)
  server.interleave = (call) => {
    if (call === 'updateTask') throw failure('gone', 404, 'The task was not found.', 20404)
  }
  const id = await completeWithNote(desk)
  expect(desk.bulk.outcomes(id)[0]).toMatchObject({ outcome: 'partial', problem: { code: 'gone' } })
})
