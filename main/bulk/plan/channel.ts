import type { BoardRow } from '../../../preload/contract/board'
import type { Task } from '../../taskrouter/resources'

const VOICE = 'voice'
/** The channel of tasks that name none; it says nothing about what is in them. */
const UNSAID = 'default'

export function callSidOf(task: Task | null): string | null {
  const value = task?.attributes.parsed?.['call_sid']
  return typeof value === 'string' && /^CA[0-9a-fA-F]{32}$/.test(value) ? value : null
}

/** Whether the task's attributes name a call; null while they are not known. */
export function hasCall(known: BoardRow | null, task: Task | null): boolean | null {
  if (task !== null && task.attributes.parsed !== null) return callSidOf(task) !== null
  return known?.hasCall ?? null
}

/** Whether the row is about a call; null where nothing tells. */
export function isVoice(known: BoardRow | null, task: Task | null): boolean | null {
  const channel = task?.channelName ?? known?.channel ?? null
  if (channel === VOICE) return true
  if (hasCall(known, task) === true) return true
  return channel === null || channel === UNSAID ? null : false
}
