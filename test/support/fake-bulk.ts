import type { BoardRow } from '../../preload/contract/board'
import {
  namedCount,
  type JobSummary,
  type Plan,
  type PlanRow,
  type RowOutcome,
} from '../../preload/contract/bulk'
import type { Channel, Pushes } from '../../preload/contract/channels'
import { fail, succeed, type Result } from '../../preload/contract/envelope'
import { PRACTICE, problem, type Handlers } from './fake-parts'

type BulkHandlers = Pick<Handlers, Extract<Channel, `bulk/${string}`>>

/** Plans and jobs of the fake workspace: a job is over at once, and what it acted on is rejected. */
export function fakeBulk(world: {
  readonly rows: Map<string, BoardRow>
  readonly now: () => number
  readonly delta: (upserts: readonly BoardRow[], removed: readonly string[]) => void
  readonly push: (topic: 'bulk/job', payload: Pushes['bulk/job']) => void
}): BulkHandlers {
  const { rows, now, delta, push } = world
  const jobs = new Map<string, { summary: JobSummary; outcomes: readonly RowOutcome[] }>()
  const plans = new Map<string, Plan>()

  const planRow = (sid: string): PlanRow => {
    const row = rows.get(sid)
    const verdict =
      row === undefined || row.status !== 'pending' ? 'skip' : row.rejections >= 9 ? 'held' : 'act'
    return {
      sid,
      taskSid: row?.taskSid ?? '',
      workerSid: row?.workerSid ?? null,
      workerName: row?.workerName ?? null,
      queueName: row?.queueName ?? null,
      channel: row?.channel ?? null,
      status: row?.status ?? null,
      verdict,
      reason: verdict === 'act' ? 'ready' : verdict === 'held' ? 'rejectionLimit' : 'notPending',
      facts: verdict === 'held' ? { used: 9, limit: 10 } : {},
      values: {},
      problem: null,
    }
  }
  const run = (plan: Plan, note: string): JobSummary => {
    const outcomes = plan.rows.map((row): RowOutcome => {
      const acted = row.verdict === 'act'
      return {
        ...row,
        outcome: acted ? 'done' : 'skipped',
        statusBefore: row.status,
        statusAfter: acted ? 'rejected' : row.status,
        at: now(),
        requestId: null,
        overtakenAt: null,
        left: null,
      }
    })
    const gone = outcomes
      .filter(({ outcome }) => outcome === 'done')
      .flatMap(({ sid }) => rows.get(sid) ?? [])
    const ended = gone.map((row) => ({
      ...row,
      status: 'rejected',
      endedAt: now(),
      reason: null,
      reasonLevel: null,
    }))
    for (const row of ended) rows.set(row.sid, row)
    const counts = {
      waiting: 0,
      sending: 0,
      done: gone.length,
      partial: 0,
      superseded: 0,
      skipped: outcomes.length - gone.length,
      failed: 0,
      unknown: 0,
    }
    const summary: JobSummary = {
      id: `job-${plan.id}`,
      action: plan.action,
      note,
      workspaceSid: PRACTICE.workspaceSid,
      state: 'finished',
      startedAt: now(),
      endedAt: now(),
      total: outcomes.length,
      named: namedCount(plan.action, outcomes),
      counts,
      rate: 24,
      leftMs: 0,
      problem: null,
    }
    jobs.set(summary.id, { summary, outcomes })
    delta(ended, [])
    push('bulk/job', { job: summary, rows: outcomes })
    return summary
  }
  const jobOf = (jobId: string): Result<JobSummary> => {
    const job = jobs.get(jobId)
    return job === undefined ? fail(problem('notFound')) : succeed(job.summary)
  }

  return {
    'bulk/plan': ({ action, sids, note }) => {
      const planned = sids.map(planRow)
      const count = (verdict: string): number => planned.filter((row) => row.verdict === verdict).length
      const plan: Plan = {
        id: String(plans.size + 1),
        action,
        note,
        createdAt: now(),
        rows: planned,
        counts: { act: count('act'), skip: count('skip'), held: count('held') },
        requests: count('act'),
        workersMoved: 0,
        confirm: { kind: 'simple' },
        proposedActivitySid: null,
      }
      plans.set(plan.id, plan)
      return succeed(plan)
    },
    'bulk/cancelPlan': () => succeed(null),
    'bulk/run': ({ planId, note }) => {
      const plan = plans.get(planId)
      return plan === undefined ? fail(problem('notFound')) : succeed(run(plan, note))
    },
    'bulk/commands': () => succeed({ text: 'curl …' }),
    'bulk/jobs': () => succeed([...jobs.values()].map(({ summary }) => summary)),
    'bulk/records': () => succeed({ setAside: 0, unread: 0, problem: null }),
    'bulk/recover': () => succeed({ setAside: 0, unread: 0, problem: null }),
    'bulk/outcomes': ({ jobId }) => succeed(jobs.get(jobId)?.outcomes ?? []),
    'bulk/pause': ({ jobId }) => jobOf(jobId),
    'bulk/resume': ({ jobId }) => jobOf(jobId),
    'bulk/cancel': ({ jobId }) => jobOf(jobId),
    'bulk/retryFailed': () => fail(problem('notFound')),
    'bulk/retryPartial': ({ jobId }) => jobOf(jobId),
    'bulk/export': () => succeed({ saved: true }),
  }
}
