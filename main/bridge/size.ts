/**
 * Whether a structured-cloned value holds more than `limit` units: a character, byte or container slot counts 1, any
 * other leaf 8. Stops as soon as the limit is passed, so that a huge value costs no more than a large one.
 */
export function exceeds(value: unknown, limit: number): boolean {
  const seen = new Set<object>()
  const open: unknown[] = [value]
  let size = 0
  while (open.length > 0) {
    const next = open.pop()
    size += weightOf(next)
    if (typeof next === 'object' && next !== null && !seen.has(next)) {
      seen.add(next)
      for (const child of childrenOf(next)) {
        open.push(child)
        if (++size > limit) return true
      }
    }
    if (size > limit) return true
  }
  return false
}

function weightOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength
  return 8
}

function* childrenOf(value: object): Iterable<unknown> {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return
  if (value instanceof Map) {
    for (const [key, item] of value) {
      yield key
      yield item
    }
  } else if (value instanceof Set || Array.isArray(value)) {
    yield* value
  } else {
    for (const [key, item] of Object.entries(value)) {
      yield key
      yield item
    }
  }
}
