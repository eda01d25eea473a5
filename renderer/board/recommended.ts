import { recommendedAction } from '../../preload/contract/advice'
import type { BoardRow, Directory } from '../../preload/contract/board'
import { ADVICES, type AdviceId } from '../../preload/contract/reasons'
import { actionIdOf, EMPTY_FORM, type ActionForm, type ActionId } from '../bulk/actions'

/** A recommendation as the plan dialog takes it. */
export interface Recommended {
  readonly action: ActionId
  readonly form: ActionForm
  readonly sids: readonly string[]
}

const isAdvice = (advice: string): advice is AdviceId => (ADVICES as readonly string[]).includes(advice)

/**
 * What is recommended for these rows as one plan; null when they were not given the same advice, or when it is no action
 * (wait, decide, look). `rowsOf`: every row of the board, because an offer may need its task's other offers to end too.
 */
export function recommendedFor(
  rows: readonly BoardRow[],
  directory: Pick<Directory, 'activities'> | null,
  all: Iterable<BoardRow>,
): Recommended | null {
  const advice = rows[0]?.advice
  if (advice == null || directory === null || !isAdvice(advice)) return null
  if (rows.some((row) => row.advice !== advice)) return null
  const action = recommendedAction(advice, directory)
  if (action === null) return null
  const id = actionIdOf(action)
  if (id === 'supervise') return null
  return { action: id, form: formOf(action), sids: sidsFor(advice, rows, all) }
}

function formOf(action: NonNullable<ReturnType<typeof recommendedAction>>): ActionForm {
  if (action.kind === 'workerActivity') return { ...EMPTY_FORM, activitySid: action.activitySid }
  if (action.kind === 'cancelTask') return { ...EMPTY_FORM, reason: action.reason }
  if (action.kind !== 'instruction') return EMPTY_FORM
  const activity = action.instruction.parameters['WorkerActivitySid']
  return typeof activity === 'string' ? { ...EMPTY_FORM, activitySid: activity } : EMPTY_FORM
}

/** A task returns to its queue only when every offer of it has ended. */
function sidsFor(advice: AdviceId, rows: readonly BoardRow[], all: Iterable<BoardRow>): readonly string[] {
  const sids = new Set(rows.map(({ sid }) => sid))
  if (advice !== 'rejectAllOffers') return [...sids]
  const tasks = new Set(rows.map(({ taskSid }) => taskSid))
  for (const row of all) if (row.status === 'pending' && tasks.has(row.taskSid)) sids.add(row.sid)
  return [...sids]
}
