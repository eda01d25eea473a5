import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { LockState } from '../../../preload/contract/lock'
import type { Problem, Result } from '../../../preload/contract/envelope'
import { ask, useBridge } from '../bridge'

/** The lock as main holds it. Main decides what the window is told; this only says which screen is right. */
export const useLockStore = defineStore('lock', () => {
  const bridge = useBridge()
  const state = shallowRef<LockState | null>(null)
  /** False until main has answered, or has shown that it will not. */
  const known = shallowRef(false)

  const phase = computed(() => state.value?.phase ?? 'open')
  const pinSet = computed(() => state.value?.pinSet ?? false)

  /** Subscribes first, so that no change between the two is missed. The returned function ends it. */
  async function start(): Promise<() => void> {
    const unsubscribe = bridge.on('lock/changed', (changed) => {
      state.value = changed
    })
    const { data } = await ask(bridge.lock.state())
    if (data !== null) state.value = data
    known.value = true
    return unsubscribe
  }

  /** Null when it worked, else why not. What it changed comes with the answer and with a push, whichever is first. */
  async function follow(request: Promise<Result<LockState>>): Promise<Problem | null> {
    const { data, problem } = await ask(request)
    if (data !== null) state.value = data
    return problem
  }

  return {
    state,
    known,
    phase,
    pinSet,
    start,
    lock: () => follow(bridge.lock.now()),
    unlock: (pin: string) => follow(bridge.lock.unlock({ pin })),
    setPin: (current: string | null, pin: string) => follow(bridge.lock.setPin({ current, pin })),
    removePin: (current: string) => follow(bridge.lock.removePin({ current })),
    giveUp: () => follow(bridge.lock.giveUp()),
  }
})
