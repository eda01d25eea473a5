import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { AppInfo } from '../../../preload/contract/channels'
import { ask, useBridge } from '../bridge'

/** Facts about program and computer; null until main has answered. */
export const useAppInfoStore = defineStore('app-info', () => {
  const bridge = useBridge()
  const info = shallowRef<AppInfo | null>(null)

  /** Whether the tray icon can be seen, if that was told later than the rest. */
  let tray: boolean | null = null

  /** Subscribes first, so that no change between the two is missed. The returned function ends it. */
  async function start(): Promise<() => void> {
    const unsubscribe = bridge.on('app/trayChanged', ({ shown }) => {
      tray = shown
      if (info.value !== null) info.value = { ...info.value, tray: shown }
    })
    const { data } = await ask(bridge.app.info())
    if (data !== null) info.value = { ...data, tray: tray ?? data.tray }
    return unsubscribe
  }

  return { info, start }
})
