import type { Clock } from '../../main/taskrouter/clock'

export interface VirtualClock extends Clock {
  /** Moves on by so many ms, running every callback on the way at its moment and letting what it set off come to rest. */
  advance(milliseconds: number): Promise<void>
}

/** A clock that stands still until told to move. */
export function createVirtualClock(start = Date.UTC(2031, 0, 3, 12)): VirtualClock {
  let time = 0
  let serial = 0
  const waiting = new Map<number, { readonly at: number; readonly callback: () => void }>()
  const rest = async () => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const earliest = (until: number) => {
    let found: number | null = null
    for (const [id, { at }] of waiting)
      if (at <= until && (found === null || at < (waiting.get(found)?.at ?? Infinity))) found = id
    return found
  }
  return {
    now: () => start + time,
    monotonic: () => time,
    schedule(callback, milliseconds) {
      const id = ++serial
      waiting.set(id, { at: time + Math.max(0, milliseconds), callback })
      return () => {
        waiting.delete(id)
      }
    },
    async advance(milliseconds) {
      const until = time + milliseconds
      await rest()
      for (let id = earliest(until); id !== null; id = earliest(until)) {
        const due = waiting.get(id)
        waiting.delete(id)
        if (due === undefined) continue
        time = Math.max(time, due.at)
        due.callback()
        await rest()
      }
      time = until
    },
  }
}
