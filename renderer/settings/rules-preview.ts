import { onScopeDispose, shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import type { Bridge } from '../../preload/contract/bridge'
import type { RuleSettings, RulesPreview } from '../../preload/contract/diagnosis'
import { ask } from '../app/bridge'

/** After the last change of a number, ms; and between two looks while nothing is changed. */
const SETTLE_MS = 200
const AGAIN_MS = 5_000

/**
 * What rules would catch on the open board, followed while the calling component lives: asked again when `rules` change
 * and every few seconds. Null while no workspace is open.
 */
export function useRulesPreview(
  bridge: Pick<Bridge, 'diagnosis'>,
  rules: WatchSource<RuleSettings>,
): Readonly<ShallowRef<RulesPreview | null>> {
  const preview = shallowRef<RulesPreview | null>(null)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | null = null
  let wanted: RuleSettings | null = null

  async function look(): Promise<void> {
    if (wanted === null) return
    asked += 1
    const mine = asked
    const { data } = await ask(bridge.diagnosis.preview(wanted))
    // An answer about older numbers than those on the screen would be wrong.
    if (mine !== asked) return
    preview.value = data
    plan(AGAIN_MS)
  }

  function plan(ms: number): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void look(), ms)
  }

  watch(
    rules,
    (next) => {
      const first = wanted === null
      wanted = next
      asked += 1
      plan(first ? 0 : SETTLE_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked += 1
    if (timer !== null) clearTimeout(timer)
  })
  return preview
}
