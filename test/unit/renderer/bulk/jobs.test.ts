import { afterEach, describe, expect, it } from 'vitest'
import type { BulkAction, JobRecords, JobSummary, RowOutcome } from '../../../../preload/contract/bulk'
import { succeed } from '../../../../preload/contract/envelope'
import { instructionOf } from '../../../../preload/contract/instructions'
import { JobList } from '../../../../renderer/bulk/jobs'
import JobsScreen from '../../../../renderer/bulk/JobsScreen.vue'
import { i18n } from '../../../../renderer/i18n'
import { createFakeBridge, HARBOUR, problem, type FakeBridge } from '../../../support/fake-bridge'
import { NOON, sid } from '../../../support/rows'
import { allByRole, byRole, pageText, press, settle, showConsole, unmountAll } from '../../../support/screen'

const REJECT: BulkAction = { kind: 'instruction', instruction: instructionOf('reject') }
const NOBODY = {
  waiting: 0,
  sending: 0,
  done: 0,
  partial: 0,
  superseded: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
}

const job = (over: Partial<JobSummary> = {}): JobSummary => ({
  id: 'job-1',
  action: REJECT,
  note: '',
  workspaceSid: HARBOUR.workspaceSid,
  state: 'finished',
  startedAt: NOON,
  endedAt: NOON + 5_000,
  total: 3,
  named: 3,
  counts: { ...NOBODY, done: 3 },
  rate: null,
  leftMs: null,
  problem: null,
  ...over,
})

const outcome = (n: number, over: Partial<RowOutcome> = {}): RowOutcome => ({
  sid: sid('WR', n),
  taskSid: sid('WT', n),
  workerSid: sid('WK', 1),
  workerName: 'Ana',
  outcome: 'done',
  statusBefore: 'pending',
  statusAfter: 'rejected',
  at: NOON,
  reason: null,
  problem: null,
  requestId: null,
  overtakenAt: null,
  left: null,
  ...over,
})

interface Kept {
  readonly jobs?: readonly JobSummary[]
  readonly rows?: readonly RowOutcome[]
  readonly records?: JobRecords
}

async function open({ jobs = [job()], rows = [], records }: Kept): Promise<FakeBridge> {
  const fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
  fake.answer('bulk/jobs', () => succeed(jobs))
  fake.answer('bulk/outcomes', () => succeed(rows))
  if (records !== undefined) fake.answer('bulk/records', () => succeed(records))
  await showConsole(JobsScreen, fake)
  await settle()
  return fake
}

const asked = (fake: FakeBridge, channel: string): readonly unknown[] =>
  fake.calls.filter((call) => call.channel === channel).map(({ request }) => request)

afterEach(() => {
  unmountAll()
  i18n.global.locale.value = 'en'
})

describe('notices about earlier jobs', () => {
  it('say that a job was interrupted, and resume goes on with it', async () => {
    const interrupted = job({
      state: 'interrupted',
      endedAt: null,
      counts: { ...NOBODY, done: 1, waiting: 2 },
    })
    const fake = await open({ jobs: [interrupted] })
    expect(pageText()).toContain('1 job was interrupted when the program ended')
    await press('button', 'Resume')
    expect(asked(fake, 'bulk/resume')).toEqual([{ jobId: 'job-1' }])
  })

  it('say what a truncated journal cost its job', async () => {
    await open({
      jobs: [
        job({
          state: 'interrupted',
          endedAt: null,
          problem: problem('damaged', { message: 'The journal was damaged: 1 line could not be read.' }),
        }),
      ],
    })
    expect(pageText()).toContain('Records of an earlier job were damaged')
    expect(pageText()).toContain('is looked up before anything is sent again')
  })

  it('say which records were put aside or cannot be read, and look again', async () => {
    const fake = await open({ records: { setAside: 2, unread: 1, problem: null } })
    expect(pageText()).toContain('The records of 2 earlier jobs could not be read at all')
    expect(pageText()).toContain('The record of 1 earlier job cannot be read from the disk now')
    fake.answer('bulk/recover', () => succeed({ setAside: 0, unread: 0, problem: null }))
    await press('button', 'Look again')
    expect(pageText()).not.toContain('cannot be read from the disk now')
  })

  it('say why earlier jobs could not be looked up', async () => {
    await open({ records: { setAside: 0, unread: 0, problem: problem('storage') } })
    expect(byRole('alert').textContent).toContain('Earlier jobs could not be looked up.')
  })
})

