import { defineStore } from 'pinia'
import { ref } from 'vue'

/** State of the frame itself. */
export const useLayoutStore = defineStore('layout', () => {
  const railCollapsed = ref(false)
  const paletteOpen = ref(false)
  const keysOpen = ref(false)
  return { railCollapsed, paletteOpen, keysOpen }
})
