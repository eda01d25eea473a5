import type { Clock } from '../clock'

/**
 * Lists with an expression to evaluate have a limit of their own, 3 requests a second each (source: Twilio changelog,
 * "TaskRouter endpoint rate limit correction", October 2024). They wait here first, so that they neither run into it nor
 * slow down everything else. The Voice API (`calls`) is another service with limits of its own; a handful a second is far below them,
 * and what it refuses must not slow TaskRouter.
 */
export type Lane = 'tasksByExpression' | 'workersByExpression' | 'queuesByExpression' | 'calls'

const SPACING_MS = 340

export interface LanePacer {
  /** Resolves when the next request of this lane may go on to the scheduler; rejects when the signal aborts. */
  pass(lane: Lane, signal: AbortSignal): Promise<void>
  /** A 429 came in spite of the pacing: leave the lane alone for a moment. */
  refused(lane: Lane): void
}

export function createLanePacer(clock: Clock): LanePacer {
  const freeAt = new Map<Lane, number>()
  return {
    pass(lane, signal) {
      return new Promise((resolve, reject) => {
        const now = clock.monotonic()
        const at = Math.max(now, freeAt.get(lane) ?? 0)
        freeAt.set(lane, at + SPACING_MS)
        if (signal.aborted) {
          reject(new Error('aborted'))
          return
        }
        const giveUp = () => {
          cancel()
          reject(new Error('aborted'))
        }
        const cancel = clock.schedule(() => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        }, at - now)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
    refused(lane) {
      freeAt.set(lane, Math.max(freeAt.get(lane) ?? 0, clock.monotonic() + 2 * SPACING_MS))
    },
  }
}
