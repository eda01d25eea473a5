import { join } from 'node:path'
import { LogFile, logCrashes, type Log } from '../shell/log'
import { rotated } from '../shell/support/desk'

const LOGS_KEPT = 3
const REQUEST_LOGS_KEPT = 2

export interface Records {
  readonly log: Log
  readonly logRequest: Log
  /** The files of each, for a support file. */
  readonly logs: readonly string[]
  readonly requests: readonly string[]
  readonly flush: () => Promise<unknown>
}

/** What the program writes down about itself, from here on crashes too. */
export function openRecords(profile: string): Records {
  const logFile = join(profile, 'logs', 'console.log')
  const requestFile = join(profile, 'logs', 'requests.log')
  const log = new LogFile({ path: logFile, keep: LOGS_KEPT })
  // A file of its own, so that thousands of requests never push out what matters.
  const requests = new LogFile({ path: requestFile, keep: REQUEST_LOGS_KEPT })
  logCrashes(process, log.write)
  return {
    log: log.write,
    logRequest: requests.write,
    logs: rotated(logFile, LOGS_KEPT),
    requests: rotated(requestFile, REQUEST_LOGS_KEPT),
    flush: () => Promise.all([log.flush(), requests.flush()]),
  }
}
