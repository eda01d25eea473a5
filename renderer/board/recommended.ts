import { recommendedActions } from '../../preload/contract/advice'
import type { BoardRow, Directory } from '../../preload/contract/board'
import { namedCount, type BulkAction } from '../../preload/contract/bulk'
import { ADVICES, type AdviceId } from '../../preload/contract/reasons'
import { actionIdOf, EMPTY_FORM, type ActionForm, type ActionId } from '../bulk/actions'

/** A recommendation as the plan dialog takes it. */
export interface Recommended {
  readonly action: ActionId
  readonly form: ActionForm
  readonly sids: readonly string[]
  /** How many things its name counts. */
  readonly named: number
}

const isAdvice = (advice: string): advice is AdviceId => (ADVICES as readonly string[]).includes(advice)

/**
 * What is recommended for these rows, each as one plan, the usual one first; nothing when they were not given the same
 * advice, or when it is no action (wait, decide, look). `all`: every row of the board, because an offer may need its task's
 * other offers to end too.
 */
export function recommendedFor(
  rows: readonly BoardRow[],
  directory: Pick<Directory, 'activities'> | null,
  all: Iterable<BoardRow>,
): readonly Recommended[] {
  const advice = rows[0]?.advice
  if (advice == null || directory === null || !isAdvice(advice)) return []
  if (rows.some((row) => row.advice !== advice)) return []
  return recommendedActions(advice, directory).flatMap((action) => {
    const id = actionIdOf(action)
    if (id === 'supervise') return []
    const chosen = rowsFor(advice, rows, all)
    return [
      {
        action: id,
        form: formOf(action),
        sids: chosen.map(({ sid }) => sid),
        named: namedCount(action, chosen),
      },
    ]
  })
}

function formOf(action: BulkAction): ActionForm {
  if (action.kind === 'workerActivity') return { ...EMPTY_FORM, activitySid: action.activitySid }
  if (action.kind === 'cancelTask') return { ...EMPTY_FORM, reason: action.reason }
  if (action.kind !== 'instruction') return EMPTY_FORM
  const activity = action.instruction.parameters['WorkerActivitySid']
  return typeof activity === 'string' ? { ...EMPTY_FORM, activitySid: activity } : EMPTY_FORM
}

/** A task returns to its queue only when every offer of it has ended. */
function rowsFor(advice: AdviceId, rows: readonly BoardRow[], all: Iterable<BoardRow>): readonly BoardRow[] {
  if (advice !== 'rejectAllOffers') return rows
  const chosen = new Map(rows.map((row) => [row.sid, row]))
  const tasks = new Set(rows.map(({ taskSid }) => taskSid))
  for (const row of all) if (row.status === 'pending' && tasks.has(row.taskSid)) chosen.set(row.sid, row)
  return [...chosen.values()]
}
