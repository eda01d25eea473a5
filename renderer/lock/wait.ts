import { computed, onScopeDispose, ref, watch, type ComputedRef } from 'vue'
import type { LockState } from '../../preload/contract/lock'

/** Counts a wait down, in ms, from what main said last. Main measures it by itself; this is only for the eye. */
export function useWait(told: () => Pick<LockState, 'waitMs'> | null): ComputedRef<number> {
  const until = ref(0)
  const now = ref(performance.now())
  let timer: ReturnType<typeof setInterval> | null = null
  const stop = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
  }
  watch(
    told,
    (state) => {
      const milliseconds = state?.waitMs ?? 0
      now.value = performance.now()
      until.value = now.value + milliseconds
      if (milliseconds > 0)
        timer ??= setInterval(() => {
          now.value = performance.now()
          if (now.value >= until.value) stop()
        }, 250)
    },
    { immediate: true },
  )
  onScopeDispose(stop)
  return computed(() => Math.max(0, Math.round(until.value - now.value)))
}
