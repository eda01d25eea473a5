import type { Session } from '../../connections/session'
import type { Handlers } from '../register'

/** @param session throws ProblemError `noConnection` */
export function noteHandlers(session: () => Pick<Session, 'notes'>) {
  return {
    'notes/read': ({ sid }) => session().notes.read(sid),
    'notes/write': ({ sid, text }) => session().notes.write(sid, text),
  } satisfies Partial<Handlers>
}
