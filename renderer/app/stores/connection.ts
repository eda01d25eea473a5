import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Problem, Result } from '../../../preload/contract/envelope'
import type { ConnectionState, ConnectionSummary } from '../../../preload/contract/connection'
import { ask, useBridge } from '../bridge'

/** Which workspace the window is connected to, and which it could be. */
export const useConnectionStore = defineStore('connection', () => {
  const bridge = useBridge()
  const state = shallowRef<ConnectionState>({ phase: 'none' })
  const saved = shallowRef<readonly ConnectionSummary[]>([])
  /** False until main has said where things stand: until then no screen is right. */
  const known = shallowRef(false)

  const current = computed(() => (state.value.phase === 'none' ? null : state.value.connection))
  const connected = computed(() => state.value.phase === 'connected')

  async function readSaved(): Promise<void> {
    const { data } = await ask(bridge.connection.list())
    if (data !== null) saved.value = data
  }

  function accept(next: ConnectionState): void {
    state.value = next
    known.value = true
    void readSaved()
  }

  async function start(): Promise<{ readonly stop: () => void; readonly problem: Problem | null }> {
    const stop = bridge.on('connection/changed', accept)
    const { data, problem } = await ask(bridge.connection.state())
    if (data !== null) accept(data)
    return { stop, problem }
  }

  /** Takes the state in that main answers with; null when it worked, else why not. */
  async function follow(request: Promise<Result<ConnectionState>>): Promise<Problem | null> {
    const { data, problem } = await ask(request)
    if (data !== null) accept(data)
    return problem
  }

  return {
    state,
    saved,
    known,
    current,
    connected,
    start,
    readSaved,
    practice: () => follow(bridge.connection.practice()),
    connect: (draftId: string, workspaceSid: string) =>
      follow(bridge.connection.connect({ draftId, workspaceSid })),
    replace: (connectionId: string, draftId: string) =>
      follow(bridge.connection.replace({ connectionId, draftId })),
    select: (connectionId: string) => follow(bridge.connection.select({ connectionId })),
    retry: () => follow(bridge.connection.retry()),
    signOut: (connectionId: string) => follow(bridge.connection.signOut({ connectionId })),
  }
})
