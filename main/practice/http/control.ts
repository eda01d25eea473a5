import type { PracticeWorkspace } from '../workspace'
import type { Answer } from './context'
import { statusBody, errorBody } from './exchange'
import { FAULT_KINDS, type Fault } from './faults'

type Fields = Readonly<Record<string, unknown>>

class ControlError extends Error {}

/**
 * The control API below `/_practice/`: JSON in, JSON out, same credentials, neither limited nor faulted.
 * `GET state | stages | log | live | faults`, `POST stage | advance | speed | pause | resume | faults | limits | reset`,
 * `DELETE faults | faults/ID | log`.
 */
export function controlApi(
  workspace: PracticeWorkspace,
): (method: string, path: string, body: unknown) => Answer {
  return (method, path, body) => {
    const command = COMMANDS[`${method} ${path.replace(/\/\d+$/, '/*')}`]
    if (command === undefined) return { status: 404, body: statusBody(404) }
    try {
      const id = Number(/\/(\d+)$/.exec(path)?.[1] ?? 0)
      return { status: 200, body: command(workspace, isFields(body) ? body : {}, id) ?? {} }
    } catch (error) {
      return {
        status: 400,
        body: errorBody(400, 20001, error instanceof Error ? error.message : 'Bad request'),
      }
    }
  }
}

type Command = (workspace: PracticeWorkspace, fields: Fields, id: number) => unknown

const COMMANDS: Readonly<Record<string, Command>> = {
  'GET state': (workspace) => ({
    now: workspace.now,
    ...workspace.pace,
    rps: workspace.limits.options.rps,
    stages: workspace.stages,
  }),
  'GET stages': (workspace) => ({ stages: workspace.stages }),
  'GET log': (workspace) => ({ requests: workspace.requestLog() }),
  'GET live': (workspace) => ({ reservations: workspace.liveReservations() }),
  'GET faults': (workspace) => ({ faults: workspace.faults.list() }),
  'POST stage': (workspace, fields) => workspace.stage(text(fields, 'name'), options(fields)),
  'POST advance': (workspace, fields) => {
    workspace.advance(number(fields, 'ms', 0, 40 * 86_400_000))
    return { now: workspace.now }
  },
  'POST speed': (workspace, fields) => {
    workspace.setSpeed(number(fields, 'speed', 0, 10_000))
  },
  'POST pause': (workspace) => {
    workspace.pause()
  },
  'POST resume': (workspace) => {
    workspace.resume()
  },
  'POST faults': (workspace, fields) => ({ id: workspace.armFault(readFault(fields)) }),
  'POST limits': (workspace, fields) => {
    const names = ['rps', 'burst', 'concurrency', 'expressionRps', 'bulkStatisticsRps'] as const
    const given = names.filter((name) => fields[name] !== undefined)
    workspace.setLimits(Object.fromEntries(given.map((name) => [name, number(fields, name, 0, 1e6)])))
  },
  'POST reset': (workspace) => {
    workspace.reset()
  },
  'DELETE faults': (workspace) => {
    workspace.clearFaults()
  },
  'DELETE faults/*': (workspace, _fields, id) => ({ removed: workspace.disarmFault(id) }),
  'DELETE log': (workspace) => {
    workspace.clearRequestLog()
  },
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new ControlError(`${name} must be text.`)
  return value
}

function number(fields: Fields, name: string, min: number, max: number): number {
  const value = fields[name]
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new ControlError(`${name} must be a number from ${min} to ${max}.`)
  }
  return value
}

function options(fields: Fields): { count?: number; ageMs?: number } {
  return {
    ...(fields.count === undefined ? {} : { count: number(fields, 'count', 1, 10_000) }),
    ...(fields.ageMs === undefined ? {} : { ageMs: number(fields, 'ageMs', 0, 30 * 86_400_000) }),
  }
}

function readFault(fields: Fields): Fault {
  const kind = FAULT_KINDS.find((each) => each === fields.kind)
  if (kind === undefined) throw new ControlError(`kind must be one of ${FAULT_KINDS.join(', ')}.`)
  const ranges = { times: 1e9, probability: 1, status: 599, delayMs: 1e9, jitterMs: 1e6 } as const
  const numbers: Partial<Record<keyof typeof ranges, number>> = {}
  for (const name of ['times', 'probability', 'status', 'delayMs', 'jitterMs'] as const) {
    const min = name === 'delayMs' ? -ranges.delayMs : 0
    if (fields[name] !== undefined) numbers[name] = number(fields, name, min, ranges[name])
  }
  return {
    kind,
    ...(fields.method === undefined ? {} : { method: text(fields, 'method') }),
    ...(fields.path === undefined ? {} : { path: text(fields, 'path') }),
    ...(fields.parameter === undefined ? {} : { parameter: text(fields, 'parameter') }),
    ...numbers,
  }
}
