import { computed, onMounted, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/**
 * What of a line of things fits into a room. As long as everything does, everything stays; else those that matter least leave
 * first, and of equals the last ones.
 * @param widths px of each thing, gaps left out
 * @param matters whether a thing matters, by place
 * @param room px for all of them
 * @param gap px between two things
 * @returns by place, whether the thing fits
 */
export function whatFits(
  widths: readonly number[],
  matters: readonly boolean[],
  room: number,
  gap: number,
): readonly boolean[] {
  const fits = widths.map(() => true)
  const leaving = [...widths.keys()].sort((a, b) => {
    const lighter = Number(matters[a] ?? false) - Number(matters[b] ?? false)
    return lighter === 0 ? b - a : lighter
  })
  let taken = widths.reduce((sum, width) => sum + width + gap, -gap)
  for (const place of leaving) {
    if (taken <= room) break
    fits[place] = false
    taken -= (widths[place] ?? 0) + gap
  }
  return fits
}

/**
 * Follows which of the things in a line fit, for the life of the calling component. Things that do not fit must stay in the
 * page, out of the line and invisible (`visibility: hidden; position: absolute`), so that they can be measured again.
 * @param line the element with the things; its last `kept` children are always shown
 * @param matters which things matter, in their order; a change of it measures again
 */
export function useOverflow(
  line: Readonly<ShallowRef<HTMLElement | null>>,
  matters: () => readonly boolean[],
  kept: number,
): (place: number) => boolean {
  const fits = shallowRef<readonly boolean[]>([])
  const wanted = computed(matters)

  function measure(): void {
    const element = line.value
    if (element === null) return
    const children = [...element.children].map((child) =>
      child instanceof HTMLElement ? child.offsetWidth : 0,
    )
    const things = children.slice(0, children.length - kept)
    const gap = Number.parseFloat(getComputedStyle(element).columnGap) || 0
    const always = children.slice(children.length - kept).reduce((sum, width) => sum + width + gap, 0)
    const found = whatFits(things, wanted.value, element.clientWidth - always, gap)
    if (found.join() !== fits.value.join()) fits.value = found
  }

  const observer = new ResizeObserver(measure)
  function follow(element: HTMLElement | null): void {
    observer.disconnect()
    if (element === null) return
    // The things too: a count that grows, or a hint that leaves, makes room or takes it.
    for (const each of [element, ...element.children]) observer.observe(each)
    measure()
  }
  onMounted(() => {
    watch(
      [line, wanted],
      () => {
        follow(line.value)
      },
      { immediate: true, flush: 'post' },
    )
  })
  onScopeDispose(() => {
    observer.disconnect()
  })
  return (place) => fits.value[place] ?? true
}
