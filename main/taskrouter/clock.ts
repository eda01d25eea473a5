/** Time as the client sees it; tests put a virtual one in its place. */
export interface Clock {
  /** Workstation time, ms since 1970; may jump. */
  now(): number
  /** Milliseconds since any fixed point; never jumps, so all waiting is measured with it. */
  monotonic(): number
  /** Runs `callback` once after `milliseconds`; the returned function takes it back. */
  schedule(callback: () => void, milliseconds: number): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
}
