import { setMaxListeners } from 'node:events'
import type { Clock } from '../clock'

/** A signal that aborts with either; `AbortSignal.any` is missing in older runtimes. Call `release` when done. */
export function joinSignals(
  a: AbortSignal | undefined,
  b: AbortSignal,
): { signal: AbortSignal; release: () => void } {
  const joined = new AbortController()
  const abort = () => joined.abort()
  const sources = a === undefined ? [b] : [a, b]
  for (const source of sources) {
    // One signal stands for a whole job of hundreds of requests: that many listeners are no leak.
    setMaxListeners(0, source)
    if (source.aborted) abort()
    else source.addEventListener('abort', abort, { once: true })
  }
  return {
    signal: joined.signal,
    release: () => {
      for (const source of sources) source.removeEventListener('abort', abort)
    },
  }
}

/** Resolves after `milliseconds`; rejects with `reason()` as soon as the signal aborts. */
export function pause(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
  reason: () => Error,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reason())
      return
    }
    const giveUp = () => {
      cancel()
      reject(reason())
    }
    const cancel = clock.schedule(() => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
