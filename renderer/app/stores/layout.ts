import { defineStore } from 'pinia'
import { ref } from 'vue'

/** State of the frame itself. */
export const useLayoutStore = defineStore('layout', () => {
  const railCollapsed = ref(false)
  const paletteOpen = ref(false)
  const keysOpen = ref(false)
  const tourOpen = ref(false)
  return { tourOpen, railCollapsed, paletteOpen, keysOpen }
})
