import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Problem } from '../../../preload/contract/envelope'
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsPatch,
  type SettingsState,
} from '../../../preload/contract/settings'
import { ask, useBridge } from '../bridge'

/** Settings as main holds them. Changes show at once and are taken back if main refuses them. */
export const useSettingsStore = defineStore('settings', () => {
  const bridge = useBridge()
  const state = shallowRef<SettingsState>({
    settings: DEFAULT_SETTINGS,
    locked: [],
    recovered: false,
    policy: { sources: [], faults: [] },
  })

  /** False until main has answered: until then the values are only the defaults. */
  const known = shallowRef(false)

  const settings = computed(() => state.value.settings)
  const recovered = computed(() => state.value.recovered)
  const isLocked = (key: keyof Settings): boolean => state.value.locked.includes(key)

  /** Subscribes first, so that no change between the two is missed. The returned function ends it. */
  async function start(): Promise<() => void> {
    const unsubscribe = bridge.on('settings/changed', (changed) => {
      state.value = changed
    })
    const { data } = await ask(bridge.settings.get())
    if (data !== null) {
      state.value = data
      known.value = true
    }
    return unsubscribe
  }

  /** Null when saved, else why not. */
  async function save(patch: SettingsPatch): Promise<Problem | null> {
    const before = state.value
    state.value = { ...before, settings: { ...before.settings, ...withoutUndefined(patch) } }
    const shown = state.value
    const { data, problem } = await ask(bridge.settings.set(patch))
    if (problem === null) state.value = data
    else if (state.value === shown) state.value = before
    return problem
  }

  return { state, known, settings, recovered, isLocked, start, save }
})

function withoutUndefined(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
}
