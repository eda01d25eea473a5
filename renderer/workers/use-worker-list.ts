import { computed, shallowRef } from 'vue'
import type { WorkerRow } from '../../preload/contract/board'
import { useConsole } from '../board/console'
import {
  NOTHING_SELECTED,
  selectMany,
  selectOnly,
  selectRange,
  toggle,
  type Selection,
} from '../board/selection'
import {
  BUSIEST_FIRST,
  EVERY_WORKER,
  matchingWorkers,
  sortedWorkers,
  toggledOrder,
  type WorkerFilter,
  type WorkerSort,
} from './workers'

/** The workers on screen and which of them are selected. While some are, their order is held. */
export function useWorkerList() {
  const { directory } = useConsole()
  const filter = shallowRef<WorkerFilter>(EVERY_WORKER)
  const order = shallowRef(BUSIEST_FIRST)
  const selection = shallowRef<Selection>(NOTHING_SELECTED)
  let held: readonly string[] = []

  const all = computed(() => directory.value?.workers ?? [])
  const bySid = computed(() => new Map(all.value.map((worker) => [worker.sid, worker])))
  const found = computed<readonly WorkerRow[]>(() => {
    const sorted = sortedWorkers(matchingWorkers(all.value, filter.value), order.value)
    const shown = selection.value.sids.size === 0 ? sorted : asBefore(sorted)
    held = shown.map(({ sid }) => sid)
    return shown
  })

  /** Nothing moves under the pointer while workers are selected; new ones come at the end. */
  function asBefore(sorted: readonly WorkerRow[]): readonly WorkerRow[] {
    const places = new Map(held.map((sid, place) => [sid, place]))
    const last = held.length
    return sorted.toSorted((a, b) => (places.get(a.sid) ?? last) - (places.get(b.sid) ?? last))
  }

  function between(from: string, to: string): readonly string[] {
    const sids = found.value.map(({ sid }) => sid)
    const a = sids.indexOf(from)
    const b = sids.indexOf(to)
    return a < 0 || b < 0 ? [to] : sids.slice(Math.min(a, b), Math.max(a, b) + 1)
  }

  return {
    all,
    found,
    filter,
    order,
    selection,
    narrow: (change: Partial<WorkerFilter>) => (filter.value = { ...filter.value, ...change }),
    sortBy: (key: WorkerSort) => (order.value = toggledOrder(order.value, key)),
    selected: computed(() => [...selection.value.sids].flatMap((sid) => bySid.value.get(sid) ?? [])),
    worker: (sid: string): WorkerRow | null => bySid.value.get(sid) ?? null,
    select: {
      only: (sid: string) => (selection.value = selectOnly(sid)),
      toggle: (sid: string) => (selection.value = toggle(selection.value, sid)),
      range: (sid: string, keep: boolean) =>
        (selection.value = selectRange(selection.value, sid, between, keep)),
      all: () =>
        (selection.value = selectMany(
          NOTHING_SELECTED,
          found.value.map(({ sid }) => sid),
        )),
      none: () => (selection.value = NOTHING_SELECTED),
    },
  }
}

export type WorkerList = ReturnType<typeof useWorkerList>
