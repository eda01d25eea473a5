/** Lets waiting sockets, timers and windows have their turn. */
export type Breathe = () => Promise<void>

const waiting: (() => void)[] = []

/**
 * Goes on in a later turn of the event loop, and lets only one of all that wait go on in each: immediates of one turn run in one go, so
 * eight pages read side by side in slices of 5 ms would hold the loop for 40.
 */
export const breathe: Breathe = () =>
  new Promise((resolve) => {
    waiting.push(resolve)
    if (waiting.length === 1) setImmediate(nextTurn)
  })

function nextTurn(): void {
  const resume = waiting.shift()
  if (waiting.length > 0) setImmediate(nextTurn)
  resume?.()
}

/** Longest uninterrupted piece of work, ms. */
const SLICE_MS = 5
/** Reading the clock for every row would cost more than the row. */
const CHECK_EVERY = 25

/** `map` for long lists that never holds up the process for more than a few milliseconds. */
export async function mapInSlices<In, Out>(
  items: readonly In[],
  map: (item: In) => Out,
  monotonic: () => number,
  pause: Breathe = breathe,
): Promise<Out[]> {
  const results: Out[] = []
  if (items.length > CHECK_EVERY) await pause()
  let sliceStart = monotonic()
  for (const [index, item] of items.entries()) {
    results.push(map(item))
    if (index % CHECK_EVERY === CHECK_EVERY - 1 && monotonic() - sliceStart >= SLICE_MS) {
      await pause()
      sliceStart = monotonic()
    }
  }
  return results
}
