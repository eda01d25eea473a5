import type { Problem } from '../../../preload/contract/envelope'
import { isTaskRouterError } from '../../taskrouter/errors'
import type { NoteUnit } from '../plan/units'
import { plainFailure, READ, reading, told, unsettledOf, writing, type Attempt } from './attempt'
import { withNote } from './note'
import { settleNote, type SettleDeps } from './settle'

/** TaskRouter's limit for the attributes of a task, characters (limits page). */
const ATTRIBUTES_MAX = 4_096

/**
 * Writes the supervisor's note into the task's attributes and leaves all others as they are. Status and attributes cannot
 * be changed in one update (task page), so this is a request of its own, bound to the version that was read: transfers
 * share the attributes, and a later outcome must not be overwritten.
 */
export async function sendNote(deps: SettleDeps, unit: NoteUnit, mayReread = true): Promise<Attempt> {
  const { api } = deps
  const { taskSid, note, rows } = unit
  try {
    const { value, requestId } = await api.fetchTask(taskSid, READ)
    const attributes = withNote(value.attributes, note)
    if (attributes === 'there') return allDone(unit, requestId)
    if (attributes === null || attributes.length > ATTRIBUTES_MAX) {
      return failed(unit, attributes === null ? NOT_AN_OBJECT : TOO_LONG)
    }
    const written = await api.updateTask(taskSid, { attributes }, writing(value.version))
    return allDone(unit, written.requestId)
  } catch (error) {
    if (!isTaskRouterError(error)) throw error
    if (error.kind === 'changed' && mayReread) return sendNote(deps, unit, false)
    if (error.applied === 'unknown' && error.kind !== 'cancelled') {
      return reading(() => settleNote(deps, taskSid, rows, note, unsettledOf(error)))
    }
    return plainFailure(unit, error) ?? failed(unit, unsettledOf(error).problem)
  }
}

const NOT_AN_OBJECT: Problem = {
  code: 'malformed',
  message: 'The task’s attributes are not a JSON object, so the note was not written into them.',
}
const TOO_LONG: Problem = {
  code: 'invalid',
  message: `With the note the task’s attributes would be longer than ${ATTRIBUTES_MAX} characters.`,
}

function allDone({ rows }: NoteUnit, requestId: string | null): Attempt {
  return told(rows.map(({ sid }) => ({ sid, outcome: 'done', after: null, problem: null, requestId })))
}

function failed({ rows }: NoteUnit, problem: Problem): Attempt {
  return told(rows.map(({ sid }) => ({ sid, outcome: 'failed', after: null, problem, requestId: null })))
}
