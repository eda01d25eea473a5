import { describe, expect, it, vi } from 'vitest'
import type { Bridge } from '../../../../preload/contract/bridge'
import type { JobSummary, Plan, PlanRequest, PlanRow, Verdict } from '../../../../preload/contract/bulk'
import { succeed } from '../../../../preload/contract/envelope'
import { createPlanning } from '../../../../renderer/bulk/planning'
import { sidOf } from '../../../support/board-fixtures'

const SIDS = [1, 2, 3].map((n) => sidOf('WR', n))
const LUNCH = sidOf('WA', 7)

function planOf(request: PlanRequest, verdicts: readonly Verdict[], over: Partial<Plan> = {}): Plan {
  const rows = request.sids.map((sid, index): PlanRow => {
    const verdict = verdicts[index] ?? 'act'
    return {
      sid,
      taskSid: sidOf('WT', index),
      workerSid: null,
      workerName: null,
      queueName: null,
      channel: null,
      status: 'pending',
      verdict,
      reason: verdict === 'held' ? 'rejectionLimit' : verdict === 'skip' ? 'notPending' : 'ready',
      facts: {},
      values: {},
      problem: null,
    }
  })
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length
  return {
    id: `plan-${String(Math.random())}`,
    action: request.action,
    note: request.note,
    createdAt: 0,
    rows,
    counts: { act: count('act'), skip: count('skip'), held: count('held') },
    requests: count('act'),
    workersMoved: 0,
    confirm: { kind: 'simple' },
    proposedActivitySid: null,
    ...over,
  }
}

const JOB = { id: 'job' } as JobSummary

function setUp(make: (request: PlanRequest, attempt: number) => Plan, requireNote = false) {
  const requests: PlanRequest[] = []
  const bulk = {
    plan: vi.fn<Bridge['bulk']['plan']>((request) => {
      requests.push(request)
      return Promise.resolve(succeed(make(request, requests.length)))
    }),
    cancelPlan: vi.fn<Bridge['bulk']['cancelPlan']>(() => Promise.resolve(succeed(null))),
    run: vi.fn<Bridge['bulk']['run']>(() => Promise.resolve(succeed(JOB))),
  }
  return { planning: createPlanning(bulk, () => requireNote), bulk, requests }
}

describe('planning', () => {
  it('reads the rows at once and starts what was shown, with the released rows', async () => {
    const { planning, bulk } = setUp((request) => planOf(request, ['act', 'held', 'skip']))
    await planning.open('reject', SIDS)
    expect(planning.acting.value).toBe(1)
    planning.release(SIDS[1]!, true)
    expect(planning.acting.value).toBe(2)
    expect(await planning.confirm()).toBe(JOB)
    expect(bulk.run.mock.calls[0]?.[0].released).toEqual([SIDS[1]])
    expect(planning.stage.value.kind).toBe('closed')
  })

  it('does not confirm a plan in which nothing would act', async () => {
    const { planning, bulk } = setUp((request) => planOf(request, ['skip', 'skip', 'held']))
    await planning.open('reject', SIDS)
    expect(planning.mayConfirm.value).toBe(false)
    expect(await planning.confirm()).toBeNull()
    expect(bulk.run).not.toHaveBeenCalled()
  })

  it('takes the unavailable activity that the loop guard proposes, once', async () => {
    const { planning, requests } = setUp((request) => planOf(request, [], { proposedActivitySid: LUNCH }))
    await planning.open('reject', SIDS)
    expect(requests).toHaveLength(2)
    expect(requests[1]?.action).toMatchObject({ instruction: { parameters: { WorkerActivitySid: LUNCH } } })
    await planning.fill({ ...planning.form.value, activitySid: null })
    expect(requests.at(-1)?.action).toMatchObject({ instruction: { parameters: {} } })
  })

  it('hands the note over with the run, without reading the rows again', async () => {
    const { planning, bulk, requests } = setUp((request) => planOf(request, []))
    await planning.open('complete', SIDS)
    planning.note.value = ' end of shift '
    planning.noteOnTask.value = true
    expect(await planning.confirm()).toBe(JOB)
    expect(requests).toHaveLength(1)
    expect(bulk.run.mock.calls[0]?.[0]).toMatchObject({ note: 'end of shift', noteOnTask: true })
  })

  it('writes no note to tasks that go back to their queue', async () => {
    const { planning, bulk } = setUp((request) => planOf(request, []))
    await planning.open('reject', SIDS)
    planning.note.value = 'end of shift'
    planning.noteOnTask.value = true
    await planning.confirm()
    expect(bulk.run.mock.calls[0]?.[0]).toMatchObject({ note: 'end of shift', noteOnTask: false })
  })

  it('wants the phrase typed and the note written where they are required', async () => {
    const { planning } = setUp(
      (request) => planOf(request, [], { confirm: { kind: 'typed', phrase: 'reject 3' } }),
      true,
    )
    await planning.open('reject', SIDS)
    planning.typed.value = 'reject 3'
    expect(planning.mayConfirm.value).toBe(false)
    planning.note.value = 'why'
    expect(planning.mayConfirm.value).toBe(true)
    planning.typed.value = 'reject 2'
    expect(planning.mayConfirm.value).toBe(false)
  })

  it('waits for a form, and for one that can be sent', async () => {
    const { planning, requests } = setUp((request) => planOf(request, []))
    await planning.open('redirect', SIDS)
    expect(planning.stage.value.kind).toBe('form')
    await planning.fill({ ...planning.form.value, parameters: { RedirectUrl: 'nowhere' } })
    await planning.plan()
    expect(requests).toHaveLength(0)
    await planning.fill({
      ...planning.form.value,
      parameters: { RedirectUrl: 'https://example.com/voicemail' },
    })
    await planning.plan()
    expect(planning.stage.value.kind).toBe('review')
  })

  it('drops the answer to a plan that was closed, and lets main forget it', async () => {
    const { planning, bulk } = setUp((request) => planOf(request, []))
    const opening = planning.open('reject', SIDS)
    planning.close()
    await opening
    expect(planning.stage.value.kind).toBe('closed')
    expect(bulk.cancelPlan).toHaveBeenCalledTimes(1)
  })

  it('keeps the form when planning fails', async () => {
    const { planning, bulk } = setUp((request) => planOf(request, []))
    bulk.plan.mockResolvedValueOnce({ ok: false, error: { code: 'network', message: 'reset' } })
    await planning.open('reject', SIDS)
    expect(planning.stage.value).toMatchObject({ kind: 'failed', problem: { code: 'network' } })
    await planning.plan()
    expect(planning.stage.value.kind).toBe('review')
  })
})
