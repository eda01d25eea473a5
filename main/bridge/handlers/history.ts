import type { HistoryEntry } from '../../../preload/contract/bulk'
import type { Session } from '../../connections/session'
import type { Handlers } from '../register'

export interface HistoryHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'history'>
  readonly exportHistory: (
    entries: AsyncIterable<HistoryEntry>,
    options: { readonly format: 'csv' | 'json'; readonly rawNumbers: boolean },
  ) => Promise<boolean>
}

export function historyHandlers({ session, exportHistory }: HistoryHandlerParts) {
  return {
    'history/query': (query) => session().history.query(query),
    'history/export': async ({ query, format, rawNumbers }) => ({
      saved: await exportHistory(session().history.export(query), { format, rawNumbers }),
    }),
  } satisfies Partial<Handlers>
}
