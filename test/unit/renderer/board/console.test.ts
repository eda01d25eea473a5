import { afterEach, beforeEach, expect, it } from 'vitest'
import type { JobSummary } from '../../../../preload/contract/bulk'
import { DEFAULT_SETTINGS } from '../../../../preload/contract/settings'
import { createConsole, type BoardConsole } from '../../../../renderer/board/console'
import { NO_FILTER, type BoardFilter } from '../../../../renderer/board/filter'
import { sidOf } from '../../../support/board-fixtures'
import { createFakeBridge, HARBOUR, PRACTICE, type FakeBridge } from '../../../support/fake-bridge'
import { settle } from '../../../support/screen'

const ONE_QUEUE: BoardFilter = { ...NO_FILTER, text: 'holm', lists: { queue: [sidOf('WQ', 1)] } }

const JOB: JobSummary = {
  id: 'here',
  action: { kind: 'instruction', instruction: { kind: 'reject', parameters: {} } },
  state: 'finished',
  note: '',
  workspaceSid: HARBOUR.workspaceSid,
  startedAt: 0,
  endedAt: 1,
  total: 1,
  named: 1,
  counts: {
    waiting: 0,
    sending: 0,
    done: 1,
    partial: 0,
    superseded: 0,
    skipped: 0,
    failed: 0,
    unknown: 0,
  },
  rate: null,
  leftMs: null,
  problem: null,
}

let fake: FakeBridge
let console: BoardConsole

beforeEach(async () => {
  fake = createFakeBridge({ connection: { phase: 'connected', connection: HARBOUR } })
  console = createConsole({
    bridge: fake.bridge,
    settings: () => DEFAULT_SETTINGS,
    saveSettings: () => undefined,
  })
  await settle()
  console.board.filter.value = ONE_QUEUE
  console.openSid.value = sidOf('WR', 1)
  console.followJob(JOB)
})
afterEach(() => {
  console.stop()
})

const connect = async (connection: typeof HARBOUR): Promise<void> => {
  fake.push('connection/changed', { phase: 'connecting', connection })
  fake.push('connection/changed', { phase: 'connected', connection })
  await settle()
}

it('another workspace begins without filter, reservation or jobs of the former one', async () => {
  await connect(PRACTICE)
  expect(console.board.filter.value).toEqual(NO_FILTER)
  expect(console.openSid.value).toBeNull()
  expect(console.openJob.value).toBeNull()
  expect(console.jobs.get('here')).toBeUndefined()
})

it('a connection that went and came back is the same workspace', async () => {
  await connect(HARBOUR)
  expect(console.board.filter.value).toEqual(ONE_QUEUE)
  expect(console.openSid.value).toBe(sidOf('WR', 1))
  expect(console.openJob.value).toBe('here')
})
