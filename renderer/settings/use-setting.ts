import { computed, type ComputedRef, type WritableComputedRef } from 'vue'
import type { Settings } from '../../preload/contract/settings'
import { toastProblem } from '../app/problems'
import { useSettingsStore } from '../app/stores/settings'

/** The settings that are of one type. */
export type SettingKeyOf<Type> = {
  [Key in keyof Settings]: Settings[Key] extends Type ? (Type extends Settings[Key] ? Key : never) : never
}[keyof Settings]

export interface Setting<Key extends keyof Settings> {
  /** Writing it saves it; if main refuses, it jumps back and a toast says why. */
  readonly value: WritableComputedRef<Settings[Key]>
  readonly locked: ComputedRef<boolean>
}

/** One setting as a model for a control. */
export function useSetting<Key extends keyof Settings>(key: Key): Setting<Key> {
  const store = useSettingsStore()
  const save = async (value: Settings[Key]): Promise<void> => {
    const problem = await store.save({ [key]: value })
    if (problem !== null) toastProblem(problem)
  }
  return {
    value: computed({
      get: () => store.settings[key],
      set: (value) => void save(value),
    }),
    locked: computed(() => store.isLocked(key)),
  }
}
