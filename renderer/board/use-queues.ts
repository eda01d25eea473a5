import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { QueueBoard, QueueHistory } from '../../preload/contract/board'
import type { Bridge } from '../../preload/contract/bridge'
import { ask } from '../app/bridge'

const EVERY_MS = 2_000

export interface Queues {
  readonly board: ShallowRef<QueueBoard | null>
  readonly history: ShallowRef<QueueHistory | null>
  /** Asks now, instead of when its time has come. */
  look(): Promise<void>
}

/**
 * The queues for as long as the calling component lives, asked for while the window is looked at. The last hour is asked for only
 * when it has another value.
 */
export function useQueues(bridge: Pick<Bridge, 'board'>, now: () => number): Queues {
  const board = shallowRef<QueueBoard | null>(null)
  const history = shallowRef<QueueHistory | null>(null)
  let asking = false
  /** Asked for while an answer was on its way: that one may be of a moment before. */
  let again = false
  let historyAt = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    if (document.hidden) return
    if (asking) {
      again = true
      return
    }
    asking = true
    const withHistory = now() - historyAt >= (history.value?.stepMs ?? 0)
    const { data } = await ask(bridge.board.queues({ history: withHistory }))
    asking = false
    if (again) {
      again = false
      void look()
    }
    if (data === null) return
    board.value = data
    if (data.history === null) return
    history.value = data.history
    historyAt = now()
  }

  void look()
  const timer = setInterval(() => {
    if (!asking) void look()
  }, EVERY_MS)
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return { board, history, look }
}
