import { failureFrom, TransportFailure, type Transport } from './transport'

/** A transport that can be exchanged for another while requests are under way. */
export interface SwitchingTransport extends Transport {
  /** Requests from now on go by a newly built transport; those under way end on the old one. */
  rebuild(): void
}

interface Generation {
  readonly transport: Promise<Transport>
  running: number
  retired: boolean
}

/** @param build makes the transport at the first request after the start or a rebuild; tried again if it rejects. */
export function switchingTransport(build: () => Promise<Transport>): SwitchingTransport {
  const generations = new Set<Generation>()
  let current: Generation | null = null
  let closed = false

  function generation(): Generation {
    if (current === null) {
      current = { transport: build(), running: 0, retired: false }
      generations.add(current)
    }
    return current
  }

  async function end(ended: Generation): Promise<void> {
    if (!generations.delete(ended)) return
    const transport = await ended.transport.catch(() => null)
    await transport?.close()
  }

  function retire(retired: Generation): void {
    retired.retired = true
    if (current === retired) current = null
    if (retired.running === 0) void end(retired)
  }

  return {
    async request(request) {
      if (closed) throw new TransportFailure('aborted', false)
      const used = generation()
      used.running += 1
      try {
        const transport = await used.transport.catch((error: unknown) => {
          retire(used)
          throw failureFrom(error, false)
        })
        return await transport.request(request)
      } finally {
        used.running -= 1
        if (used.retired && used.running === 0) void end(used)
      }
    },
    rebuild() {
      if (current !== null) retire(current)
    },
    async close() {
      closed = true
      current = null
      await Promise.all([...generations].map(end))
    },
  }
}
