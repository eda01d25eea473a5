import { readonly, ref } from 'vue'
import type { Bridge } from '../../preload/contract/bridge'

const hidden = ref(false)

/** Whether the window hides everything it shows. */
export const covered = readonly(hidden)

export function cover(): void {
  hidden.value = true
}

export function uncover(): void {
  hidden.value = false
}

/** Covers the window when main says that nobody sits in front of it. */
export const followCover = (bridge: Pick<Bridge, 'on'>): (() => void) => bridge.on('app/cover', cover)
