import type { HistoryEntry } from '../../../preload/contract/bulk'
import type { Session } from '../../connections/session'
import type { Handlers } from '../register'
import type { ExportChoice } from '../export-permission'

export interface HistoryHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'history' | 'notes'>
  readonly exportHistory: (entries: AsyncIterable<HistoryEntry>, options: ExportChoice) => Promise<boolean>
}

export function historyHandlers({ session, exportHistory }: HistoryHandlerParts) {
  return {
    'history/query': (query) => session().history.query(query),
    'history/export': async ({ query, format, rawNumbers }) => {
      const { history, notes } = session()
      const options = { format, rawNumbers, notes: await notes.texts() }
      return { saved: await exportHistory(history.export(query), options) }
    },
  } satisfies Partial<Handlers>
}
