import type { TaskState, WorkerState } from './facts'

/** Same second: resources carry whole seconds, events carry ms, so the finer of two equal moments is kept. */
const SECOND = 1000

export interface ReservationFacts {
  readonly sid: string
  readonly taskSid: string
  readonly workerSid: string | null
  readonly workerName: string | null
  readonly status: string
  readonly createdAt: number | null
  readonly updatedAt: number | null
}

export interface TaskFacts {
  readonly status?: string | null
  readonly createdAt?: number | null
  readonly channel?: string | null
  readonly queueSid?: string | null
  readonly queueName?: string | null
  readonly workflowSid?: string | null
  readonly workflowName?: string | null
  readonly priority?: number | null
  readonly subject?: string | null
  readonly hasCall?: boolean | null
  readonly callSid?: string | null
}

export type WorkerFacts = Partial<
  Pick<WorkerState, 'name' | 'activitySid' | 'activityName' | 'available' | 'since'>
>

export function sameSecond(a: number, b: number | null): boolean {
  return b !== null && Math.floor(a / SECOND) === Math.floor(b / SECOND)
}

const TASK_KEYS = [
  'createdAt',
  'channel',
  'queueSid',
  'queueName',
  'workflowSid',
  'workflowName',
  'priority',
  'subject',
  'hasCall',
  'callSid',
] as const satisfies readonly (keyof TaskFacts)[]

export function overwrite(task: TaskState, facts: TaskFacts): boolean {
  return TASK_KEYS.map((key) => facts[key] != null && set(task, key, facts[key])).includes(true)
}

export function fillHoles(task: TaskState, facts: TaskFacts): boolean {
  return TASK_KEYS.map(
    (key) => task[key] === null && facts[key] != null && set(task, key, facts[key]),
  ).includes(true)
}

function set<T, K extends keyof T>(target: T, key: K, value: T[K]): boolean {
  if (target[key] === value) return false
  target[key] = value
  return true
}

export function assign(worker: WorkerState, facts: WorkerFacts): boolean {
  let changed = false
  if (facts.name !== undefined) changed = set(worker, 'name', facts.name) || changed
  if (facts.activitySid !== undefined) changed = set(worker, 'activitySid', facts.activitySid) || changed
  if (facts.activityName !== undefined) changed = set(worker, 'activityName', facts.activityName) || changed
  if (facts.available !== undefined) changed = set(worker, 'available', facts.available) || changed
  if (facts.since !== undefined) changed = set(worker, 'since', facts.since) || changed
  return changed
}
