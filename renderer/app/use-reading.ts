import { shallowRef, watch, type ShallowRef } from 'vue'
import type { Problem, Result } from '../../preload/contract/envelope'
import { ask } from './bridge'

export interface Reading<Data> {
  /** The newest answer about the thing; null until there is one. */
  readonly data: Readonly<ShallowRef<Data | null>>
  readonly problem: Readonly<ShallowRef<Problem | null>>
  readonly loading: Readonly<ShallowRef<boolean>>
  readonly read: () => Promise<void>
}

/**
 * Reads one thing whenever another one is looked at, and again on request. An answer about a thing that is not looked at any
 * more is dropped.
 * @param which SID of the thing; null = none
 */
export function useReading<Data>(
  which: () => string | null,
  request: (sid: string) => Promise<Result<Data>>,
): Reading<Data> {
  const data = shallowRef<Data | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = shallowRef(false)

  async function read(): Promise<void> {
    const sid = which()
    if (sid === null) return
    loading.value = true
    const answer = await ask(request(sid))
    if (which() !== sid) return
    loading.value = false
    problem.value = answer.problem
    if (answer.data !== null) data.value = answer.data
  }

  watch(
    which,
    () => {
      data.value = null
      problem.value = null
      void read()
    },
    { immediate: true },
  )
  return { data, problem, loading, read }
}
