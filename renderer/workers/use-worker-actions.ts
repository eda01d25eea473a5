import { useConsole } from '../board/console'
import { NO_FILTER } from '../board/filter'
import { navigate } from '../app/router'
import { usePermission } from '../bulk/permission'
import { useMessages } from '../i18n'

/** What can be done with workers: always through the ordinary plan, so that it is confirmed, recorded and verified. */
export function useWorkerActions() {
  const { board, planning } = useConsole()
  const { whyNot } = usePermission()
  const { t } = useMessages()

  /** SIDs of what these workers are offered now. */
  function offersOf(workers: readonly string[]): readonly string[] {
    void board.version.value
    const wanted = new Set<string | null>(workers)
    const sids: string[] = []
    for (const row of board.rows.values()) {
      if (row.endedAt === null && row.status === 'pending' && wanted.has(row.workerSid)) sids.push(row.sid)
    }
    return sids
  }

  return {
    offersOf,
    /** Why each cannot be done to these workers, in words; null = it can. */
    whyNotMove: (workers: readonly string[]) => whyNot('moveWorker', workers.length),
    whyNotSetCapacity: (workers: readonly string[]) => whyNot('setCapacity', workers.length),
    whyNotReject(workers: readonly string[]) {
      const offers = offersOf(workers).length
      return whyNot('reject', offers) ?? (offers === 0 ? t('workers.noOffers') : null)
    },
    move: (workers: readonly string[]) => void planning.open('moveWorker', workers),
    setCapacity: (workers: readonly string[]) => void planning.open('setCapacity', workers),
    rejectOffers: (workers: readonly string[]) => void planning.open('reject', offersOf(workers)),
    showReservations(workers: readonly string[]) {
      board.openView('all')
      board.filter.value = { ...NO_FILTER, lists: { worker: workers } }
      navigate({ name: 'board', view: 'all' })
    },
  }
}