describe('a job', () => {
  it('that a full disk stopped says so and can go on', async () => {
    const fake = await open({
      jobs: [
        job({
          state: 'blocked',
          endedAt: null,
          counts: { ...NOBODY, done: 1, waiting: 2 },
          problem: problem('diskFull', { message: 'Nothing is sent that could not be recorded first.' }),
        }),
      ],
    })
    expect(byRole('alert').textContent).toMatch(/disk is full/i)
    await press('button', 'Resume')
    expect(asked(fake, 'bulk/resume')).toHaveLength(1)
  })

  it.each([
    ['en', 'Move 2 workers', 'Set the capacity of 2 workers'],
    ['es', 'Mover 2 agentes', 'Cambiar la capacidad de 2 agentes'],
  ] as const)('that is done to workers counts workers (%s)', async (locale, moved, set) => {
    i18n.global.locale.value = locale
    const move: BulkAction = { kind: 'workerActivity', activitySid: sid('WA', 2), rejectPending: false }
    const capacity: BulkAction = {
      kind: 'workerChannel',
      channelSid: sid('TC', 1),
      capacity: 3,
      available: null,
    }
    await open({
      jobs: [
        job({ id: 'a', action: move, total: 9, named: 2, startedAt: NOON + 1 }),
        job({ id: 'b', action: capacity, total: 2, named: 2 }),
      ],
    })
    expect(pageText()).toContain(moved)
    expect(pageText()).toContain(set)
  })

  it('shows what a row of workers was and is in words', async () => {
    const rows = [
      outcome(1, {
        sid: sid('WK', 1),
        taskSid: '',
        statusBefore: 'capacity=1 available=true',
        statusAfter: 'capacity=0 available=true',
      }),
    ]
    const action: BulkAction = {
      kind: 'workerChannel',
      channelSid: sid('TC', 1),
      capacity: 0,
      available: null,
    }
    await open({ jobs: [job({ action, total: 1, named: 1 })], rows })
    const [row] = allByRole('row').filter((each) => each.dataset['sid'] === sid('WK', 1))
    expect(row?.textContent).toContain('1 at once, open → nothing at once, open')
  })

  it('says who got there first, and when by the server, not when it was noticed', async () => {
    const overtakenAt = new Date(2026, 2, 2, 10, 32, 5).getTime()
    const superseded = { outcome: 'superseded', at: overtakenAt + 9_000, overtakenAt } as const
    const rows = [
      outcome(1, { ...superseded, statusAfter: 'accepted' }),
      outcome(2, { ...superseded, statusAfter: 'timeout' }),
    ]
    await open({ jobs: [job({ total: 2, named: 2, counts: { ...NOBODY, superseded: 2 } })], rows })
    const texts = allByRole('row').map((row) => row.textContent ?? '')
    expect(texts.filter((text) => /Accepted by Ana, 10:32:05/.test(text))).toHaveLength(1)
    expect(texts.filter((text) => /Timed out, 10:32:05/.test(text))).toHaveLength(1)
  })

  it('offers to do again only what failed, and what is left of partly done rows', async () => {
    const counts = { ...NOBODY, done: 1, failed: 1, partial: 1 }
    const fake = await open({ jobs: [job({ counts })] })
    await press('button', 'Retry 1 failed')
    await press('button', 'Do what is left of 1 row')
    expect([asked(fake, 'bulk/retryFailed'), asked(fake, 'bulk/retryPartial')]).toEqual([
      [{ jobId: 'job-1' }],
      [{ jobId: 'job-1' }],
    ])
  })
})

it('tells once when the marks of rows are over, so that they go on a quiet board too', () => {
  const list = new JobList()
  list.accept({ job: job(), rows: [outcome(1), outcome(2, { at: NOON + 2_000 })] })
  const version = list.version.value
  const since = (ms: number): void => list.endMarks(NOON + ms)
  since(0)
  expect(list.version.value).toBe(version)
  since(1_000)
  since(1_500)
  expect(list.version.value).toBe(version + 1)
  expect(list.mark(sid('WR', 1), NOON + 1_500)).toBeNull()
  expect(list.mark(sid('WR', 2), NOON + 1_500)).toBe('done')
  since(2_001)
  expect(list.version.value).toBe(version + 2)
})
