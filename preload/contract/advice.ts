import type { Directory } from './board'
import type { BulkAction } from './bulk'
import { instructionOf } from './instructions'
import type { AdviceId } from './reasons'

/** Written to a task that is cancelled because its call is over. */
const CALL_ENDED = 'The call has ended'

/** Put in place of an activity SID: each worker's present one, from the fresh read of the plan. */
export const PRESENT_ACTIVITY = '{{worker.activity_sid}}'

/** The first activity in which a worker is offered nothing, by name; null where the workspace has none. */
function unavailableActivity({ activities }: Pick<Directory, 'activities'>): string | null {
  const names = [...activities].sort((a, b) => (a.name < b.name ? -1 : 1))
  return names.find(({ available }) => available === false)?.sid ?? null
}

/**
 * What an advice amounts to as actions on the rows it was given for: one, two to choose from (a redirected offer is
 * rejected or accepted), or none where somebody has to decide, wait, or do something that is not about reservations. The
 * plan that follows still judges every row.
 */
export function recommendedActions(
  advice: AdviceId,
  directory: Pick<Directory, 'activities'>,
): readonly BulkAction[] {
  const reject = (activitySid: string | null): BulkAction => ({
    kind: 'instruction',
    instruction: instructionOf('reject', activitySid === null ? {} : { WorkerActivitySid: activitySid }),
  })
  switch (advice) {
    case 'reject':
    case 'rejectAllOffers':
      return [reject(null)]
    case 'rejectKeepActivity':
      return [reject(PRESENT_ACTIVITY)]
    case 'rejectAndMove': {
      const away = unavailableActivity(directory)
      return away === null ? [] : [reject(away)]
    }
    case 'setUnavailable': {
      const away = unavailableActivity(directory)
      return away === null ? [] : [{ kind: 'workerActivity', activitySid: away, rejectPending: true }]
    }
    case 'complete':
      return [instruct('complete')]
    case 'cancelTask':
      return [{ kind: 'cancelTask', reason: CALL_ENDED }]
    case 'rejectOrAccept':
      return [reject(null), instruct('accept')]
    case 'wait':
    case 'decide':
    case 'redirectCall':
    case 'audit':
      return []
  }
}

const instruct = (kind: 'complete' | 'accept'): BulkAction => ({
  kind: 'instruction',
  instruction: instructionOf(kind),
})
