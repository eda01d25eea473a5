import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

/** Whether a media query holds, followed for the life of the calling component. */
export function useMedia(query: string): Readonly<ShallowRef<boolean>> {
  const list = window.matchMedia(query)
  const holds = shallowRef(list.matches)
  const follow = (): void => {
    holds.value = list.matches
  }
  list.addEventListener('change', follow)
  onScopeDispose(() => {
    list.removeEventListener('change', follow)
  })
  return holds
}
