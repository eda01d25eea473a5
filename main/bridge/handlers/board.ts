import type { BoardRow } from '../../../preload/contract/board'
import { compileFilter, parseFilter } from '../../../preload/contract/board-filter'
import type { Session } from '../../connections/session'
import type { Handlers } from '../register'

export interface BoardHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'board'>
  /** Starts (or restarts) the stream of the session's board to the window. */
  readonly stream: () => void
  /** Asks where to and writes there; false when the supervisor changed their mind. */
  readonly exportRows: (
    rows: readonly BoardRow[],
    options: { readonly format: 'csv' | 'json'; readonly rawNumbers: boolean },
  ) => Promise<boolean>
  /** Workstation clock, ms since 1970. */
  readonly now: () => number
}

const oldestFirst = (a: BoardRow, b: BoardRow): number => (a.createdAt ?? 0) - (b.createdAt ?? 0)

export function boardHandlers({ exportRows, now, session, stream }: BoardHandlerParts) {
  return {
    'board/subscribe': () => {
      const { board } = session()
      stream()
      return board.status()
    },
    'board/refresh': () => {
      session().board.refresh()
      return null
    },
    'board/directory': () => session().board.directory(),
    'diagnosis/preview': (rules) => session().board.previewRules(rules),
    'board/detail': ({ sid }) => session().board.detail(sid),
    'board/queues': ({ history }) => session().board.queues(history),
    'board/worker': ({ sid }) => session().board.worker(sid),
    'board/export': async ({ filter, format, rawNumbers }) => {
      const { board } = session()
      const at = now() + board.status().clockOffset
      const rows = board.rows().filter(compileFilter(parseFilter(filter), () => at))
      return { saved: await exportRows(rows.sort(oldestFirst), { format, rawNumbers }) }
    },
  } satisfies Partial<Handlers>
}
