import type { NewHistoryEntry } from '../../main/history/api'
import { NOON, sid } from './rows'

/** The `n`-th thing that was done. */
export const historyEntry = (n: number, overrides: Partial<NewHistoryEntry> = {}): NewHistoryEntry => ({
  at: NOON + n,
  operator: 'Ada',
  jobId: 'job-1',
  workspaceSid: sid('WS', 1),
  action: 'reject',
  note: 'end of shift',
  sid: sid('WR', n),
  taskSid: sid('WT', n),
  workerSid: sid('WK', n),
  workerName: `Zoë ${n}`,
  outcome: 'done',
  statusBefore: 'pending',
  statusAfter: 'rejected',
  problemCode: null,
  twilioCode: null,
  requestId: null,
  ...overrides,
})
