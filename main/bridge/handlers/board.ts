import type { Session } from '../../connections/session'
import type { Handlers } from '../register'

export interface BoardHandlerParts {
  /** @throws ProblemError `noConnection` */
  readonly session: () => Pick<Session, 'board'>
  /** Starts (or restarts) the stream of the session's board to the window. */
  readonly stream: () => void
}

export function boardHandlers({ session, stream }: BoardHandlerParts) {
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
  } satisfies Partial<Handlers>
}
