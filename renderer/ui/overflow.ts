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
 * Measures a line. Before anything leaves it the line becomes tight (class `is-tight`): its things may then do without what
 * they can spare, such as the hint of a key.
 * @returns by place, whether the thing fits
 */
export function fitLine(line: HTMLElement, matters: readonly boolean[], kept: number): readonly boolean[] {
  line.classList.remove('is-tight')
  const loose = measuredFit(line, matters, kept)
  if (!loose.includes(false)) return loose
  line.classList.add('is-tight')
  return measuredFit(line, matters, kept)
}

function measuredFit(line: HTMLElement, matters: readonly boolean[], kept: number): readonly boolean[] {
  const widths = [...line.children].map((child) => (child instanceof HTMLElement ? child.offsetWidth : 0))
  const gap = Number.parseFloat(getComputedStyle(line).columnGap) || 0
  const always = widths.slice(widths.length - kept).reduce((sum, width) => sum + width + gap, 0)
  return whatFits(widths.slice(0, widths.length - kept), matters, line.clientWidth - always, gap)
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
    const found = fitLine(element, wanted.value, kept)
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
