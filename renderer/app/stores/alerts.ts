import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { NO_ALERTS, type AlertsState } from '../../../preload/contract/alerts'
import { ask, useBridge } from '../bridge'

/** The alert inbox as main holds it. */
export const useAlertsStore = defineStore('alerts', () => {
  const bridge = useBridge()
  const state = shallowRef<AlertsState>(NO_ALERTS)

  /** Subscribes first, so that no change between the two is missed. The returned function ends it. */
  async function start(): Promise<() => void> {
    const unsubscribe = bridge.on('alerts/changed', (changed) => {
      state.value = changed
    })
    const { data } = await ask(bridge.alerts.state())
    if (data !== null) state.value = data
    return unsubscribe
  }

  return { state, start }
})
