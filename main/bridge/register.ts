import type { z } from 'zod'
import { CHANNELS, WIRE_PREFIX, type Channel, type Requests } from '../../preload/contract/channels'
import { fail, succeed, type Problem, type Result } from '../../preload/contract/envelope'
import { requestSchemas } from '../../preload/contract/schemas'
import { problemOf } from './problem'
import { RateLimit } from './rate-limit'
import { isTrusted, type IncomingCall, type TrustedSender } from './sender'
import { exceeds } from './size'

/** One function for every channel; a missing one does not compile. What it throws becomes a Problem. */
export type Handlers = {
  readonly [C in Channel]: (
    request: Requests[C]['request'],
  ) => Requests[C]['response'] | Promise<Requests[C]['response']>
}

/** The part of Electron's `ipcMain` that the bridge uses. */
export interface IpcRegistry {
  handle(wire: string, listener: (call: IncomingCall, request: unknown) => Promise<unknown>): void
  removeHandler(wire: string): void
}

export interface BridgeOptions {
  readonly ipcMain: IpcRegistry
  readonly handlers: Handlers
  readonly trusted: TrustedSender
  /** Whether a channel may be asked now; one that may not is refused with `locked`. */
  readonly gate: (channel: Channel) => boolean
  /** Monotonic time in ms. */
  readonly now: () => number
  /** Told of every refused or failed call; never of its content. */
  readonly log: (event: string, facts: Readonly<Record<string, string>>) => void
}

/** A request for 10,000 reservations weighs 360,000; a copied table up to a million. */
export const REQUEST_LIMIT = 1_048_576

const LOCKED = 'The console is locked.'

const refuse = (code: Problem['code'], message: string): Result<never> => fail({ code, message })

/**
 * Registers every channel and returns the function that takes them all back. The order of the checks is the order of
 * their price: who asks, whether now, how much, how often, what exactly.
 */
export function registerBridge(options: BridgeOptions): () => void {
  const { ipcMain, trusted, log } = options
  const rate = new RateLimit(options.now)

  const answer = async <C extends Channel>(
    channel: C,
    call: IncomingCall,
    request: unknown,
  ): Promise<Result<Requests[C]['response']>> => {
    if (!isTrusted(call, trusted))
      return refuse('foreignSender', 'This page may not ask the console anything.')
    if (!options.gate(channel)) return refuse('locked', LOCKED)
    if (exceeds(request, REQUEST_LIMIT)) return refuse('tooLarge', 'The request is too large.')
    if (!rate.allows(channel)) return refuse('tooMany', 'Too many requests in too short a time.')
    if (!isRecordOrNull(request)) return refuse('badRequest', 'The request does not have the agreed form.')
    const parsed = schemaOf(channel).safeParse(request)
    if (!parsed.success) return fail(badRequest(parsed.error))
    const data = await options.handlers[channel](parsed.data)
    // What was asked before the lock fell is not told after it.
    return options.gate(channel) ? succeed(data) : refuse('locked', LOCKED)
  }

  for (const channel of CHANNELS) {
    ipcMain.handle(WIRE_PREFIX + channel, async (call, request) => {
      try {
        const result = await answer(channel, call, request)
        if (!result.ok) log('bridge.refused', { channel, code: result.error.code })
        return result
      } catch (error) {
        const problem = problemOf(error)
        log('bridge.failed', { channel, code: problem.code, error: textOf(error, problem) })
        return fail(problem)
      }
    })
  }
  return () => {
    for (const channel of CHANNELS) ipcMain.removeHandler(WIRE_PREFIX + channel)
  }
}

/** A Map or a Date can cross the wall and would pass for an object without keys. */
const isRecordOrNull = (value: unknown): boolean =>
  value === null || Object.prototype.toString.call(value) === '[object Object]'

/** The compiler cannot follow that the schema of `C` yields the request of `C`; SCHEMAS_MATCH proves it for all. */
const schemaOf = <C extends Channel>(channel: C): z.ZodType<Requests[C]['request']> =>
  requestSchemas[channel] as unknown as z.ZodType<Requests[C]['request']>

/** Names the fields at fault and never their values: one of them may be a secret. */
function badRequest(error: z.ZodError): Problem {
  return {
    code: 'badRequest',
    message: 'The request does not have the agreed form.',
    fields: error.issues.slice(0, 20).map((issue) => ({
      path: issue.path.map(String).join('.').slice(0, 200),
      message: issue.code,
    })),
  }
}

/** A fault of ours is worth its stack in the (redacted) log; an expected problem is not. */
const textOf = (error: unknown, problem: Problem): string =>
  problem.code === 'internal' && error instanceof Error ? (error.stack ?? error.message) : problem.message
