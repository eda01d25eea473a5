import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { AppInfo } from '../../../preload/contract/channels'
import { ask, useBridge } from '../bridge'

/** Facts about program and computer; null until main has answered. */
export const useAppInfoStore = defineStore('app-info', () => {
  const bridge = useBridge()
  const info = shallowRef<AppInfo | null>(null)

  async function start(): Promise<void> {
    const { data } = await ask(bridge.app.info())
    if (data !== null) info.value = data
  }

  return { info, start }
})
