import type { Task } from '../../world/model'
import { idAt, NotFound, ok, type Handler } from '../context'

/** One call of the Voice API, as far as a supervisor's tool reads it: the caller's leg of a voice task. */
export const fetchCall: Handler = (context) => {
  const sid = idAt(context, 1)
  const task = taskOfCall(context.world.tasks.values(), sid)
  if (task === undefined) throw new NotFound(context.path)
  const { callEndedAt: endedAt, createdAt } = task
  return ok({
    sid,
    account_sid: idAt(context, 0),
    // Who waits in a queue is on the line already.
    status: endedAt === null ? 'in-progress' : 'completed',
    direction: 'inbound',
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(endedAt ?? createdAt),
    start_time: rfc2822(createdAt),
    end_time: endedAt === null ? null : rfc2822(endedAt),
    duration: endedAt === null ? null : String(Math.round((endedAt - createdAt) / 1000)),
    api_version: '2010-04-01',
    uri: context.path,
  })
}

function taskOfCall(tasks: Iterable<Task>, callSid: string): Task | undefined {
  for (const task of tasks) {
    const { attributes } = task
    if (task.callAlive === null || typeof attributes !== 'object' || attributes === null) continue
    if ('call_sid' in attributes && attributes.call_sid === callSid) return task
  }
  return undefined
}

/** `Tue, 24 Nov 2026 11:04:00 +0000`, as the Voice API writes dates. */
const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000')
