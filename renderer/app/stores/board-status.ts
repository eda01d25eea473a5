import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { BoardStatus } from '../../../preload/contract/board'
import { setClockOffset } from '../../ui/clock'
import { useBridge } from '../bridge'

/** How the board stands, for the frame: freshness, progress, budget. The rows are elsewhere (board/mirror.ts). */
export const useBoardStatusStore = defineStore('board-status', () => {
  const bridge = useBridge()
  const status = shallowRef<BoardStatus | null>(null)

  function accept(next: BoardStatus): void {
    status.value = next
    setClockOffset(next.clockOffset)
  }

  function start(): () => void {
    const stops = [
      bridge.on('board/status', accept),
      bridge.on('connection/changed', ({ phase }) => {
        if (phase !== 'connected') status.value = null
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  return { status, accept, start }
})
