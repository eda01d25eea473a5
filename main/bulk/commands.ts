import { encodeInstruction, parameterSpec, type FormPairs } from '../../preload/contract/instructions'
import type { PlannedUnit } from './plan/units'

/** Where the commands would be sent; nothing of it is secret. */
export interface CommandContext {
  /** Such as `https://taskrouter.twilio.com`. */
  readonly baseUrl: string
  readonly workspaceSid: string
}

interface Request {
  readonly method: 'POST' | 'DELETE'
  readonly path: string
  readonly pairs: FormPairs
  readonly cli: { readonly topic: string; readonly sids: FormPairs }
}

/** One line per request, to be run by hand. Secrets are shell variables that whoever runs it has to set. */
export function commandLines(
  units: readonly PlannedUnit[],
  context: CommandContext,
  shell: 'curl' | 'twilio',
): string {
  const write = shell === 'curl' ? curlLine : twilioLine
  return units.map((unit) => write(requestOf(unit, context), context)).join('\n')
}

function requestOf(unit: PlannedUnit, { workspaceSid }: CommandContext): Request {
  const workspace = `/v1/Workspaces/${workspaceSid}`
  switch (unit.kind) {
    case 'reservation': {
      const [{ sid, taskSid }] = unit.rows
      return {
        method: 'POST',
        path: `${workspace}/Tasks/${taskSid}/Reservations/${sid}`,
        pairs: encodeInstruction(unit.instruction),
        cli: {
          topic: 'tasks:reservations:update',
          sids: [
            ['task-sid', taskSid],
            ['sid', sid],
          ],
        },
      }
    }
    case 'worker': {
      const { workerSid, activitySid, rejectPending } = unit
      return {
        method: 'POST',
        path: `${workspace}/Workers/${workerSid}`,
        pairs: [
          ['ActivitySid', activitySid],
          ...(rejectPending ? [['RejectPendingReservations', 'true'] as const] : []),
        ],
        cli: { topic: 'workers:update', sids: [['sid', workerSid]] },
      }
    }
    case 'channel': {
      const { workerSid, channelSid, change } = unit
      const pairs: (readonly [string, string])[] = []
      if (change.capacity !== null) pairs.push(['Capacity', String(change.capacity)])
      if (change.available !== null) pairs.push(['Available', String(change.available)])
      return {
        method: 'POST',
        path: `${workspace}/Workers/${workerSid}/Channels/${channelSid}`,
        pairs,
        cli: {
          topic: 'workers:channels:update',
          sids: [
            ['worker-sid', workerSid],
            ['sid', channelSid],
          ],
        },
      }
    }
    case 'task': {
      const { taskSid, change } = unit
      const path = `${workspace}/Tasks/${taskSid}`
      const sids: FormPairs = [['sid', taskSid]]
      if (change === 'delete')
        return { method: 'DELETE', path, pairs: [], cli: { topic: 'tasks:remove', sids } }
      const pairs: (readonly [string, string])[] = []
      if (change.status !== undefined) pairs.push(['AssignmentStatus', change.status])
      if (change.reason !== undefined) pairs.push(['Reason', change.reason])
      return { method: 'POST', path, pairs, cli: { topic: 'tasks:update', sids } }
    }
  }
}

function curlLine({ method, path, pairs }: Request, { baseUrl }: CommandContext): string {
  const data = pairs.map(([name, value]) => `--data-urlencode ${argument(name, value, `${name}=`)}`)
  return [
    'curl',
    `-X ${method}`,
    quote(baseUrl + path),
    ...data,
    '-u "$TWILIO_API_KEY:$TWILIO_API_SECRET"',
  ].join(' ')
}

/** Parameters that are no instruction's and that the command line takes as switches. */
const SWITCHES: ReadonlySet<string> = new Set(['RejectPendingReservations', 'Available'])

function twilioLine({ pairs, cli }: Request, { workspaceSid }: CommandContext): string {
  const sids = [['workspace-sid', workspaceSid] as const, ...cli.sids]
  return [
    `twilio api:taskrouter:v1:workspaces:${cli.topic}`,
    ...sids.map(([name, value]) => `--${name} ${quote(value)}`),
    ...pairs.map(([name, value]) => {
      const flag = `--${kebab(name)}`
      const isSwitch = SWITCHES.has(name) || parameterSpec(name)?.type === 'bool'
      if (isSwitch) return value === 'true' ? flag : `--no-${kebab(name)}`
      return `${flag} ${argument(name, value, '')}`
    }),
  ].join(' ')
}

/** The value quoted for a POSIX shell, or a variable in its place if it is a secret. */
function argument(name: string, value: string, prefix: string): string {
  if (parameterSpec(name)?.secret !== true) return quote(prefix + value)
  return `${prefix === '' ? '' : quote(prefix)}"$TWILIO_${kebab(name).replaceAll('-', '_').toUpperCase()}"`
}

/** Single quotes take everything literally except themselves. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
}
