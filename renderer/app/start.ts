import { onUnmounted, shallowRef, type ShallowRef } from 'vue'
import type { Problem } from '../../preload/contract/envelope'
import { useAppInfoStore } from './stores/app-info'
import { useBoardStatusStore } from './stores/board-status'
import { useConnectionStore } from './stores/connection'
import { useAlertsStore } from './stores/alerts'
import { useSettingsStore } from './stores/settings'

/** Starts the stores of the window and ends their subscriptions with it. `failure` is set when main did not answer. */
export function useStart(): { readonly failure: Readonly<ShallowRef<Problem | null>> } {
  const failure = shallowRef<Problem | null>(null)
  const stops: (() => void)[] = [useBoardStatusStore().start()]
  let gone = false

  /** A subscription that arrives after the window is gone ends at once. */
  const keep = (stop: () => void): void => {
    if (gone) stop()
    else stops.push(stop)
  }

  void useSettingsStore().start().then(keep)
  void useAlertsStore().start().then(keep)
  void useAppInfoStore().start().then(keep)
  void useConnectionStore()
    .start()
    .then(({ stop, problem }) => {
      keep(stop)
      failure.value = problem
    })
  onUnmounted(() => {
    gone = true
    for (const stop of stops) stop()
  })
  return { failure }
}
