import type { BulkAction } from '../../../preload/contract/bulk'
import { isLive, type Directory } from '../../../preload/contract/board'
import type { Worker } from '../../taskrouter/resources'
import { guard, RejectionBudget } from './guards'
import { judgeInstruction, unreadable } from './judge-instruction'
import { valueIn, type PlanSubject, type Read } from './subject'
import { act, skip, type JudgeContext, type RowVerdict } from './verdict'

/** Sorts rows into act, skip and held. Pure: the same rows, the same verdicts. */
export function judgeRows(
  subjects: readonly PlanSubject[],
  context: JudgeContext,
  rejectionLimit: number,
): readonly RowVerdict[] {
  const budget = new RejectionBudget(rejectionLimit)
  return subjects.map((subject) => {
    const verdict = guard(judge(subject, context), subject, context)
    return rejects(context.action, subject) ? budget.ask(verdict, subject) : verdict
  })
}

function rejects(action: BulkAction, { reservation }: PlanSubject): boolean {
  if (action.kind === 'instruction') return action.instruction.kind === 'reject'
  return (
    action.kind === 'workerActivity' && action.rejectPending && valueIn(reservation)?.status === 'pending'
  )
}

function judge(subject: PlanSubject, context: JudgeContext): RowVerdict {
  const { action } = context
  if (subject.known === null) return skip('gone')
  switch (action.kind) {
    case 'instruction':
      return judgeInstruction(action.instruction, subject, context)
    case 'workerActivity':
      return judgeWorkerActivity(action, subject, context)
    case 'workerChannel':
      // Only workers chosen themselves have channels: the planner lets no reservation come here.
      return skip('noChannel')
    case 'cancelTask':
      return judgeTask(subject, ['pending', 'reserved'], 'canceled', 'completeTask')
    case 'completeTask':
      return judgeTask(subject, ['assigned', 'wrapping'], 'completed', 'cancelTask')
    case 'deleteTask':
      return judgeTask(subject, null, null, null)
  }
}

type MoveAction = Extract<BulkAction, { readonly kind: 'workerActivity' }>

function judgeWorkerActivity(
  action: MoveAction,
  { known, worker, reservation }: PlanSubject,
  { directory }: JudgeContext,
): RowVerdict {
  if (known?.workerSid == null) return skip('noWorker')
  const offered = action.rejectPending && valueIn(reservation)?.status === 'pending'
  return judgeMove(action, worker, offered, directory)
}

/** Whether a worker can be moved, and needs to be. `offered`: something that is to be rejected hangs on the worker. */
export function judgeMove(
  { activitySid, rejectPending }: MoveAction,
  worker: Read<Worker>,
  offered: boolean,
  { activities }: Directory,
): RowVerdict {
  if (worker.is === 'failed') return skip('unreadable', {}, worker.problem)
  if (worker.is !== 'read') return skip('gone')
  const activity = activities.find(({ sid }) => sid === activitySid)
  if (rejectPending && activity?.available === true) {
    return skip(
      'invalidParameters',
      { activity: activity.name },
      {
        code: 'invalid',
        message: 'Pending offers can be rejected only on the way to an unavailable activity.',
        fields: [{ path: 'rejectPending', message: 'The activity is an available one.' }],
      },
    )
  }
  if (worker.value.activitySid === activitySid && !offered) {
    return skip('alreadyDone', { status: worker.value.activityName ?? activitySid })
  }
  return act(null, worker.value.activityName === null ? {} : { from: worker.value.activityName })
}

/**
 * The ladder of situation P13: a task that waits can be cancelled, one in somebody's hands can be completed, and only
 * delete takes every status. `next` names the rung to try instead.
 */
function judgeTask(
  subject: PlanSubject,
  from: readonly string[] | null,
  doneIn: string | null,
  next: 'cancelTask' | 'completeTask' | null,
): RowVerdict {
  const { task, siblings, reservation, sid } = subject
  if (task.is === 'failed') return skip('unreadable', {}, task.problem)
  if (task.is !== 'read') return skip('gone')
  if (reservation.is === 'failed') return unreadable(subject)
  const { status, reason } = task.value
  const facts = { taskStatus: status, ...(reason === null ? {} : { taskReason: reason }) }
  if (status === doneIn) return skip('alreadyDone', facts)
  if (from !== null && !from.includes(status)) {
    const ended = status === 'canceled' || status === 'completed'
    return ended
      ? skip('ended', facts)
      : skip('wrongTaskStatus', { ...facts, ...(next === null ? {} : { next }) })
  }
  const others = (siblings ?? []).filter((other) => other.sid !== sid && isLive(other.status)).length
  return act(null, { ...facts, others })
}
