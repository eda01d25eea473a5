/** Lets waiting sockets, timers and windows have their turn. */
export type Breathe = () => Promise<void>

export const breathe: Breathe = () => new Promise((resolve) => setImmediate(resolve))

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
