/** Runs `work` over all items, at most `limit` at a time; the first rejection stops the rest from starting. */
export async function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items[Symbol.iterator]()
  let stopped = false
  const lane = async () => {
    for (let next = waiting.next(); next.done !== true && !stopped; next = waiting.next()) {
      try {
        await work(next.value)
      } catch (error) {
        stopped = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
}
