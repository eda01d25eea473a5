/**
 * The `count` least of many rows, in order, without sorting them all: one pass with a heap that never holds more than
 * `count`. A row that does not belong among them costs one comparison.
 */
export function least<T>(rows: Iterable<T>, count: number, compare: (a: T, b: T) => number): T[] {
  const heap: T[] = []
  if (count <= 0) return heap
  for (const row of rows) {
    if (heap.length < count) {
      heap.push(row)
      rise(heap, compare)
    } else if (isBefore(row, heap[0], compare)) {
      heap[0] = row
      sink(heap, compare)
    }
  }
  return heap.sort(compare)
}

type Compare<T> = (a: T, b: T) => number

const isBefore = <T>(a: T | undefined, b: T | undefined, compare: Compare<T>): boolean =>
  a !== undefined && b !== undefined && compare(a, b) < 0

/** The greatest is on top; moves the last one up to its place. */
function rise<T>(heap: T[], compare: Compare<T>): void {
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!isBefore(heap[parent], heap[at], compare)) return
    swap(heap, parent, at)
    at = parent
  }
}

/** Moves the top one down to its place. */
function sink<T>(heap: T[], compare: Compare<T>): void {
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    const right = left + 1
    const greater = isBefore(heap[left], heap[right], compare) ? right : left
    if (!isBefore(heap[at], heap[greater], compare)) return
    swap(heap, at, greater)
    at = greater
  }
}

function swap<T>(heap: T[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]]
  if (first === undefined || second === undefined) return
  heap[a] = second
  heap[b] = first
}
